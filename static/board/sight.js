// What of the map one sees, and how large: by steps, around the pointer, one stage, or the whole.
import { percent, t } from '../ui/i18n.js';
import { announce } from '../ui/live.js';

/** @typedef {import('./board.js').BoardView} View */
/** @typedef {'smaller'|'larger'|'actual'|'whole'|'stage'} Sight */

const STEPS = [0.25, 0.33, 0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];
const [SMALLEST, LARGEST] = [0.25, 2]; // below, no card can be told from another; above, a card fills the screen
const LARGEST_FIT = 1.25; // one activity alone need not fill a screen
const AIR_PX = 12;
const TOO_LARGE = 1.002; // by less nobody sees an edge cut off
/** What a person does who looks at something else from now on. */
const TOUCHES = ['pointerdown', 'keydown', 'wheel'];

/** While the whole map is to stay whole. @type {AbortController|null} */
let whole = null;

/** @param {View} view @param {Sight} sight @param {string} [stage] the one at the middle unless told */
export function see(view, sight, stage = stageAtMiddle(view)) {
  const now = view.zoom.value;
  whole?.abort();
  switch (sight) {
    case 'larger': zoomTo(view, STEPS.find((step) => step > now + 0.001) ?? now); break;
    case 'smaller': zoomTo(view, STEPS.findLast((step) => step < now - 0.001) ?? now); break;
    case 'actual': zoomTo(view, 1); break;
    case 'whole': stayWhole(view); break;
    case 'stage': if (stage) fitStage(view, stage);
  }
  announce(percent(view.zoom.value));
}

/** What lies at a point of the screen stays there. @param {View} view @param {number} value @param {number} [x] @param {number} [y] */
export function zoomTo(view, value, x, y) {
  const { scroller } = view;
  const { left, top, width, height } = scroller.getBoundingClientRect();
  const put = hold(view, x ?? left + width / 2, y ?? top + height / 2);
  view.zoom.set(bounded(value));
  put();
}

/** @param {number} value */
export const bounded = (value) => Math.max(SMALLEST, Math.min(LARGEST, value));

/** The title of the stage that `stage` would show. @param {View} view */
export function stageInSight(view) {
  const id = stageAtMiddle(view);
  return id ? view.board.stage(id)?.title || t('stage.one') : null;
}

/** All columns and rows at once; and again when they grow, until the person does something. @param {View} view */
function stayWhole(view) {
  const { scroller, content, zoom } = view;
  zoom.set(wholeOf(view));
  scroller.scrollTo({ left: 0, top: 0, behavior: 'instant' });
  const stop = whole = new AbortController();
  const sizes = new ResizeObserver(() => {
    const fit = wholeOf(view);
    if (zoom.value > fit * TOO_LARGE) zoom.set(fit);
  });
  for (const element of [scroller, content]) sizes.observe(element);
  stop.signal.addEventListener('abort', () => sizes.disconnect());
  for (const type of TOUCHES) document.addEventListener(type, () => stop.abort(), { capture: true, passive: true, signal: stop.signal });
  view.stop.signal.addEventListener('abort', () => stop.abort(), { signal: stop.signal });
}

/** The zoom at which all columns and rows are seen, or as much of them as can still be told apart. @param {View} view */
function wholeOf({ scroller, content, zoom }) {
  const last = content.querySelector('.row--stages > :last-child') ?? content;
  const box = content.getBoundingClientRect();
  const [width, height] = [last.getBoundingClientRect().right - box.left + AIR_PX, box.height].map((size) => size / zoom.value);
  return bounded(Math.min(1, scroller.clientWidth / (width ?? 1), scroller.clientHeight / (height ?? 1)));
}

/** One stage from edge to edge; the rows stay where they are. @param {View} view @param {string} stage */
function fitStage(view, stage) {
  const { scroller, map, zoom } = view;
  const columns = cellsOf(map).filter(({ dataset }) => dataset.stage === stage).map((cell) => cell.getBoundingClientRect());
  const [first, last] = [columns[0], columns.at(-1)];
  if (!first || !last) return;
  const { top, height, left } = scroller.getBoundingClientRect();
  const natural = (headWidth(map) + last.right - first.left) / zoom.value;
  zoomTo(view, Math.min(LARGEST_FIT, scroller.clientWidth / (natural + 3 * AIR_PX)), left, top + height / 2);
  const cell = cellsOf(map).find(({ dataset }) => dataset.stage === stage);
  if (cell) scroller.scrollBy({ left: cell.getBoundingClientRect().left - left - headWidth(map) - 2 * AIR_PX * zoom.value, behavior: 'instant' });
}

/** Remembers which column and which row lie at a point; what is returned brings them there again. @param {View} view @param {number} x @param {number} y */
function hold({ scroller, map }, x, y) {
  const column = cellsOf(map).find((cell) => cell.getBoundingClientRect().right > x);
  const row = [...map.querySelectorAll(':scope > .row:not(.row--stages, .row--activities)')].find((one) => one.getBoundingClientRect().bottom > y);
  const [across, down] = [column && share(column, 'left', 'width', x), row && share(row, 'top', 'height', y)];
  return () => scroller.scrollBy({ left: column && across ? across() : 0, top: row && down ? down() : 0, behavior: 'instant' });
}

/** How far a point of an element has moved away. @param {Element} element @param {'left'|'top'} start @param {'width'|'height'} size @param {number} at */
function share(element, start, size, at) {
  const before = element.getBoundingClientRect();
  const part = (at - before[start]) / Math.max(1, before[size]);
  return () => {
    const after = element.getBoundingClientRect();
    return after[start] + part * after[size] - at;
  };
}

/** @param {View} view */
function stageAtMiddle({ scroller, map }) {
  const focused = /** @type {HTMLElement|null} */ (document.activeElement?.closest('[data-column]') ?? null)?.dataset.column;
  const cells = cellsOf(map);
  const { left, right } = scroller.getBoundingClientRect();
  const middle = cells.find((cell) => cell.getBoundingClientRect().right > (left + right + headWidth(map)) / 2);
  return (cells[Number(focused ?? -1)] ?? middle ?? cells.at(-1))?.dataset.stage;
}

/** @param {HTMLElement} map @returns {HTMLElement[]} */
const cellsOf = (map) => [...map.querySelectorAll(/** @type {'div'} */ (':scope > .row--activities > .cell'))];

/** @param {HTMLElement} map */
const headWidth = (map) => map.querySelector('.head')?.getBoundingClientRect().width ?? 0;

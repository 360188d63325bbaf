// The line that shows where a lifted thing would stand; laid over the map, so that nothing moves before it is let go.
import { elementOf, named } from './items.js';
import { siblings } from './places.js';

/** @typedef {import('./items.js').Surface} View */
/** @typedef {import('./items.js').Load} Load */
/** @typedef {import('./places.js').Place} Place */
/** @typedef {{left: number, top: number, width: number, height: number}} Box */
/** @typedef {{box: Box|null, cell: HTMLElement|null, empty: boolean}} Line  the line, the cell that it lies in, and whether nothing else does */

const THICK = 4;
const HALF_GAP = 4;

/** What is shown now: one hand or key at a time carries something here. @type {{line: HTMLElement|null, over: HTMLElement|null}} */
const shown = { line: null, over: null };

/** @param {View} view @param {Load} load @param {Place} place */
export function showDropLine(view, load, place) {
  clearDropLine();
  const { box, cell } = lineAt(view, load, place);
  (shown.over = cell)?.setAttribute('data-over', '');
  if (!box) return;
  const line = shown.line = document.createElement('div');
  line.className = 'drop-line';
  const origin = view.content.getBoundingClientRect();
  const zoom = view.zoom.px;
  Object.assign(line.style, {
    left: `${(box.left - origin.left) / zoom}px`, top: `${(box.top - origin.top) / zoom}px`,
    width: `${box.width / zoom}px`, height: `${box.height / zoom}px`,
  });
  view.content.append(line);
  if (!view.contains(document.querySelector('.ghost'))) line.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

export function clearDropLine() {
  shown.line?.remove();
  shown.over?.removeAttribute('data-over');
  shown.line = shown.over = null;
}

/** Where the line of a place lies on this screen. @param {View} view @param {Load} load @param {Place} place @returns {Line} */
export function lineAt(view, load, place) {
  if (view.ground) return view.ground.line(load, place);
  const { root } = load;
  const across = root === 'activities' || root === 'stages';
  const cell = containerOf(view, load, place);
  const others = shownAmong(view, load, place);
  const empty = !others.length;
  return { box: boxAt(others, place.index, cell, across, view.zoom.px), cell: across && !empty ? null : cell, empty };
}

/** The other things of a place that are drawn. @param {View} view @param {Load} load @param {Place} place */
export function shownAmong(view, load, { parents }) {
  return siblings(view.board, load, parents).map((id) => elementOf(view.content, { root: load.root, id })).filter((element) => element !== null);
}

/** @param {View} view @param {Load} load @param {Place} place @returns {HTMLElement|null} */
function containerOf(view, { root }, { parents: [first, second] }) {
  if (root === 'activities') return view.querySelector(`.row--activities [data-stage="${CSS.escape(first ?? '')}"]`);
  if (root === 'cards') return named(view, `cell:${first}|${second}`);
  if (root === 'touchpoints') return view.querySelector(`[data-kind="touchpoint"] [data-cell^="${CSS.escape(`${first}|`)}"]`);
  return null;
}

/** @param {HTMLElement[]} others @param {number} index @param {HTMLElement|null} cell @param {boolean} [across] @param {number} [zoom] @returns {Box|null} */
export function boxAt(others, index, cell, across = false, zoom = 1) {
  const before = others[index - 1]?.getBoundingClientRect();
  const after = others[index]?.getBoundingClientRect();
  const near = after ?? before ?? cell?.getBoundingClientRect();
  if (!near) return null;
  const [gap, thick] = [HALF_GAP * zoom, THICK * zoom];
  if (across) {
    const left = after ? after.left - gap - thick / 2 : before ? before.right + gap - thick / 2 : near.left;
    return { left, top: near.top, width: thick, height: near.height };
  }
  const top = after ? after.top - gap / 2 - thick / 2 : before ? before.bottom + gap / 2 - thick / 2 : near.top + gap;
  return { left: near.left, top, width: near.width, height: thick };
}

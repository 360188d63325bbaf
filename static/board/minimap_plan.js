// What the overview shows of the map: boxes as shares of the whole, read off the page in one go, and drawn on a canvas.
import { columnsOf } from './columns.js';
import { heightOf } from './curve_math.js';

/** @typedef {import('./board.js').BoardView} View */
/** @typedef {{x: number, y: number}} Point in shares of the whole */
/** @typedef {Point & {width: number, height: number, color: string, card?: boolean}} Box */
/** @typedef {{boxes: Box[], ratio: number, string: Point[][], color: string}} Plan */
/** @typedef {{left: number, top: number, width: number, height: number}} Rect */

const WIDTH_PX = 232;
const HEIGHT_PX = { least: 76, most: 150 };
const CARD_PX = 4; // at most, so that one card does not look like a row
const PAD = 0.07; // above 10 and below 1 (curve.js)
const EDGE_PX = 14; // left of the heads

/** @param {View} view @returns {Plan} */
export function plan(view) {
  const { content, map } = view;
  const whole = content.getBoundingClientRect();
  const style = getComputedStyle(view);
  const color = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const share = (/** @type {Rect} */ { left, top, width, height }, /** @type {string} */ tone, card = false) => ({ x: (left - whole.left) / whole.width, y: (top - whole.top) / whole.height, width: width / whole.width, height: height / whole.height, color: tone, card });
  const persona = view.querySelector('.persona')?.getBoundingClientRect();
  const columns = columnsOf(view.board);
  const cells = [...map.querySelectorAll('.row--activities > .cell')].map((cell) => cell.getBoundingClientRect());
  /** @type {Plan} */ const made = { boxes: [], ratio: whole.height / whole.width, string: [], color: color('--curve-outside') };
  if (persona) made.boxes.push(share({ left: whole.left + EDGE_PX, top: persona.top, width: persona.width, height: persona.height }, color('--paper')));
  for (const { row, top, height } of rowsOf(map)) {
    const tone = getComputedStyle(row).getPropertyValue('--tone').trim() || color('--lane-touchpoint');
    if (row.matches('.row--stages')) made.boxes.push(...stagesOf(row, top, height).map((stage, i) => share(stage, color(`--stage-${(i % 3) + 1}`))));
    else made.boxes.push(share({ left: whole.left + EDGE_PX, top, width: headWidth(row), height: height * 0.92 }, tone));
    if (row.dataset.kind === 'rating') made.string = stringOf(view, columns, cells, (left, part) => share({ left, top: top + part * height, width: 0, height: 0 }, ''));
    columns.forEach(({ activity }, i) => {
      const cell = cells[i];
      if (!activity || !cell) return;
      const { left, width } = cell;
      if (row.matches('.row--activities')) return void made.boxes.push(share({ left, top, width: width * 0.92, height: height * 0.92 }, color('--activity-line')));
      const count = countOf(view, row, activity);
      for (let n = 0; n < count; n += 1) made.boxes.push(share({ left, top: top + (height * n) / count, width: width * 0.9, height: (height / count) * 0.8 }, tone, true));
    });
  }
  return made;
}

/** The rows, where they stand when nothing is scrolled: two of them stick. @param {HTMLElement} map */
function rowsOf(map) {
  let under = map.getBoundingClientRect().top;
  return /** @type {HTMLElement[]} */ ([...map.querySelectorAll(':scope > .row')]).map((row) => {
    const { top: now, height } = row.getBoundingClientRect();
    const top = row.matches('.row--stages, .row--activities') ? under : now;
    under = top + height;
    return { row, top, height };
  });
}

/** @param {HTMLElement} row @param {number} top @param {number} height @returns {Rect[]} */
function stagesOf(row, top, height) {
  return [...row.querySelectorAll('.stage')].map((stage) => {
    const { left, width } = stage.getBoundingClientRect();
    return { left, top, width: width * 0.985, height };
  });
}

/** @param {HTMLElement} row */
const headWidth = (row) => row.querySelector('.head')?.getBoundingClientRect().width ?? 0;

/** How many things stand in a place of the map. @param {View} view @param {HTMLElement} row @param {string} activity */
function countOf({ board }, { dataset: { kind, lane = '' } }, activity) {
  if (kind === 'touchpoint') return board.touchpoints(activity).length;
  if (kind === 'storyboard') return board.activity(activity)?.sketch ? 1 : 0;
  return kind === 'rating' || !lane ? 0 : board.cards(activity, lane).length;
}

/** The string of the outside view, broken where there is no value. @param {View} view @param {import('./columns.js').Column[]} columns @param {DOMRect[]} cells @param {(left: number, part: number) => Point} point @returns {Point[][]} */
function stringOf({ board, persona }, columns, cells, point) {
  /** @type {Point[][]} */ const parts = [[]];
  columns.forEach(({ activity }, i) => {
    const value = activity ? board.rating(activity, persona, 'outside') : null;
    const cell = cells[i];
    if (value === null || !cell) parts.push([]);
    else parts.at(-1)?.push(point(cell.left + cell.width / 2, heightOf(value, PAD)));
  });
  return parts.filter((part) => part.length > 1);
}

/** @param {HTMLCanvasElement} canvas @param {Plan} plan */
export function paint(canvas, { boxes, ratio, string, color }) {
  const [width, height] = [WIDTH_PX, Math.round(Math.max(HEIGHT_PX.least, Math.min(HEIGHT_PX.most, WIDTH_PX * ratio)))];
  const dots = devicePixelRatio || 1;
  Object.assign(canvas, { width: width * dots, height: height * dots });
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  const pen = canvas.getContext('2d');
  if (!pen) return;
  pen.scale(dots, dots);
  for (const box of boxes) {
    pen.fillStyle = box.color;
    pen.fillRect(box.x * width, box.y * height, Math.max(0.6, box.width * width), Math.max(0.8, Math.min(box.height * height, box.card ? CARD_PX : Infinity)));
  }
  Object.assign(pen, { strokeStyle: color, lineWidth: 1.4, lineJoin: 'round' });
  for (const part of string) {
    pen.beginPath();
    for (const { x, y } of part) pen.lineTo(x * width, y * height);
    pen.stroke();
  }
}

// The wall has no controls: it shows the whole map if that stays readable, else it goes along with the step of the workshop,
// to the stage where something is new, and in quiet times from stage to stage.
import { WORKED_ON } from '../model/schema.js';
import { columnsOf } from './columns.js';

/** @typedef {import('./columns.js').Column} Column */
/** @typedef {import('./board.js').BoardView} View */

const LARGEST = 2; // above that a small map is only coarse
const READABLE_PX = 24; // type on the wall (look.md), and more on a larger screen
const READABLE = 0.0065; // of its width
const FEW = 3; // columns at least: a stage of one activity need not fill the screen
const PEEK = 0.4; // of a column: that there is a next stage is seen
const GLIDE_MS = 1400;
const EDGE_PX = 24; // a thing shown has air around it
const LOOK_MS = 6000; // what came into view stays for a while, however much happens elsewhere
const QUIET_MS = 14_000; // then the wall walks on by itself

/**
 * The columns at which a walk along the map rests, so that each column is seen and, where it can be, each stage as a whole.
 * @param {readonly {stage: string}[]} columns
 * @param {number} seen  how many columns are seen at once
 * @returns {number[]}
 */
export function rests(columns, seen) {
  const many = Math.max(1, Math.floor(seen));
  const found = [0];
  for (let at = 0; at + many < columns.length;) {
    let next = at + many;
    while (next > at + 1 && columns[next]?.stage === columns[next - 1]?.stage) next -= 1;
    at = next > at + 1 || columns[next]?.stage !== columns[at]?.stage ? next : at + many;
    found.push(at);
  }
  return found;
}

export class Wall {
  #view;
  #step = -1;
  #rest = 0;
  #timer = 0;
  #settling = 0;
  #frame = 0;
  #until = 0;
  #shrunk = -Infinity;
  /** @type {string|null|undefined} */
  #told;
  /** What changed last and was not shown yet. @type {Element|null} */
  #newest = null;
  /** The thing that is shown, if one is. @type {Element|null} */
  #shown = null;
  #height = 0;
  /** How far down the map stands when it has glided. */
  #aim = 0;

  /** @param {View} view */
  constructor(view) {
    this.#view = view;
    const off = view.session.hub.on('workshop', () => this.#follow());
    const sizes = new ResizeObserver(() => this.#settle());
    for (const element of [view.scroller, view.content]) sizes.observe(element);
    view.stop.signal.addEventListener('abort', () => {
      off();
      sizes.disconnect();
      clearTimeout(this.#timer);
      clearTimeout(this.#settling);
      cancelAnimationFrame(this.#frame);
    });
    this.#settle();
    this.#follow();
  }

  /** Something changed here: it is shown as soon as the wall may move. @param {Element|null} element */
  saw(element) {
    if (!element) return;
    this.#newest = element;
    this.#wait(Math.max(0, this.#until - performance.now()));
  }

  // Internal: how large

  /** All of the map if that can be read, else the widest stage as a whole, and a little of the next. */
  #settle() {
    const { scroller, zoom } = this.#view;
    clearTimeout(this.#settling);
    const value = Math.min(LARGEST, this.#whole() ?? this.#stageWise());
    const grows = value > zoom.value * 1.02;
    if (!grows && value >= zoom.value * 0.999) return this.#stay();
    const soon = this.#shrunk + GLIDE_MS - performance.now();
    if (grows && soon > 0) { // lines break otherwise at another zoom: no going to and fro
      this.#settling = window.setTimeout(() => this.#settle(), soon);
      return;
    }
    if (!grows) this.#shrunk = performance.now();
    const [left, top] = [scroller.scrollLeft / zoom.value, scroller.scrollTop / zoom.value];
    zoom.set(value);
    scroller.scrollTo({ left: left * value, top: top * value, behavior: 'instant' });
    this.#stay();
  }

  /** What was shown is still shown when the words above need more room, or less; and the row of this step, when those above it have grown. */
  #stay() {
    const { clientHeight } = this.#view.scroller;
    this.#tell();
    if (clientHeight === this.#height && (this.#shown || this.#newest || this.#isLevel)) return;
    if (this.#height) this.#look(this.#shown, this.#rest);
    this.#height = clientHeight;
  }

  /** The zoom at which all is seen, if that is readable from afar. @returns {number|null} */
  #whole() {
    const { scroller, content, map, zoom } = this.#view;
    const last = map.querySelector('.row--activities > :last-child') ?? map;
    const whole = content.getBoundingClientRect();
    const wide = (last.getBoundingClientRect().right - whole.left) / zoom.value + 16;
    const fit = Math.min(scroller.clientWidth / wide, (scroller.clientHeight * zoom.value) / whole.height) * 0.995;
    return fit * this.#type >= Math.max(READABLE_PX, innerWidth * READABLE) ? fit : null;
  }

  #stageWise() {
    const { scroller, map, zoom } = this.#view;
    const column = (this.#cells[0]?.getBoundingClientRect().width ?? 1) / zoom.value;
    const head = (map.querySelector('.head')?.getBoundingClientRect().width ?? 0) / zoom.value + 2 * EDGE_PX;
    const room = Math.max(1, Math.floor((scroller.clientWidth - head) / column - PEEK));
    const stages = columnsOf(this.#view.board).reduce((counts, { stage }) => counts.set(stage, (counts.get(stage) ?? 0) + 1), new Map());
    const most = Math.min(room, Math.max(FEW, ...stages.values()));
    return Math.max(1, scroller.clientWidth / (head + (most + PEEK) * column));
  }

  /** Size of the type before any zoom. */
  get #type() { return parseFloat(getComputedStyle(this.#view).fontSize); }

  get #cells() { return /** @type {HTMLElement[]} */ ([...this.#view.map.querySelectorAll('.row--activities > .cell')]); }

  // Internal: where

  #follow() {
    const { step } = this.#view.session.workshop;
    if (step === this.#step) return;
    this.#step = step;
    this.#look(null, 0);
  }

  /** @param {number} delay */
  #wait(delay) {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#move(), delay);
  }

  #move() {
    const newest = this.#newest;
    this.#newest = null;
    this.#look(newest, this.#rest + 1);
  }

  /** @param {Element|null} element @param {number} rest where to go if there is no such thing */
  #look(element, rest) {
    this.#shown = element?.isConnected && this.#view.map.contains(element) ? element : null;
    if (this.#shown) this.#show(this.#shown);
    else this.#walk(rest);
  }

  /** The thing's stage as a whole, and no further down than the thing needs. @param {Element} element */
  #show(element) {
    const { scroller } = this.#view;
    const [box, open] = [element.getBoundingClientRect(), this.#open()];
    const place = /** @type {HTMLElement|null} */ (element.closest('[data-column]'));
    const column = Number(place?.dataset.column ?? 0);
    const sticks = element.closest('.row--stages, .row--activities');
    this.#walk(this.#stops.findLastIndex((stop) => stop <= column), scroller.scrollTop + (sticks ? 0 : beyond(box.top, box.bottom, open.top, open.bottom)));
  }

  /** The columns at which the walk rests. */
  get #stops() {
    const cells = this.#cells;
    const open = this.#open();
    return rests(cells.map(({ dataset }) => ({ stage: dataset.stage ?? '' })), (open.right - open.left) / (cells[0]?.getBoundingClientRect().width || 1));
  }

  /** To a rest along the map; from the last back to the first. @param {number} rest @param {number} [top] */
  #walk(rest, top = this.#top()) {
    const stops = this.#stops;
    this.#rest = Math.max(0, rest) % stops.length;
    const cell = this.#cells[stops[this.#rest] ?? 0];
    const left = cell ? this.#view.scroller.scrollLeft + cell.getBoundingClientRect().left - this.#open().left : 0;
    this.#glide(this.#rest ? left : 0, top);
  }

  /** How far down the row of this step stands. */
  #top() {
    const { scroller, map } = this.#view;
    const row = map.querySelector(`.row[data-kind="${WORKED_ON[this.#step] ?? ''}"], .row--${WORKED_ON[this.#step] ?? ''}`);
    return row ? scroller.scrollTop + row.getBoundingClientRect().top - this.#open().top : 0;
  }

  /** The row of this step stands, or will stand, where it should. */
  get #isLevel() {
    const { scrollHeight, clientHeight } = this.#view.scroller;
    return Math.abs(within(this.#top(), scrollHeight - clientHeight) - this.#aim) < 2;
  }

  /** The part of the screen that no head of a row or column covers. */
  #open() {
    const { scroller, map } = this.#view;
    const box = scroller.getBoundingClientRect();
    const height = (/** @type {string} */ row) => map.querySelector(row)?.getBoundingClientRect().height ?? 0;
    const head = map.querySelector('.head')?.getBoundingClientRect();
    return { left: box.left + (head?.width ?? 0) * 1.15, right: box.right, top: box.top + height('.row--stages') + height('.row--activities'), bottom: box.bottom };
  }

  /** Says which stage is shown, if not all of them are; and that there is more to the right. @param {number} [left] where the map will stand */
  #tell(left = this.#view.scroller.scrollLeft) {
    const { scroller } = this.#view;
    const most = scroller.scrollWidth - scroller.clientWidth;
    scroller.toggleAttribute('data-more', left < most - 2);
    const cells = this.#cells;
    const start = this.#open().left - scroller.getBoundingClientRect().left;
    const first = cells.find((cell) => cell.getBoundingClientRect().right + scroller.scrollLeft - left > start + cell.clientWidth / 2);
    const stage = most > 2 ? first?.dataset.stage ?? null : null;
    if (stage === this.#told) return;
    this.#told = stage;
    document.dispatchEvent(new CustomEvent('bb-stage', { detail: stage }));
  }

  /** @param {number} left @param {number} top */
  #glide(left, top) {
    const { scroller } = this.#view;
    const from = { left: scroller.scrollLeft, top: scroller.scrollTop };
    const to = { left: within(left, scroller.scrollWidth - scroller.clientWidth), top: within(top, scroller.scrollHeight - scroller.clientHeight) };
    this.#aim = to.top;
    this.#until = performance.now() + LOOK_MS;
    this.#wait(this.#newest ? LOOK_MS : QUIET_MS);
    this.#tell(to.left);
    cancelAnimationFrame(this.#frame);
    if (Math.abs(to.left - from.left) + Math.abs(to.top - from.top) < 2) return;
    const begun = performance.now();
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const draw = () => {
      const part = still ? 1 : Math.min(1, (performance.now() - begun) / GLIDE_MS);
      const eased = part * part * (3 - 2 * part);
      scroller.scrollTo({ left: from.left + (to.left - from.left) * eased, top: from.top + (to.top - from.top) * eased, behavior: 'instant' });
      if (part < 1) this.#frame = requestAnimationFrame(draw);
    };
    draw();
  }
}

/** @param {number} value @param {number} most */
const within = (value, most) => Math.max(0, Math.min(most, value));

/** How far a stretch lies outside another: negative before it, positive behind it. @param {number} from @param {number} to @param {number} start @param {number} end */
function beyond(from, to, start, end) {
  if (from < start || to - from > end - start) return from - start - EDGE_PX;
  return to > end ? to - end + EDGE_PX : 0;
}

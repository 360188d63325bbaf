// The wall has no controls: it shows the whole map if that stays readable, else it goes along with the step of the workshop,
// to what is new, and in quiet times from stage to stage.

/** @typedef {import('./columns.js').Column} Column */
/** @typedef {import('./board.js').BoardView} View */

const LARGEST = 2; // above that a small map is only coarse
const GLIDE_MS = 1400;
const EDGE_PX = 24; // a thing shown has air around it
const LOOK_MS = 6000; // what came into view stays for a while, however much happens elsewhere
const QUIET_MS = 14_000; // then the wall walks on by itself

/** What a step of the workshop works on: a kind of lane; the other steps work on what stands above them. @type {Readonly<Record<number, string>>} */
const WORKED_ON = { 5: 'storyboard', 6: 'touchpoint', 7: 'expectation', 8: 'painPoint', 9: 'idea', 10: 'rating', 11: 'touchpoint', 12: 'rating' };

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
  #frame = 0;
  #until = 0;
  #shrunk = 0;
  /** What changed last and was not shown yet. @type {Element|null} */
  #newest = null;

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
      cancelAnimationFrame(this.#frame);
    });
    this.#settle();
    this.#follow();
  }

  /** The zoom at which all is seen, but never smaller than the room can read. */
  #settle() {
    const { scroller, content, map, zoom } = this.#view;
    const last = map.querySelector('.row--activities > :last-child') ?? map;
    const [whole, end] = [content.getBoundingClientRect(), last.getBoundingClientRect()];
    const wide = (end.right - whole.left) / zoom.value + 16;
    const fit = Math.min(scroller.clientWidth / wide, (scroller.clientHeight * zoom.value) / whole.height);
    const value = Math.max(1, Math.min(LARGEST, fit));
    if (Math.abs(value - zoom.value) < 0.02 || (value > zoom.value && performance.now() < this.#shrunk + GLIDE_MS)) return;
    if (value < zoom.value) this.#shrunk = performance.now(); // lines break otherwise at another zoom: no going to and fro
    zoom.set(value);
  }

  /** Something changed here: it is shown as soon as the wall may move. @param {Element|null} element */
  saw(element) {
    if (!element) return;
    this.#newest = element;
    this.#wait(Math.max(0, this.#until - performance.now()));
  }

  #follow() {
    const { step } = this.#view.session.workshop;
    if (step === this.#step) return;
    this.#step = step;
    this.#rest = 0;
    this.#glide(0, this.#top());
  }

  /** @param {number} delay */
  #wait(delay) {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#move(), delay);
  }

  #move() {
    const newest = this.#newest;
    this.#newest = null;
    if (newest?.isConnected) this.#show(newest);
    else this.#walk();
  }

  /** As little as brings the thing into the open part of the map. @param {Element} element */
  #show(element) {
    const { scroller } = this.#view;
    const [box, open] = [element.getBoundingClientRect(), this.#open()];
    if (!element.closest('.row:not(.row--stages, .row--activities)')) return this.#glide(scroller.scrollLeft + beyond(box.left, box.right, open.left, open.right), 0);
    this.#glide(scroller.scrollLeft + beyond(box.left, box.right, open.left, open.right), scroller.scrollTop + beyond(box.top, box.bottom, open.top, open.bottom));
  }

  /** On to the next stages, and from the last back to the first. */
  #walk() {
    const { scroller, map } = this.#view;
    const cells = [...map.querySelectorAll('.row--activities > .cell')];
    const open = this.#open();
    const columns = cells.map((cell) => ({ stage: /** @type {HTMLElement} */ (cell).dataset.stage ?? '' }));
    const stops = rests(columns, (open.right - open.left) / (cells[0]?.getBoundingClientRect().width || 1));
    this.#rest = (this.#rest + 1) % stops.length;
    const cell = cells[stops[this.#rest] ?? 0];
    const left = cell ? scroller.scrollLeft + cell.getBoundingClientRect().left - open.left : 0;
    this.#glide(this.#rest ? left : 0, this.#top());
  }

  /** How far down the row of this step stands. */
  #top() {
    const { scroller, map } = this.#view;
    const row = map.querySelector(`.row[data-kind="${WORKED_ON[this.#step] ?? ''}"], .row--${WORKED_ON[this.#step] ?? ''}`);
    return row ? scroller.scrollTop + row.getBoundingClientRect().top - this.#open().top : 0;
  }

  /** The part of the screen that no head of a row or column covers. */
  #open() {
    const { scroller, map } = this.#view;
    const box = scroller.getBoundingClientRect();
    const height = (/** @type {string} */ row) => map.querySelector(row)?.getBoundingClientRect().height ?? 0;
    const head = map.querySelector('.head')?.getBoundingClientRect();
    return { left: box.left + (head?.width ?? 0) * 1.15, right: box.right, top: box.top + height('.row--stages') + height('.row--activities'), bottom: box.bottom };
  }

  /** @param {number} left @param {number} top */
  #glide(left, top) {
    const { scroller } = this.#view;
    const from = { left: scroller.scrollLeft, top: scroller.scrollTop };
    const to = { left: within(left, scroller.scrollWidth - scroller.clientWidth), top: within(top, scroller.scrollHeight - scroller.clientHeight) };
    this.#until = performance.now() + LOOK_MS;
    this.#wait(this.#newest ? LOOK_MS : QUIET_MS);
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

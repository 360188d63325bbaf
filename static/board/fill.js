// Progressive fill: what the first screen shows at once, the rest in slices, one a frame, so that no task of the start is long.
import { settled } from './items.js';

const SLICE_MS = 8; // half a frame: scrolling stays smooth while the rest comes
const SLOW_MS = 150; // where a frame takes so long anyway, a slice takes as long: there are fewer of both

/** @typedef {{column: number, release: () => void}} Waiting a row or a cell */

export class Filler {
  /** @type {Set<Waiting>} */
  #waiting = new Set();
  #running = false;
  #done = false;
  #whenDone;
  #ended = Infinity;
  /** Columns that people see before they scroll. */
  first;

  /** @param {number} first @param {() => void} whenDone */
  constructor(first, whenDone) {
    this.first = first;
    this.#whenDone = whenDone;
  }

  /** True if this must wait for its turn. @param {Waiting} part @param {number} [last] the last column of a row */
  holds(part, last = part.column) {
    if (this.#done || last < this.first) return false;
    this.#waiting.add(part);
    return true;
  }

  /** Begins once the frame stands. */
  start() {
    if (this.#running) return;
    this.#running = true;
    this.#soon();
  }

  /** Behind the next frame, which lays out what came before; who does not look gets no frames. */
  #soon() {
    const next = () => setTimeout(() => void this.#slice());
    if (document.hidden) next();
    else requestAnimationFrame(next);
  }

  /** Screen by screen, and there row by row: each row that changes is laid out as a whole. */
  async #slice() {
    const started = performance.now();
    const frame = started - this.#ended;
    const most = frame > SLOW_MS ? Math.min(frame, 2 * SLOW_MS) : SLICE_MS;
    const screen = (/** @type {Waiting} */ { column }) => Math.floor(column / this.first);
    for (const part of [...this.#waiting].sort((a, b) => screen(a) - screen(b))) {
      this.#waiting.delete(part);
      part.release();
      await settled(); // what stands in it is drawn too
      if (performance.now() - started > most) break;
    }
    this.#ended = performance.now();
    if (this.#waiting.size) this.#soon();
    else this.#finish();
  }

  #finish() {
    this.#done = true;
    this.#whenDone();
  }
}

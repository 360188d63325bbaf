// Progressive fill: the cells of the first screen at once, the others in slices, so that no task of the start is long.

const SLICE_MS = 8; // half a frame: scrolling stays smooth while the rest comes

/** @typedef {{column: number, released: boolean, release: () => void}} Waiting */

export class Filler {
  /** @type {Set<Waiting>} */
  #waiting = new Set();
  #running = false;
  #done = false;
  #whenDone;
  /** Columns that people see before they scroll. */
  #first;

  /** @param {number} first @param {() => void} whenDone */
  constructor(first, whenDone) {
    this.#first = first;
    this.#whenDone = whenDone;
  }

  /** True if this cell must wait for its turn. @param {Waiting} cell */
  holds(cell) {
    if (this.#done || cell.column < this.#first) return false;
    this.#waiting.add(cell);
    return true;
  }

  /** Begins once the frame stands. */
  start() {
    if (this.#running) return;
    this.#running = true;
    setTimeout(() => this.#slice());
  }

  #slice() {
    const started = performance.now();
    const nearest = [...this.#waiting].sort((a, b) => a.column - b.column);
    for (const cell of nearest) {
      this.#waiting.delete(cell);
      cell.release();
      if (performance.now() - started > SLICE_MS) break;
    }
    if (this.#waiting.size) setTimeout(() => this.#slice());
    else this.#finish();
  }

  #finish() {
    this.#done = true;
    this.#whenDone();
  }
}

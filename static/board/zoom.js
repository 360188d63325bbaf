// How large the board stands on this screen: by steps, or so that the whole width is seen. Nobody else notices.

const STEPS = [0.25, 0.33, 0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];
const PAPER = { width: 1512, height: 1047 }; // px of an A3 sheet within its margins (print.css)
const SMALLEST_FIT = 0.25; // below that no card can be told from another

export class Zoom {
  #view;
  #value = 1;

  /** @param {import('./board.js').BoardView} view */
  constructor(view) {
    this.#view = view;
  }

  get value() { return this.#value; }

  /** @param {1|-1} direction */
  step(direction) {
    const next = direction > 0 ? STEPS.find((step) => step > this.#value + 0.001) : STEPS.findLast((step) => step < this.#value - 0.001);
    if (next) this.set(next);
  }

  /** All columns at once, or as many as can still be read. */
  fit() {
    const { scroller, content } = this.#view;
    const natural = content.scrollWidth;
    this.set(Math.max(SMALLEST_FIT, Math.min(1, (scroller.clientWidth / natural) * 0.995)));
    scroller.scrollLeft = 0;
  }

  /** So that the map fills its one sheet of paper; on a phone, whose rows stand otherwise, the style sheet's guess has to do. */
  print() {
    const { content, style } = this.#view;
    const last = content.querySelector('.row--activities > .cell:last-of-type');
    if (!last || innerWidth < 640) return;
    const box = content.getBoundingClientRect();
    const [width, height] = [(last.getBoundingClientRect().right - box.left) / this.#value, box.height / this.#value];
    style.setProperty('--print-zoom', String(Math.min(1, PAPER.width / width, PAPER.height / height)));
  }

  /** @param {number} value */
  set(value) {
    const { scroller } = this.#view;
    const ratio = value / this.#value;
    const [x, y] = [scroller.scrollLeft + scroller.clientWidth / 2, scroller.scrollTop + scroller.clientHeight / 2];
    this.#value = value;
    this.#view.style.setProperty('--zoom', String(value));
    scroller.scrollTo({ left: x * ratio - scroller.clientWidth / 2, top: y * ratio - scroller.clientHeight / 2, behavior: 'instant' });
    this.#view.session.hub.touch('zoom');
  }
}

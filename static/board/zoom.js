// How large the board stands on this screen. Nobody else notices.

/** Where boxes are measured as large as they are seen. Elsewhere letters grow instead: all sizes of the map are in em. */
const ZOOMS = 'currentCSSZoom' in Element.prototype;
const PAPER = { width: 1512, height: 1047 }; // px of an A3 sheet within its margins (print.css)

export class Zoom {
  #view;
  #value = 1;

  /** @param {import('./board.js').BoardView} view */
  constructor(view) {
    this.#view = view;
  }

  get value() { return this.#value; }

  /** How large a pixel of the map is on the screen. */
  get px() { return ZOOMS ? this.#value : 1; }

  /** So that the map fills its one sheet of paper; on a phone, whose rows stand otherwise, the style sheet's guess has to do. */
  print() {
    const { content, style } = this.#view;
    const last = content.querySelector('.row--activities > .cell:last-of-type');
    if (!last || innerWidth < 640) return;
    const box = content.getBoundingClientRect();
    const [width, height] = [(last.getBoundingClientRect().right - box.left) / this.#value, box.height / this.#value];
    style.setProperty('--print-zoom', String(Math.min(1, PAPER.width / width, PAPER.height / height)));
  }

  /** Around the middle of what is seen, about. @param {number} value */
  set(value) {
    const { scroller } = this.#view;
    const ratio = value / this.#value;
    const [x, y] = [scroller.scrollLeft + scroller.clientWidth / 2, scroller.scrollTop + scroller.clientHeight / 2];
    this.#value = value;
    this.#view.style.setProperty(ZOOMS ? '--zoom' : '--type', String(value));
    scroller.scrollTo({ left: x * ratio - scroller.clientWidth / 2, top: y * ratio - scroller.clientHeight / 2, behavior: 'instant' });
    this.#view.session.hub.touch('zoom');
  }
}

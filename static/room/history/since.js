// What has changed since a moment, marked on the board of then: by a word and a line, never by colour alone.
import { t } from '../../ui/i18n.js';

/** @typedef {import('./moments.js').Diff} Diff */
/** @typedef {'removed'|'changed'|'moved'|'rated'} Mark */

/** Keeps the marks on whatever the board draws, until `stop`. */
export class Since {
  #page = /** @type {HTMLElement} */ (document.getElementById('main'));
  #observer = new MutationObserver(() => this.#soon());
  #frame = 0;
  /** @type {Map<string, Mark>} */
  #marks = new Map();

  constructor() {
    this.#observer.observe(this.#page, { childList: true, subtree: true });
  }

  /** @param {Diff|null} diff */
  show(diff) {
    this.#marks = diff ? marksOf(diff) : new Map();
    this.#soon();
  }

  stop() {
    this.#observer.disconnect();
    cancelAnimationFrame(this.#frame);
    this.#marks = new Map();
    this.#draw();
  }

  #soon() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    for (const element of this.#page.querySelectorAll('[data-item], [data-pin] > .pin')) {
      const thing = /** @type {HTMLElement} */ (element);
      const pin = /** @type {HTMLElement|null} */ (thing.parentElement)?.dataset.pin;
      const mark = this.#marks.get(thing.dataset.item ?? `pin:${pin}`);
      if (thing.dataset.since === mark) continue;
      if (mark) dress(thing, mark);
      else undress(thing);
    }
  }
}

/** @param {HTMLElement} thing @param {Mark} mark */
function dress(thing, mark) {
  const words = t(`history.mark.${mark}`);
  thing.dataset.since = mark;
  thing.style.setProperty('--since', JSON.stringify(words));
  thing.setAttribute('aria-description', words);
}

/** @param {HTMLElement} thing */
function undress(thing) {
  delete thing.dataset.since;
  thing.style.removeProperty('--since');
  thing.removeAttribute('aria-description');
}

/** The gravest of what happened to each thing. @param {Diff} diff @returns {Map<string, Mark>} */
function marksOf({ added, changed, moved, ratings }) {
  const of = (/** @type {Mark} */ mark, /** @type {import('./moments.js').Thing[]} */ things) => things.map(({ root, id }) => /** @type {const} */ ([`${root}:${id}`, mark]));
  return new Map([
    ...of('moved', moved), ...of('changed', changed), ...of('removed', added),
    ...ratings.map(({ activity }) => /** @type {[string, Mark]} */ ([`pin:${activity}`, 'rated'])),
  ]);
}

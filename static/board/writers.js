// Who else writes in a thing or carries it, said on the thing itself by a name; pointers that move elsewhere cost nothing.
import { inkOn } from '../ui/disc.js';
import { elementOf, parseRef } from './items.js';

export class Writers {
  #view;
  /** @type {HTMLElement[]} */
  #written = [];
  #known = '';

  /** @param {import('./items.js').View} view */
  constructor(view) {
    this.#view = view;
  }

  /** @param {boolean} [anew] though nobody has moved: the things are other elements now */
  show(anew = false) {
    const writing = this.#view.session.presence.others().map((other) => ({ ...other, held: heldBy(other) })).filter(({ held }) => held.length);
    const known = writing.map(({ connection, held }) => `${connection} ${held}`).join('\n');
    if (known === this.#known && !(anew && known)) return;
    this.#known = known;
    for (const element of this.#written) delete element.dataset.writer;
    this.#written = writing.flatMap(({ held, name, color }) => held.flatMap((key) => {
      const element = elementOf(this.#view, parseRef(key));
      if (!element) return [];
      element.dataset.writer = name;
      element.style.setProperty('--person', color);
      element.style.setProperty('--ink-on', inkOn(color));
      return [element];
    }));
  }
}

/** Where somebody writes, and what hangs on their hand. @param {import('../sync/presence.js').Other} other @returns {string[]} */
function heldBy({ focus, drag }) {
  return [focus, ...[drag?.items ?? drag?.item].flat()].filter((key) => typeof key === 'string' && key !== '');
}

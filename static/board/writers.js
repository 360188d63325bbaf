// Who else writes where, said on the thing itself by a name; pointers that move elsewhere cost nothing.
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
    const writing = this.#view.session.presence.others().filter(({ focus }) => focus);
    const known = writing.map(({ connection, focus }) => `${connection} ${focus}`).join('\n');
    if (known === this.#known && !(anew && known)) return;
    this.#known = known;
    for (const element of this.#written) delete element.dataset.writer;
    this.#written = writing.flatMap(({ focus, name, color }) => {
      const element = elementOf(this.#view, parseRef(focus ?? ''));
      if (!element) return [];
      element.dataset.writer = name;
      element.style.setProperty('--person', color);
      return [element];
    });
  }
}

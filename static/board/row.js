// A row of the map. When a wide board opens it shows the columns of the first screen, and all the others when its turn comes.
import { Element } from '../ui/element.js';

/** @typedef {import('./columns.js').Column} Column */

export class Row extends Element {
  constructor() {
    super();
    /** @type {Column[]} */
    this.columns = [];
    /** @type {import('./fill.js').Filler|null} */
    this.filler = null;
    this.released = true;
  }

  /** A row's turn comes before those of its cells. */
  get column() { return 0; }

  /** How many columns are drawn. */
  get reach() { return this.released ? this.columns.length : this.filler?.first; }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.classList.add('row');
    this.role = 'row';
    this.released = !this.filler?.holds(this, this.columns.length - 1);
  }

  /** Shows all columns at once. */
  release() {
    if (this.released) return;
    this.released = true;
    this.requestUpdate();
    this.performUpdate();
  }
}

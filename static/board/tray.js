// The tray: what has no place on the map yet. It opens when something comes into it; what it can do comes with its first opening.
import { html, nothing } from '#lit';
import { Element } from '../ui/element.js';
import { styles } from '../ui/styles.js';

export class Tray extends Element {
  /** @override */
  static properties = { open: { type: Boolean, reflect: true } };

  constructor() {
    super();
    this.open = false;
    this.count = 0;
  }

  /** @override */
  topics() { return ['unplaced', 'activities', 'reset']; }

  /** @override */
  willUpdate() {
    const count = Object.values(this.board.unplaced()).flat().length;
    if (count > this.count) this.open = true;
    if (!count && this.count) this.open = false;
    this.count = count;
  }

  /** @override */
  render() {
    if (!this.open) return nothing;
    void Promise.all([import('./evidence.js'), styles('css/things.css')]);
    return html`<bb-evidence></bb-evidence>`;
  }
}

customElements.define('bb-tray', Tray);

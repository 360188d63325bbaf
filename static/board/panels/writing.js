// A shared text in a panel: a field that several can write in at once.
import { html } from '#lit';
import { bindText } from '../../text/binding.js';
import { consider } from '../hints.js';
import { told } from './fields.js';
import { Watched } from './watched.js';

export class Writing extends Watched {
  /** @override */
  static properties = { root: {}, item: {}, name: {}, label: {}, hint: {} };

  constructor() {
    super();
    this.root = '';
    this.item = '';
    this.name = '';
    this.label = '';
    this.hint = '';
    /** @type {(() => void)|null} */
    this.unbind = null;
    /** @type {import('yjs').Text|null} */
    this.bound = null;
  }

  /** @override */
  get spot() { return `${this.root}:${this.item}:${this.name}`; }

  /** @override */
  topics() { return ['role', 'workshop', 'reset', ...(this.session.readOnly ? [`${this.root === 'board' ? 'meta' : this.root.replace(/ies$/, 'y').replace(/s$/, '')}:${this.item}`] : [])]; }

  /** @override */
  disconnectedCallback() {
    this.#release();
    super.disconnectedCallback();
  }

  /** @override */
  render() {
    const text = this.board.text(this.root, this.item, this.name)?.toString() ?? '';
    if (this.session.readOnly) return told(this.label, text);
    return html`<label class="field"><span class="field__label">${this.label}${this.writer()}</span>
      <textarea class="input" rows="2" dir="auto" lang=${this.board.language} placeholder=${this.hint} @focus=${() => this.#show(true)} @blur=${() => this.#show(false)}></textarea></label>`;
  }

  /** @override @param {import('lit').PropertyValues} changed */
  updated(changed) {
    super.updated(changed);
    const text = this.board.text(this.root, this.item, this.name);
    const field = this.querySelector('textarea');
    if (text === this.bound && field) return;
    this.#release();
    if (!text || !field) return;
    this.bound = text;
    this.unbind = bindText(text, field, this.session.undo);
  }

  #release() {
    this.unbind?.();
    this.unbind = null;
    this.bound = null;
  }

  /** @param {boolean} here */
  #show(here) {
    this.show(here);
    const view = /** @type {import('../items.js').Surface|null} */ (document.querySelector('bb-board, bb-phone'));
    if (!here && view) void consider(view, { root: /** @type {any} */ (this.root), id: this.item });
  }
}

customElements.define('bb-writing', Writing);

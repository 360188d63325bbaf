// A plain value in a panel: written when one leaves it or rests; what others wrote in it meanwhile stays.
import { html, nothing } from '#lit';
import { merge } from '../../text/merge.js';
import { t } from '../../ui/i18n.js';
import { settled } from '../items.js';
import { Watched } from './watched.js';

const REST_MS = 2_000; // each writing of a plain value stays in the history, so not each letter; but a page that dies loses no more than this

export class PlainField extends Watched {
  /** @override */
  static properties = { value: {}, label: {}, of: {}, how: { attribute: false }, write: { attribute: false } };

  constructor() {
    super();
    /** @type {import('../../model/schema.js').Value|undefined} */
    this.value = null;
    /** @type {unknown} */
    this.label = '';
    this.of = '';
    /** @type {import('./fields.js').How} */
    this.how = {};
    /** @type {(value: string|null) => unknown} */
    this.write = () => {};
    /** What stood here when this person began. */
    this.base = '';
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.timer = undefined;
  }

  /** @override */
  get spot() { return this.of; }

  get field() { return /** @type {HTMLInputElement|HTMLTextAreaElement|null} */ (this.querySelector('input, textarea')); }
  get known() { return String(this.value ?? ''); }

  /** @override */
  disconnectedCallback() {
    if (document.activeElement === this.field || this.timer) this.#keep(); // the panel was closed over it
    super.disconnectedCallback();
  }

  /** @override */
  render() {
    const { type = 'text', placeholder = '', list, min, max, step, lines, code } = this.how;
    const common = { focus: () => this.#begin(), blur: () => this.#end() };
    return html`<label class="field"><span class="field__label">${this.label}${this.writer()}</span>${lines
      ? html`<textarea class="input" rows=${lines} dir="auto" lang=${this.board.language} placeholder=${placeholder} enterkeyhint=${lines === 1 ? 'done' : nothing} @focus=${common.focus} @blur=${common.blur} @input=${this.#rest} @keydown=${lines === 1 ? this.#enter : nothing}></textarea>`
      : html`<input class="input" type=${type} placeholder=${placeholder} list=${list ?? nothing} min=${min ?? nothing} max=${max ?? nothing} step=${step ?? nothing} maxlength=${code ?? nothing}
          autocomplete="off" enterkeyhint="done" @focus=${common.focus} @blur=${common.blur} @change=${() => this.#keep()} @input=${this.#rest} @keydown=${this.#enter}>`}</label>`;
  }

  /** Under the caret nothing moves: what others write here shows when one leaves. @override @param {import('lit').PropertyValues} changed */
  updated(changed) {
    super.updated(changed);
    if (this.field && this.field !== document.activeElement) this.field.value = this.known;
  }

  /** Enter writes it down; who has keys stays there. @param {KeyboardEvent} event */
  #enter = async (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    this.field?.blur();
    await settled();
    if (matchMedia('(pointer: fine)').matches && document.activeElement === document.body) this.field?.focus();
  };

  #begin() {
    this.base = this.known;
    this.show(true);
  }

  #end() {
    this.#keep();
    this.show(false);
    if (this.field) this.field.value = this.known;
  }

  /** Only words: half a date, number or address is none. */
  #rest = () => {
    clearTimeout(this.timer);
    this.timer = this.how.type ? undefined : setTimeout(() => this.#keep(), REST_MS);
  };

  #keep() {
    clearTimeout(this.timer);
    this.timer = undefined;
    const mine = this.field?.value ?? '';
    if (mine === this.base) return;
    const next = this.how.lines ? merge(this.base, this.known, mine) : mine;
    this.base = mine;
    this.write((this.how.lines === 1 ? next.replace(/\s+/g, ' ') : next).trim() || null);
  }
}

customElements.define('bb-plain', PlainField);

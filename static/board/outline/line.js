// A text of the outline: always a field where one may write, plain words where one may not.
import { html, nothing } from '#lit';
import { bindText } from '../../text/binding.js';
import { Element } from '../../ui/element.js';

/** @typedef {import('../../model/schema.js').Root} Root */
/** @typedef {import('../taken.js').Caret} Caret */

const RESUME_MS = 1500; // a field that vanished under the caret, because its thing was moved, is taken up again where that went

/** @type {Caret|null} */
let lost = null;

export class Line extends Element {
  /** @override */
  static properties = { of: {}, label: {}, hint: {}, plain: { attribute: false } };

  constructor() {
    super();
    /** `root:id:field` */
    this.of = '';
    this.label = '';
    this.hint = '';
    /** For a field that is no shared text: written as a whole when one leaves it. @type {((value: string) => void)|null} */
    this.plain = null;
    this.writing = false;
    /** @type {(() => void)|null} */
    this.unbind = null;
    /** For as long as the task lasts: a field that is taken out of the page blurs just before. @type {Caret|null} */
    this.left = null;
  }

  /** @override */
  topics() {
    const [root, id] = this.#parts();
    return [`fields:${root}:${id}`, `text:${this.of}`, 'role', 'workshop', 'reset'];
  }

  /** A letter more or less changes the words alone. @override @param {string} topic */
  heard(topic) {
    if (this.field && topic.startsWith('text:')) this.#show();
    else this.requestUpdate();
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.classList.add('line');
    if (lost?.of === this.of && performance.now() - lost.at < RESUME_MS) void this.#resume(lost);
  }

  /** @override */
  disconnectedCallback() {
    const caret = this.writing ? this.#caret() : this.left;
    if (caret) lost = caret;
    this.#leave();
    super.disconnectedCallback();
    if (caret) void import('../taken.js').then(({ keep }) => keep(this, caret));
  }

  get field() { return this.querySelector('textarea'); }

  /** What the board holds. */
  get words() {
    const [root, id, name] = this.#parts();
    return this.board.text(root, id, name)?.toString() ?? String(this.board.map(root, id)?.get(name) ?? '');
  }

  /** @override @param {FocusOptions} [how] */
  focus(how) { this.field?.focus(how); }

  /** @override */
  render() {
    if (this.session.readOnly && !this.writing) return html`<span class="line__told" dir="auto" lang=${this.board.language}>${this.words || nothing}</span>`;
    return html`<textarea class="line__field" rows="1" dir="auto" lang=${this.board.language} autocomplete="off" aria-label=${this.label} placeholder=${this.hint}
      @focus=${this.#enter} @blur=${this.#blur} @input=${this.#grow} @shown=${this.#grow}></textarea>`;
  }

  /** @override @param {import('lit').PropertyValues} changed */
  updated(changed) {
    super.updated(changed);
    this.#show();
  }

  /** While one writes here the binding alone says what the field shows. */
  #show() {
    const { field, words } = this;
    if (!field || this.writing || field.value === words) return;
    field.value = words;
    this.#grow();
  }

  #enter = () => {
    const [root, id, name] = this.#parts();
    const text = this.board.text(root, id, name);
    this.writing = true;
    this.toggleAttribute('data-writing', true);
    if (text && this.field) this.unbind = bindText(text, this.field, this.session.undo);
    this.session.presence.set({ focus: this.of });
  };

  #blur = () => {
    this.left = this.#caret();
    setTimeout(() => { this.left = null; });
    this.#leave();
  };

  #leave() {
    if (!this.writing) return;
    const written = this.field?.value.trim() ?? '';
    this.unbind?.();
    this.unbind = null;
    this.writing = false;
    this.toggleAttribute('data-writing', false);
    this.session.presence.set({ focus: null });
    if (this.plain && written !== this.words) this.plain(written);
    this.dispatchEvent(new CustomEvent('leave', { bubbles: true }));
    this.requestUpdate();
  }

  /** Where the browser cannot size a field by its content. */
  #grow = () => {
    const { field } = this;
    if (!field || CSS.supports('field-sizing', 'content')) return;
    field.style.blockSize = 'auto';
    field.style.blockSize = `${field.scrollHeight}px`;
  };

  /** @returns {Caret} */
  #caret() {
    const { field } = this;
    return { of: this.of, start: field?.selectionStart ?? 0, end: field?.selectionEnd ?? 0, at: performance.now(), box: this.getBoundingClientRect() };
  }

  /** @param {Caret} caret */
  async #resume({ start, end }) {
    lost = null;
    await this.updateComplete;
    this.focus({ preventScroll: true });
    this.field?.setSelectionRange(start, end);
  }

  /** @returns {[Root, string, string]} */
  #parts() {
    const [root = '', id = '', name = ''] = this.of.split(':');
    return [/** @type {Root} */ (root), id, name];
  }
}

customElements.define('bb-line', Line);

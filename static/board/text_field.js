// A text on the board: a paragraph to read, a textarea while somebody here writes in it.
import { html, nothing } from '#lit';
import { Element } from '../ui/element.js';
import { bindText } from '../text/binding.js';
import { parseRef } from './items.js';

/** A field that vanished under the caret, because others moved its card, is taken up again where the card went. */
const RESUME_MS = 1500;
const EMPTY = 'text__shown--empty';
/** @typedef {import('./taken.js').Caret} Caret */
/** @type {Caret|null} */
let interrupted = null;
/** What keeps a field open whose thing others took away; it comes while one writes. @type {Promise<typeof import('./taken.js')>|null} */
let keeper = null;

/** @typedef {{value: string, commit: (value: string) => void}} Plain  a field that is no shared text: written as a whole when one leaves it */

export class TextField extends Element {
  /** @override */
  static properties = { of: {}, value: {}, hint: {}, label: {}, plain: { attribute: false }, offered: { attribute: false }, editing: { state: true } };

  constructor() {
    super();
    /** `root:id:field` */
    this.of = '';
    /** Of a field that is no shared text. */
    this.value = '';
    this.hint = '';
    this.label = '';
    /** @type {((value: string) => void)|null} */
    this.plain = null;
    /** The value is the page's own word, in its language, until somebody writes another. */
    this.offered = false;
    this.editing = false;
    /** @type {(() => void)|null} */
    this.unbind = null;
    /** Made just now: left empty it goes away, and Enter makes the next one. */
    this.fresh = false;
    /** Where the caret was, for as long as the task lasts in which the field lost the focus: a field that is taken out of the page blurs just before. @type {Caret|null} */
    this.blurred = null;
    /** What is shown, once others have written in it. @type {Text|null} */
    this.letters = null;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.classList.add('text');
    if (interrupted && interrupted.of === this.of && performance.now() - interrupted.at < RESUME_MS) void this.resume(interrupted);
  }

  /** @override */
  disconnectedCallback() {
    const caret = this.editing ? this.#caret() : this.blurred;
    if (caret) interrupted = caret;
    this.leave();
    super.disconnectedCallback();
    if (!caret) return;
    const twin = /** @type {TextField[]} */ ([...document.querySelectorAll('bb-text')]).find((text) => text.of === this.of);
    void twin?.resume(caret); // the place it went to was drawn first
    void keeper?.then(({ keep }) => keep(this, caret));
  }

  /** @override */
  topics() { return this.plain ? [] : [`text:${this.of}`]; }

  /** A letter more or less changes the words alone. @override @param {string} _topic @param {import('yjs').Text} [text] */
  heard(_topic, text) {
    if (this.editing) return;
    const words = text?.doc === this.board.doc ? text.toString() : this.words; // not while an earlier moment is shown
    this.letters ??= /** @type {Text|null} */ (this.querySelector(`:scope > :not(.${EMPTY})`)?.firstChild ?? null);
    if (words && this.letters) this.letters.data = words;
    else this.requestUpdate();
  }

  /** What is written there. */
  get words() { return this.plain ? this.value : this.#text()?.toString() ?? ''; }

  get field() { return this.querySelector('textarea'); }

  /** Opens the field within the gesture itself: phones raise the keyboard only then. @param {{fresh?: boolean, all?: boolean}} [how] */
  edit({ fresh = false, all = false } = {}) {
    if (this.commands.readOnly) return this.session.hub.touch('denied');
    this.fresh = fresh;
    if (!this.editing) {
      this.editing = true;
      this.performUpdate();
    }
    const field = this.field;
    field?.focus({ preventScroll: false });
    if (all) field?.select();
    else field?.setSelectionRange(field.value.length, field.value.length);
  }

  /** Closes the field; what was written stays. */
  leave() {
    if (!this.editing) return;
    const written = this.field?.value ?? '';
    this.unbind?.();
    this.unbind = null;
    this.editing = false;
    this.session.presence.set({ focus: null });
    if (this.plain && written.trim() !== this.value) this.plain(written.trim());
    /** @type {Partial<Element>|null} */ (this.closest('[data-item]'))?.requestUpdate?.(); // who listens hears at once what stands there now
    this.dispatchEvent(new CustomEvent('leave', { bubbles: true, detail: { fresh: this.fresh, empty: !written.trim() } }));
    this.fresh = false;
  }

  /** @override @param {import('lit').PropertyValues} changed */
  updated(changed) {
    super.updated(changed);
    if (!changed.has('editing')) return;
    this.closest('[data-item]')?.toggleAttribute('data-writing', this.editing); // cheaper than :has(), which each letter on the board would have to ask
    if (this.editing) this.#bind();
  }

  /** @override */
  render() {
    this.letters = null;
    if (!this.editing) {
      const { words } = this;
      return html`<p class="text__shown ${words ? '' : EMPTY}" dir="auto" lang=${!words || this.offered ? nothing : this.board.language} .textContent=${words || this.hint}></p>`;
    }
    return html`<textarea class="text__field" rows="1" dir="auto" lang=${this.board.language} enterkeyhint="done" aria-label=${this.label || this.hint} placeholder=${this.hint}
      @blur=${() => this.#blur()} @input=${() => this.#grow()} @shown=${() => this.#grow()}></textarea>`;
  }

  #blur() {
    if (!this.editing) return; // left on purpose just now
    this.blurred = this.#caret();
    setTimeout(() => { this.blurred = null; });
    this.leave();
  }

  /** @returns {Caret} */
  #caret() {
    const field = this.field;
    return { of: this.of, start: field?.selectionStart ?? 0, end: field?.selectionEnd ?? 0, at: performance.now(), box: this.getBoundingClientRect() };
  }

  #bind() {
    const field = this.field;
    if (!field) return;
    keeper ??= import('./taken.js');
    const text = this.plain ? null : this.#text();
    if (text) this.unbind = bindText(text, field, this.session.undo);
    else field.value = this.value;
    this.session.presence.set({ focus: this.of });
    this.#grow();
  }

  /** Where the browser cannot size a field by its content. */
  #grow() {
    const field = this.field;
    if (!field || CSS.supports('field-sizing', 'content')) return;
    field.style.blockSize = 'auto';
    field.style.blockSize = `${field.scrollHeight}px`;
  }

  /** Goes on where a field ended. @param {{start: number, end: number}} where */
  async resume({ start, end }) {
    interrupted = null;
    await this.updateComplete;
    this.edit();
    this.field?.setSelectionRange(start, end);
  }

  #text() {
    const { root, id } = parseRef(this.of);
    return this.board.text(root, id, this.of.slice(root.length + id.length + 2));
  }
}

customElements.define('bb-text', TextField);

// Binds a text field to a Y.Text: every letter goes out as the smallest change, others' letters come in around the caret.
import { LOCAL } from '../model/schema.js';
import { diff, mapIndex, wellFormed } from './diff.js';

/** @typedef {import('yjs').Text} YText */
/** @typedef {import('yjs').YTextEvent} YTextEvent */
/** @typedef {import('./diff.js').Delta} Delta */
/** @typedef {HTMLTextAreaElement | HTMLInputElement} Field */
/** @typedef {{undo: () => unknown, redo: () => unknown, separate?: () => void, denied?: () => void, readonly readOnly?: boolean}} History */

/**
 * Keeps `field` and `text` alike until the returned function is called.
 * @param {YText} text
 * @param {Field} field
 * @param {History} history
 * @returns {() => void}
 */
export function bindText(text, field, history) {
  const binding = new Binding(text, field, history);
  return () => binding.end();
}

class Binding {
  #text;
  #field;
  #history;
  #stop = new AbortController();
  /** What the field showed when it last agreed with the document. */
  #shown;
  #composing = false;
  /** Own writes come back as events: a flag tells them, since an undo has another origin and must show. */
  #writing = false;
  /** Others' changes during a composition, which must not be disturbed. @type {Delta[]} */
  #missed = [];

  /** @param {YText} text @param {Field} field @param {History} history */
  constructor(text, field, history) {
    this.#text = text;
    this.#field = field;
    this.#history = history;
    this.#shown = field.value = text.toString();
    history.separate?.();
    text.observe(this.#pull);
    text.doc?.on('destroy', this.#lose);
    this.#listen();
  }

  end() {
    if (this.#stop.signal.aborted) return;
    if (this.#composing) this.#endComposition();
    this.#stop.abort();
    this.#text.unobserve(this.#pull);
    this.#text.doc?.off('destroy', this.#lose);
    this.#history.separate?.();
  }

  /** The session went on with another document: what is typed here would reach nobody. */
  #lose = () => {
    this.end();
    this.#field.blur();
  };

  #listen() {
    const { signal } = this.#stop;
    const field = this.#field;
    field.addEventListener('input', () => { if (!this.#composing) this.#push(); }, { signal });
    field.addEventListener('compositionstart', () => { this.#composing = true; }, { signal });
    field.addEventListener('compositionend', () => this.#endComposition(), { signal });
    field.addEventListener('beforeinput', (event) => this.#redirectUndo(/** @type {InputEvent} */ (event)), { signal });
    field.addEventListener('keydown', (event) => this.#redirectKeys(/** @type {KeyboardEvent} */ (event)), { signal });
  }

  /** Field to document; returns how far others' changes have pushed what was written, null if nothing was. @returns {number|null} */
  #push() {
    const field = this.#field;
    const { index, remove, insert } = diff(this.#shown, field.value, field.selectionEnd ?? field.value.length);
    if (!remove && !insert) return null;
    if (this.#history.readOnly) return this.#refuse();
    let [from, to] = [index, index + remove];
    for (const delta of this.#missed) {
      from = mapIndex(delta, from);
      to = Math.max(from, mapIndex(delta, to));
    }
    this.#write(from, to - from, wellFormed(insert));
    this.#shown = field.value;
    return from - index;
  }

  /** @param {number} index @param {number} remove @param {string} insert */
  #write(index, remove, insert) {
    this.#writing = true;
    try {
      this.#text.doc?.transact(() => {
        if (remove) this.#text.delete(index, remove);
        if (insert) this.#text.insert(index, insert);
      }, LOCAL);
    } finally {
      this.#writing = false;
    }
  }

  /** The board was locked while the field was open: it shows again what the board holds. */
  #refuse() {
    this.#history.denied?.();
    this.#show([]);
    return null;
  }

  /** Document to field. @param {YTextEvent} event */
  #pull = (event) => {
    if (this.#writing) return;
    if (this.#composing) this.#missed.push(event.delta);
    else this.#show([event.delta]);
  };

  /** @param {Delta[]} deltas */
  #show(deltas) {
    const field = this.#field;
    const { selectionStart, selectionEnd, selectionDirection, scrollTop } = field;
    const map = (/** @type {number|null} */ index) => deltas.reduce((at, delta) => mapIndex(delta, at), index ?? 0);
    this.#shown = this.#text.toString();
    if (field.value === this.#shown) return;
    field.value = this.#shown;
    if (field.ownerDocument.activeElement === field) {
      field.setSelectionRange(map(selectionStart), map(selectionEnd), selectionDirection ?? undefined);
    }
    field.scrollTop = scrollTop;
    field.dispatchEvent(new Event('shown'));
  }

  /** What was composed goes out, then everything is shown; the caret stays behind what was composed, or among the letters where it was. */
  #endComposition() {
    this.#composing = false;
    const caret = this.#field.selectionEnd ?? 0;
    const pushed = this.#push();
    const missed = this.#missed;
    this.#missed = [];
    if (!missed.length) return;
    this.#show(missed);
    if (pushed !== null) this.#field.setSelectionRange(caret + pushed, caret + pushed);
  }

  /** Setting `value` empties the browser's own undo stack, so its undo is ours. @param {InputEvent} event */
  #redirectUndo(event) {
    if (event.inputType !== 'historyUndo' && event.inputType !== 'historyRedo') return;
    event.preventDefault();
    if (event.inputType === 'historyUndo') this.#history.undo();
    else this.#history.redo();
  }

  /** @param {KeyboardEvent} event */
  #redirectKeys(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    event.preventDefault();
    event.stopPropagation();
    if (key === 'y' || event.shiftKey) this.#history.redo();
    else this.#history.undo();
  }
}

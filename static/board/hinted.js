// What helps while one writes, and stays out of the way: it comes when first needed, and only the writer sees it.
import { html, nothing } from '#lit';
import { keyOf, parseRef, refOf } from './items.js';

/** @typedef {import('./items.js').Ref} Ref */
/** @typedef {{text: string, kind: string, mark: string, sentence: string}} Hint */

/** Hints by thing, each for one wording: it is gone with the next letter. @type {Map<string, Hint>} */
export const hinted = new Map();

/** @param {import('./items.js').Sheet} view */
export function listenToWriting(view) {
  const { signal } = view.stop;
  view.addEventListener('leave', ({ target }) => void import('./hints.js').then(({ consider }) => consider(view, refOf(target))), { signal });
  view.addEventListener('focusin', ({ target }) => {
    const field = /** @type {HTMLTextAreaElement} */ (target);
    if (field.matches(':is(.text__field, .line__field):placeholder-shown')) void import('./starters.js').then(({ offer }) => offer(view, field));
  }, { signal });
  view.addEventListener('click', ({ target }) => {
    const { of } = /** @type {HTMLElement} */ (target).dataset;
    if (of) void import('./hints.js').then(({ explain }) => explain(view, parseRef(of)));
  }, { signal });
  listenToLists(view);
}

/** A pasted list stays text, and may become cards. @param {import('./items.js').View & {readonly stop: AbortController}} view */
export function listenToLists(view) {
  view.addEventListener('paste', (event) => {
    const { target, clipboardData } = /** @type {ClipboardEvent} */ (event);
    const text = clipboardData?.getData('text/plain') ?? '';
    if (target instanceof HTMLTextAreaElement && /[\r\n]/.test(text.trim())) void import('./split.js').then(({ offer }) => offer(view, target, text));
  }, { signal: view.stop.signal });
}

/** The quiet mark on a thing that a hint speaks of. @param {Ref} ref @param {string} kind @param {string} text @param {0|-1} [stop] 0 where Tab comes to everything */
export function hintMark(ref, kind, text, stop = -1) {
  const hint = hinted.get(ref.id);
  if (hint?.text !== text || hint.kind !== kind) return nothing;
  return html`<button class="hint" type="button" tabindex=${stop} data-of=${keyOf(ref)} title=${hint.sentence}>${hint.mark}</button>`;
}

// Several things in the hand: which are selected, on this screen alone. Things of one kind at a time, so that all can go to one place.
import { t } from '../ui/i18n.js';
import { announce } from '../ui/live.js';
import { elementOf } from './items.js';
import { between, inOrder } from './range.js';
import { closeBar, drawBar } from './selection_bar.js';

/** @typedef {import('./items.js').Surface} View */
/** @typedef {import('./items.js').Ref} Ref */
/** @typedef {import('./items.js').Load} Load */
/** @typedef {'cards'|'touchpoints'|'activities'} Root */

const SELECTABLE = new Set(['cards', 'touchpoints', 'activities']);

/** @param {Ref|null} ref @returns {ref is Ref & {root: Root}} */
export function selectable(ref) {
  return ref !== null && SELECTABLE.has(ref.root);
}

export class Selection {
  #view;
  /** @type {Root} */
  #root = 'cards';
  /** @type {Set<string>} */
  #ids = new Set();
  /** Where a range begins. @type {string|null} */
  #from = null;
  /** @type {Set<HTMLElement>} */
  #marked = new Set();
  #watch = new MutationObserver(() => this.#follow());

  /** @param {View} view */
  constructor(view) {
    this.#view = view;
    const { signal } = view.stop;
    signal.addEventListener('abort', () => this.clear());
    document.addEventListener('keydown', (event) => this.#leave(event), { signal });
  }

  get size() { return this.#ids.size; }
  get root() { return this.#root; }

  /** What is selected, in reading order. @returns {string[]} */
  get ids() { return inOrder(this.#view.board, this.#root).filter((id) => this.#ids.has(id)); }

  /** @param {Ref|null} ref */
  has(ref) { return ref !== null && ref.root === this.#root && this.#ids.has(ref.id); }

  /** What a hand lifts that takes hold of this thing: all that is selected, if it is selected too. @param {Ref} ref @returns {Load} */
  load(ref) { return this.has(ref) && this.size > 1 ? { ...ref, ids: this.ids } : ref; }

  /** Everything selected as one load. @returns {Load|null} */
  get whole() {
    const ids = this.ids;
    return ids[0] ? { root: this.#root, id: ids[0], ids } : null;
  }

  /** @param {Ref & {root: Root}} ref */
  toggle(ref) {
    const ids = new Set(ref.root === this.#root ? this.#ids : []);
    if (!ids.delete(ref.id)) ids.add(ref.id);
    this.set(ref.root, ids, ref.id);
  }

  /** From where the last one was chosen to here. @param {Ref & {root: Root}} ref @param {Ref|null} [from] */
  extend(ref, from = null) {
    const start = (this.size && ref.root === this.#root ? this.#from : null) ?? (from?.root === ref.root ? from.id : ref.id);
    this.set(ref.root, between(this.#view.board, ref.root, start, ref.id), start);
  }

  /** @param {Root} root @param {Iterable<string>} ids @param {string|null} [from] @param {boolean} [aloud] */
  set(root, ids, from = null, aloud = true) {
    const had = this.size;
    this.#root = root;
    this.#ids = new Set(ids);
    this.#from = from ?? this.#ids.values().next().value ?? null;
    this.#show();
    if (aloud && (this.size || had)) announce(this.words);
  }

  clear() {
    if (!this.size) return;
    this.#ids.clear();
    this.#from = null;
    this.#show();
  }

  /** Escape ends the selection wherever one is, but where it means something nearer. @param {KeyboardEvent} event */
  #leave(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.key !== 'Escape' || event.defaultPrevented || !this.size || target.closest?.('textarea, input, .panel, dialog, [role="menu"]')) return;
    event.preventDefault();
    const first = elementOf(this.#view, this.whole ?? { root: 'cards', id: '' });
    this.clear();
    announce(t('select.none'));
    if (target.closest?.('.selected')) first?.focus({ preventScroll: true });
  }

  /** How many of what, for the eye and the ear. */
  get words() { return this.size ? t(`select.${this.#root}`, { count: this.size }) : t('select.none'); }

  /** Others have changed the board: what they threw away is selected no more. */
  #follow() {
    this.#ids = new Set(this.ids);
    this.#show();
  }

  #show() {
    const marked = new Set([...this.#ids].map((id) => elementOf(this.#view, { root: this.#root, id })).filter((element) => element !== null));
    for (const element of this.#marked) if (!marked.has(element)) mark(element, false);
    for (const element of marked) if (!this.#marked.has(element)) mark(element, true);
    this.#marked = marked;
    if (!this.size) {
      this.#watch.disconnect();
      closeBar();
      return;
    }
    this.#watch.observe(this.#view, { childList: true, subtree: true });
    drawBar(this.#view, this);
  }
}

/** @param {HTMLElement} element @param {boolean} selected */
function mark(element, selected) {
  element.toggleAttribute('data-selected', selected);
  if (selected) element.setAttribute('aria-description', t('select.one'));
  else element.removeAttribute('aria-description');
}

// Several things in the hand, of one kind or of several: which are selected, on this screen alone.
import { t } from '../ui/i18n.js';
import { announce } from '../ui/live.js';
import { elementOf } from './items.js';
import { between, inOrder } from './range.js';
import { closeBar, drawBar } from './selection_bar.js';
import { counted } from './things.js';

/** @typedef {import('./items.js').Surface} View */
/** @typedef {import('./items.js').Ref} Ref */
/** @typedef {import('./items.js').Load} Load */
/** @typedef {'cards'|'touchpoints'|'activities'} Root */

/** In the order of reading: what contains others comes first. */
const ROOTS = /** @type {const} */ (['activities', 'touchpoints', 'cards']);

/** @param {Ref|null} ref @returns {ref is Ref & {root: Root}} */
export function selectable(ref) {
  return ref !== null && ROOTS.some((root) => root === ref.root);
}

export class Selection {
  #view;
  /** By kind. @type {Record<Root, Set<string>>} */
  #ids = { activities: new Set(), touchpoints: new Set(), cards: new Set() };
  /** Where a range begins. @type {(Ref & {root: Root})|null} */
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

  get size() { return ROOTS.reduce((size, root) => size + this.#ids[root].size, 0); }

  /** What is selected, kind by kind in reading order. @returns {(Ref & {root: Root})[]} */
  get refs() { return ROOTS.flatMap((root) => this.#inOrder(root).map((id) => ({ root, id }))); }

  /** @param {Ref|null} ref */
  has(ref) { return selectable(ref) && this.#ids[ref.root].has(ref.id); }

  /** What a hand lifts that takes hold of this thing: what is selected of its kind, if it is selected too; other kinds have no place in common with it. @param {Ref} ref @returns {Load} */
  load(ref) {
    const ids = this.has(ref) ? this.#inOrder(/** @type {Root} */ (ref.root)) : [];
    return ids.length > 1 ? { ...ref, ids } : ref;
  }

  /** What is to be said of what stays where it is when a hand lifts this thing; of several kinds, those of one go along. @param {Ref} ref */
  left(ref) {
    const stays = this.has(ref) && this.refs.some(({ root }) => root !== ref.root);
    return stays ? t('select.left', { things: counted((this.load(ref).ids ?? [ref.id]).map(() => ref.root)) }) : '';
  }

  /** What is done by keys and menus to this thing: to all that is selected, if it is selected too. @param {Ref} ref @returns {Load} */
  held(ref) { return (this.has(ref) && this.size > 1 ? this.whole : null) ?? ref; }

  /** Everything selected as one load. @returns {Load|null} */
  get whole() {
    const [first, ...also] = ROOTS.map((root) => ({ root, ids: this.#inOrder(root) })).filter(({ ids }) => ids.length).map(({ root, ids }) => ({ root, id: ids[0] ?? '', ids }));
    return first ? { ...first, ...(also.length ? { also } : {}) } : null;
  }

  /** @param {Ref & {root: Root}} ref */
  toggle(ref) {
    const others = this.refs.filter((each) => each.root !== ref.root || each.id !== ref.id);
    this.set(this.has(ref) ? others : [...others, ref], ref);
  }

  /** From where the last one of its kind was chosen to here. @param {Ref & {root: Root}} ref @param {Ref|null} [from] */
  extend(ref, from = null) {
    const start = (this.size && this.#from?.root === ref.root ? this.#from.id : null) ?? (from?.root === ref.root ? from.id : ref.id);
    const range = between(this.#view.board, ref.root, start, ref.id).map((id) => ({ root: ref.root, id }));
    this.set([...this.refs.filter(({ root }) => root !== ref.root), ...range], { root: ref.root, id: start });
  }

  /** @param {(Ref & {root: Root})[]} refs @param {(Ref & {root: Root})|null} [from] @param {boolean} [aloud] */
  set(refs, from = refs[0] ?? null, aloud = true) {
    const had = this.size;
    for (const root of ROOTS) this.#ids[root] = new Set(refs.filter((ref) => ref.root === root).map(({ id }) => id));
    this.#from = from;
    this.#show();
    if (aloud && (this.size || had)) announce(this.words);
  }

  clear() {
    if (this.size) this.set([], null, false);
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
  get words() { return this.size ? t('select.things', { things: counted(this.refs.map(({ root }) => root)) }) : t('select.none'); }

  /** Others have changed the board: what they threw away is selected no more. */
  #follow() {
    this.set(this.refs, this.#from, false);
  }

  /** @param {Root} root @returns {string[]} */
  #inOrder(root) {
    const ids = this.#ids[root];
    return ids.size ? inOrder(this.#view.board, root).filter((id) => ids.has(id)) : [];
  }

  #show() {
    const marked = new Set(this.refs.map((ref) => elementOf(this.#view, ref)).filter((element) => element !== null));
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

// What a comment speaks of, in words: a thing of the board, one in the bin, one that is no more, or the whole board.
import { t } from '../../ui/i18n.js';
import { parseRef } from '../items.js';
import { toneOf } from '../kinds.js';

/** @typedef {import('../items.js').Ref} Ref */

/** Roots whose things one can comment on. */
const ROOTS = new Set(['stages', 'activities', 'touchpoints', 'cards']);

/** @param {Ref|null} ref @returns {ref is Ref} */
export function isCommentable(ref) {
  return ref !== null && ROOTS.has(ref.root);
}

/** @param {import('../../model/board.js').Board} board @param {string|null} thing */
export function describe(board, thing) {
  if (thing === null) return { ref: null, kind: t('comments.whole'), words: '', state: '', tone: '' };
  const ref = parseRef(thing);
  const item = board.item(/** @type {'cards'} */ (ref.root), ref.id);
  const words = String(item?.text ?? (/** @type {any} */ (item))?.name ?? (/** @type {any} */ (item))?.title ?? '');
  const here = board.exists(ref.root, ref.id);
  return { ref: here ? ref : null, kind: t(`bin.${ref.root}`), words, state: here ? '' : t(item ? 'comments.inBin' : 'comments.gone'), tone: toneOf(board, ref.root, ref.id) };
}

/** Topics that tell of a change of what `describe` says. @param {string|null} thing @returns {string[]} */
export function topicsOf(thing) {
  if (thing === null) return [];
  const { root, id } = parseRef(thing);
  const one = { activities: 'activity', touchpoints: 'touchpoint', cards: 'card' }[/** @type {string} */ (root)];
  return [one ? `${one}:${id}` : 'stages', 'bin'];
}

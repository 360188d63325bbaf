// The order in which the outline is read, and where a thing comes to stand when it goes along it.
import { cardLanes, placeOf, siblings } from '../places.js';

/** @typedef {import('../../model/board.js').Board} Board */
/** @typedef {import('../items.js').Ref} Ref */
/** @typedef {import('../places.js').Place} Place */
/** @typedef {(string|null)[]} Parents */

/** One place up or down, from the end of a list into the next one; null at the ends of the board. @param {Board} board @param {Ref} ref @param {1|-1} by @returns {Place|null} */
export function nudged(board, ref, by) {
  const { parents, index } = placeOf(board, ref);
  const to = index + by;
  if (to >= 0 && to <= siblings(board, ref, parents).length) return { parents, index: to };
  return into(board, ref, listsOf(board, ref), parents, by);
}

/** Into the next stage or activity; a card stays in its lane. @param {Board} board @param {Ref} ref @param {1|-1} by @returns {Place|null} */
export function leapt(board, ref, by) {
  const { parents } = placeOf(board, ref);
  const lists = listsOf(board, ref);
  const alike = lists.filter(([, lane]) => lane === parents[1]);
  return into(board, ref, alike.length ? alike : lists, parents, by);
}

/** Up one comes to the end of a list, down to its beginning; what is not placed lies behind all lists. @param {Board} board @param {Ref} ref @param {Parents[]} lists @param {Parents} from @param {1|-1} by @returns {Place|null} */
function into(board, ref, lists, from, by) {
  const at = lists.findIndex((list) => list.every((parent, i) => parent === from[i]));
  const to = lists[(at < 0 ? lists.length : at) + by];
  return to ? { parents: to, index: by > 0 ? 0 : siblings(board, ref, to).length } : null;
}

/** All places of the board that hold things of this kind, as they are read. @param {Board} board @param {Ref} ref @returns {Parents[]} */
function listsOf(board, { root }) {
  if (root === 'activities') return board.stages().map(({ id }) => [id]);
  if (root === 'touchpoints') return board.columns().map(({ id }) => [id]);
  if (root === 'cards') return board.columns().flatMap(({ id }) => cardLanes(board).map((lane) => [id, lane.id]));
  return [];
}

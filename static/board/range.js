// The order in which things are read, and what lies between two of them: on the map a block of places, as in a table.
import { cardLanes } from './places.js';

/** @typedef {import('../model/board.js').Board} Board */
/** @typedef {'cards'|'touchpoints'|'activities'} Root */
/** @typedef {{id: string, column: number, lane: number}} Spot */

/** All things of a kind: column by column, in it lane by lane; what is not placed comes last. @param {Board} board @param {Root} root @returns {string[]} */
export function inOrder(board, root) { return spots(board, root).map(({ id }) => id); }

/** Both ends and what lies between them: in the places of the two ends from the one and up to the other, between these all. @param {Board} board @param {Root} root @param {string} from @param {string} to @returns {string[]} */
export function between(board, root, from, to) {
  const all = spots(board, root);
  const ends = [from, to].map((id) => all.findIndex((spot) => spot.id === id)).sort((a, b) => a - b);
  const [first, last] = ends.map((at) => all[at]);
  if (!first || !last) return [to];
  const [low = 0, high = 0] = [first.lane, last.lane].sort((a, b) => a - b);
  return all.filter(({ column, lane }, at) => {
    if (column < first.column || column > last.column || lane < low || lane > high) return false;
    const atFirst = column === first.column && lane === first.lane;
    const atLast = column === last.column && lane === last.lane;
    return !(atFirst && at < /** @type {number} */ (ends[0])) && !(atLast && at > /** @type {number} */ (ends[1]));
  }).map(({ id }) => id);
}

/** @param {Board} board @param {Root} root @returns {Spot[]} */
function spots(board, root) {
  const columns = board.columns();
  const loose = board.unplaced()[root].map((id) => ({ id, column: columns.length, lane: 0 }));
  if (root === 'activities') return [...columns.map(({ id }, column) => ({ id, column, lane: 0 })), ...loose];
  const lanes = root === 'cards' ? cardLanes(board) : [null];
  const placed = columns.flatMap((activity, column) => lanes.flatMap((lane, at) =>
    (lane ? board.cards(activity.id, lane.id) : board.touchpoints(activity.id)).map((id) => ({ id, column, lane: at }))));
  return [...placed, ...loose];
}

// Where a thing may stand, how one takes it a step on, how one says it and how one writes it: the same for hand, finger and key.
import { DERIVED_KINDS } from '../model/schema.js';
import { t } from '../ui/i18n.js';
import { laneTitle } from './kinds.js';

/** @typedef {import('./items.js').Ref} Ref */
/** @typedef {import('./items.js').Load} Load */
/** @typedef {import('../model/board.js').Board} Board */
/** Parents as in contract 5 (stage; activity; activity and lane), and the place among the siblings, the thing itself left out. @typedef {{parents: (string|null)[], index: number}} Place */
/** @typedef {'ArrowUp'|'ArrowDown'|'ArrowLeft'|'ArrowRight'} Arrow */

/** What is carried and still there: another may have thrown some of it away meanwhile. @param {Board} board @param {Load} load @returns {Load|null} */
export function still(board, { root, id, ids = [id] }) {
  const left = ids.filter((each) => board.exists(root, each));
  return left[0] === undefined ? null : { root, id: left.includes(id) ? id : left[0], ...(left.length > 1 ? { ids: left } : {}) };
}

/** Where a thing stands now. @param {Board} board @param {Ref} ref @returns {Place} */
export function placeOf(board, { root, id }) {
  const item = board.item(root, id) ?? {};
  const parents = root === 'activities' ? [item.stage] : root === 'touchpoints' ? [item.activity] : root === 'cards' ? [item.activity, item.lane] : [];
  const index = siblings(board, { root, id }, parents, true).indexOf(id);
  return { parents, index: Math.max(0, index) };
}

/** The other things in a place, in order: what is carried is left out. @param {Board} board @param {Load} load @param {(string|null)[]} parents @param {boolean} [withSelf] @returns {string[]} */
export function siblings(board, { root, id, ids = [id] }, parents, withSelf = false) {
  const [first = null, second = null] = parents;
  const all = root === 'cards' ? board.cards(first, second)
    : root === 'touchpoints' ? board.touchpoints(first ?? '')
      : root === 'activities' ? board.activitiesOf(first ?? '')
        : root === 'stages' ? board.stages().map((stage) => stage.id)
          : root === 'personas' ? board.personas() : board.lanes({ all: true }).map((lane) => lane.id);
  return withSelf ? all : all.filter((other) => !ids.includes(other));
}

/** One step on by an arrow key; the same place where it goes no further. @param {Board} board @param {Load} ref @param {Place} place @param {Arrow} arrow @returns {Place} */
export function step(board, ref, place, arrow) {
  const by = arrow === 'ArrowDown' || arrow === 'ArrowRight' ? 1 : -1;
  const sideways = arrow === 'ArrowLeft' || arrow === 'ArrowRight';
  if (ref.root === 'stages' || ref.root === 'personas') return sideways ? along(board, ref, place, by) : place;
  if (ref.root === 'lanes') return sideways ? place : along(board, ref, place, by);
  if (ref.root === 'activities') return sideways ? alongStages(board, ref, place, by) : place;
  if (sideways) return acrossColumns(board, ref, place, by);
  const next = place.index + by;
  if (next >= 0 && next <= siblings(board, ref, place.parents).length) return { ...place, index: next };
  return ref.root === 'cards' ? acrossLanes(board, ref, place, by) : place;
}

/** Writes a new place; false if nothing may be written. @param {import('../model/commands.js').Commands} commands @param {Load} load @param {Place} place */
export function put(commands, { root, id, ids = [] }, { parents, index }) {
  const [first = null, second = null] = parents;
  if (ids.length > 1) return commands.moveAll(/** @type {'cards'} */ (root), ids, parents, index) !== null;
  switch (root) {
    case 'stages': return commands.moveStage(id, index) !== null;
    case 'lanes': return commands.moveLane(id, index) !== null;
    case 'activities': return commands.moveActivity(id, first, index) !== null;
    case 'touchpoints': return commands.moveTouchpoint(id, first, index) !== null;
    case 'cards': return commands.moveCard(id, first, second, index) !== null;
    default: return false;
  }
}

/** A place in words: stage, activity, lane, place among how many. @param {Board} board @param {Load} ref @param {Place} place */
export function say(board, ref, place) {
  const way = wayTo(board, ref, place);
  if (place.parents[0] === null) return way.join(', ');
  const count = siblings(board, ref, place.parents).length + (ref.ids?.length ?? 1);
  return [...way, t('place.nth', { n: place.index + 1, count })].join(', ');
}

/** Stage, activity and lane in which a place lies, as far as they have names; or that it lies in the tray. @param {Board} board @param {Ref} ref @param {Place} place */
export function wayTo(board, ref, { parents: [first, second] }) {
  if (first === null) return [t('place.tray')];
  const activity = ref.root === 'activities' ? null : board.activity(first ?? '');
  const lane = board.lane(second ?? '');
  const words = [board.stage(activity?.stage ?? first ?? '')?.title, activity?.text, lane && laneTitle(lane)];
  return words.flatMap((word) => (word ? [word.replace(/\.$/, '')] : []));
}

/** Lanes that hold cards, as shown. @param {Board} board */
export function cardLanes(board) {
  return board.lanes().filter(({ kind }) => !DERIVED_KINDS.has(kind));
}

/** @param {Board} board @param {Load} ref @param {Place} place @param {number} by @returns {Place} */
function along(board, ref, place, by) {
  const last = siblings(board, ref, place.parents).length;
  return { ...place, index: Math.min(last, Math.max(0, place.index + by)) };
}

/** @param {Board} board @param {Load} ref @param {Place} place @param {number} by @returns {Place} */
function alongStages(board, ref, place, by) {
  const next = place.index + by;
  const stages = board.stages().map(({ id }) => id);
  const at = stages.indexOf(place.parents[0] ?? '');
  if (at >= 0 && next >= 0 && next <= siblings(board, ref, place.parents).length) return { ...place, index: next };
  const stage = stages[at < 0 ? 0 : at + by];
  if (stage === undefined) return place;
  return { parents: [stage], index: by > 0 ? 0 : siblings(board, ref, [stage]).length };
}

/** @param {Board} board @param {Load} ref @param {Place} place @param {number} by @returns {Place} */
function acrossColumns(board, ref, place, by) {
  const columns = board.columns();
  const at = columns.findIndex(({ id }) => id === place.parents[0]);
  const column = columns[at < 0 ? 0 : at + by];
  if (!column) return place;
  const parents = [column.id, ...place.parents.slice(1)];
  if (ref.root === 'cards' && !parents[1]) parents[1] = cardLanes(board)[0]?.id ?? null;
  return { parents, index: Math.min(place.index, siblings(board, ref, parents).length) };
}

/** @param {Board} board @param {Load} ref @param {Place} place @param {number} by @returns {Place} */
function acrossLanes(board, ref, place, by) {
  const lanes = cardLanes(board);
  const at = lanes.findIndex(({ id }) => id === place.parents[1]);
  const lane = lanes[at < 0 ? 0 : at + by];
  if (!lane) return place;
  const parents = [place.parents[0] ?? null, lane.id];
  return { parents, index: by > 0 ? 0 : siblings(board, ref, parents).length };
}

// Where a thing may stand on the phone, and how the place is shown: in a lane of an open activity, on the head of a folded one, on a stage's chevron.
import { countBefore } from '../board/drop_place.js';
import { boxAt, shownAmong } from '../board/drop_line.js';
import { cellOf, elementOf, named } from '../board/items.js';
import { cardLanes, siblings } from '../board/places.js';

/** @typedef {import('./phone.js').Phone} View */
/** @typedef {import('../board/items.js').Load} Load */
/** @typedef {import('../board/places.js').Place} Place */

/** @param {View} view @returns {import('../board/items.js').Ground} */
export function groundOf(view) {
  return {
    place: (load, under, y) => placeOn(view, load, under, y),
    line: (load, place) => lineOn(view, load, place),
  };
}

/** @param {View} view @param {Load} load @param {Element} under @param {number} y @returns {Place|null} */
function placeOn(view, load, under, y) {
  const tab = /** @type {HTMLElement|null} */ (under.closest('.tab--stage'));
  if (tab) return inStage(view, load, tab.dataset.page ?? '');
  const page = under.closest('.stage-page');
  if (load.root === 'activities') return page && view.board.exists('stages', view.walk.page) ? { parents: [view.walk.page], index: countBefore(page, load, y, 'top', 'height') } : null;
  const leg = /** @type {import('./activity.js').Leg|null} */ (under.closest('bb-leg'));
  return leg && below(view, load, leg.activity, cellOf(under)?.lane ?? '', y);
}

/** On a chevron: at the end of the stage, or of the activity that is at hand there. @param {View} view @param {Load} load @param {string} stage @returns {Place|null} */
function inStage(view, load, stage) {
  if (load.root === 'activities') return atEnd(view, load, [stage]);
  const activity = view.walk.activityOf(stage);
  return activity ? below(view, load, activity, '', Infinity) : null;
}

/** Below an activity: in the lane under the finger; where that holds no such things, in the thing's own. @param {View} view @param {Load} load @param {string} activity @param {string} lane @param {number} y @returns {Place} */
function below(view, load, activity, lane, y) {
  const parents = load.root === 'touchpoints' ? [activity] : [activity, laneFor(view, load, lane)];
  const shelf = shelfOf(view, parents);
  return shelf ? { parents, index: countBefore(shelf, load, y, 'top', 'height') } : atEnd(view, load, parents);
}

/** @param {View} view @param {Load} load @param {string} lane */
function laneFor({ board }, { id }, lane) {
  const lanes = cardLanes(board).map((one) => one.id);
  return [lane, board.card(id)?.lane ?? ''].find((one) => lanes.includes(one)) ?? lanes[0] ?? null;
}

/** @param {View} view @param {Load} load @param {(string|null)[]} parents @returns {Place} */
function atEnd({ board }, load, parents) {
  return { parents, index: siblings(board, load, parents).length };
}

/** @param {View} view @param {Load} load @param {Place} place @returns {import('../board/drop_line.js').Line} */
function lineOn(view, load, place) {
  const [first = ''] = place.parents;
  const stage = load.root === 'activities' ? first : view.board.activity(first ?? '')?.stage;
  if (stage !== view.walk.page) return { box: null, cell: view.querySelector(`.tab--stage[data-page="${CSS.escape(stage ?? '')}"]`), empty: false };
  const cell = load.root === 'activities' ? view.querySelector(/** @type {'ol'} */ ('.phone__leaf:not([hidden]) :is(.legs, .phone__begin)')) : shelfOf(view, place.parents);
  if (!cell) return { box: null, cell: elementOf(view, { root: 'activities', id: first ?? '' }), empty: false };
  const others = shownAmong(view, load, place);
  return { box: others.length ? boxAt(others, place.index, cell) : null, cell: load.root === 'activities' && others.length ? null : cell, empty: !others.length };
}

/** What shows a place of an open activity. @param {View} view @param {(string|null)[]} parents */
function shelfOf(view, [activity, lane = view.board.lanes().find(({ kind }) => kind === 'touchpoint')?.id ?? '']) {
  return named(view, `cell:${activity}|${lane}`);
}

// Which place lies under a pointer for the thing it carries; the tray and the bin are places too.
import { DERIVED_KINDS } from '../model/schema.js';
import { cellOf, parseRef } from './items.js';
import { siblings } from './places.js';

/** @typedef {import('./items.js').Surface} View */
/** @typedef {import('./items.js').Load} Load */
/** @typedef {import('./places.js').Place} Place */
/** @typedef {{kind: 'place', place: Place} | {kind: 'tray', place: Place} | {kind: 'bin'} | null} Target */

/** The tray, for each kind. */
export const NOWHERE = Object.freeze({ cards: [null, null], touchpoints: [null], activities: [null] });

/** @param {View} view @param {Load} ref @param {number} x @param {number} y @returns {Target} */
export function placeUnder(view, ref, x, y) {
  const under = document.elementFromPoint(x, y);
  if (!under || !view.contains(under)) return null;
  if (under.closest('[data-drop="bin"]')) return { kind: 'bin' };
  const nowhere = NOWHERE[/** @type {keyof typeof NOWHERE} */ (ref.root)];
  if (under.closest('.tray, [data-drop="tray"]')) return nowhere ? { kind: 'tray', place: { parents: [...nowhere], index: Infinity } } : null;
  const place = view.ground ? view.ground.place(ref, under, y) : onMap(view, ref, under, x, y);
  return place && { kind: 'place', place };
}

/** @param {View} view @param {Load} ref @param {Element} under @param {number} x @param {number} y @returns {Place|null} */
function onMap(view, ref, under, x, y) {
  if (!under.closest('.map')) return null;
  if (ref.root === 'lanes') return { parents: [], index: laneIndex(view, ref, y) };
  if (ref.root === 'stages') return { parents: [], index: countBefore(row(view, 'stages'), ref, x, 'left', 'width') };
  if (ref.root === 'activities') return activityPlace(view, ref, x);
  const element = under.closest('[data-cell]');
  const cell = cellOf(element);
  const kind = cell ? view.board.lane(cell.lane)?.kind : undefined;
  if (!element || !cell || !kind) return null;
  const index = countBefore(element, ref, y, 'top', 'height');
  if (ref.root === 'touchpoints') return kind === 'touchpoint' ? { parents: [cell.activity], index } : null;
  return DERIVED_KINDS.has(kind) ? null : { parents: [cell.activity, cell.lane], index };
}

/** Any height will do for an activity: it is its column that counts. @param {View} view @param {Load} ref @param {number} x @returns {Place|null} */
function activityPlace(view, ref, x) {
  const cells = /** @type {HTMLElement[]} */ ([...row(view, 'activities').querySelectorAll(':scope > .cell')]);
  const stage = (cells.findLast((cell) => cell.getBoundingClientRect().left <= x) ?? cells[0])?.dataset.stage;
  if (!stage) return null;
  const own = cells.filter((cell) => cell.dataset.stage === stage);
  return { parents: [stage], index: own.reduce((count, cell) => count + countBefore(cell, ref, x, 'left', 'width'), 0) };
}

/** How many of the others in a container have their middle before the pointer. @param {Element} container @param {Load} ref @param {number} at @param {'left'|'top'} side @param {'width'|'height'} size */
export function countBefore(container, ref, at, side, size) {
  const others = /** @type {HTMLElement[]} */ ([...container.querySelectorAll(`[data-item^="${ref.root}:"]`)]);
  const carried = ref.ids ?? [ref.id];
  return others.filter((other) => {
    if (carried.includes(parseRef(other.dataset.item ?? '').id)) return false;
    const rect = other.getBoundingClientRect();
    return rect[side] + rect[size] / 2 < at;
  }).length;
}

/** @param {View} view @param {'stages'|'activities'} name @returns {Element} */
function row(view, name) {
  return view.querySelector(`.row--${name}`) ?? view.content;
}

/** Hidden lanes keep their place between the shown ones. @param {View} view @param {Load} ref @param {number} y */
function laneIndex(view, ref, y) {
  const order = siblings(view.board, ref, []);
  const next = order.findIndex((id) => {
    const rect = view.querySelector(`.row[data-lane="${CSS.escape(id)}"]`)?.getBoundingClientRect();
    return rect && rect.top + rect.height / 2 >= y;
  });
  return next < 0 ? order.length : next;
}

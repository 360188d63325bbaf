// Where what is pasted comes to stand: behind the thing that has the focus, in the cell, under the activity, in the stage.
import { DERIVED_KINDS } from '../model/schema.js';
import { laneFor } from './bundle.js';
import { cellOf, refOf } from './items.js';
import { siblings } from './places.js';

/** @typedef {import('../model/board.js').Board} Board */
/** @typedef {import('./items.js').Ref} Ref */
/** @typedef {import('./clip.js').Root} Root */
/** @typedef {import('./clip.js').Bundle} Bundle */
/** @typedef {import('./clip.js').Thing} Thing */
/** @typedef {import('./places.js').Place} Place */
/** @typedef {{stage: string|null, activity: string|null, lane: string|null, thing: Ref|null, loose: boolean}} Spot  loose: in the tray */

/** @param {Board} board @param {Element} target @returns {Spot|null} */
export function spotOf(board, target) {
  const thing = refOf(target);
  const item = thing ? board.item(thing.root, thing.id) : null;
  const cell = thing ? null : cellOf(target);
  const activity = (thing?.root === 'activities' ? thing.id : item?.activity ?? cell?.activity) || null;
  const stage = (thing?.root === 'stages' ? thing.id : thing?.root === 'activities' ? item?.stage : null) ?? (activity ? board.activity(activity)?.stage : null)
    ?? /** @type {HTMLElement|null} */ (target.closest('[data-stage]'))?.dataset.stage ?? null;
  const lane = (item?.lane ?? cell?.lane) || null;
  const loose = target.closest('.tray') !== null;
  if (!loose && !stage && !activity) return null;
  return loose ? { stage: null, activity: null, lane: null, thing, loose } : { stage, activity, lane, thing, loose };
}

/** What a line of text becomes there; null where a text means nothing. @param {Board} board @param {Spot|null} spot @returns {Root|null} */
export function rootAt(board, spot) {
  if (!spot) return null;
  if (spot.loose || spot.thing?.root === 'cards') return 'cards';
  if (spot.thing) return spot.thing.root === 'touchpoints' ? 'touchpoints' : 'activities';
  if (!spot.lane) return 'activities';
  const kind = board.lane(spot.lane)?.kind;
  return kind === 'touchpoint' ? 'touchpoints' : kind && !DERIVED_KINDS.has(kind) ? 'cards' : null;
}

/**
 * The place of each thing, counted when it is made; null where such things cannot stand.
 * @param {Board} board @param {Root} root @param {Spot} spot @param {Bundle|null} bundle @param {string} [here]
 * @returns {((thing: Thing|null, i: number) => Place)|null}
 */
export function placesFor(board, root, spot, bundle, here = '') {
  const { stage, activity, lane, thing, loose } = spot;
  const behind = (/** @type {(string|null)[]} */ parents, /** @type {string|undefined} */ id) => {
    const row = siblings(board, { root, id: '' }, parents);
    const at = id === undefined ? -1 : row.indexOf(id);
    const first = at < 0 ? row.length : at + 1;
    return (/** @type {unknown} */ _thing, /** @type {number} */ i) => ({ parents, index: first + i });
  };
  const own = thing?.root === root ? thing.id : undefined;
  if (loose) return behind(root === 'cards' ? [null, null] : [null], undefined);
  if (root === 'activities') return stage ? behind([stage], own ?? activity ?? undefined) : null;
  if (!activity) return null;
  if (root === 'touchpoints') return behind([activity], own);
  const kind = lane ? board.lane(lane)?.kind : undefined;
  if (lane && kind && !DERIVED_KINDS.has(kind)) return behind([activity, lane], own);
  if (!bundle) return null;
  return (card) => {
    const to = card && laneFor(board, bundle, here, card);
    return to ? { parents: [activity, to], index: Infinity } : { parents: [null, null], index: Infinity };
  };
}

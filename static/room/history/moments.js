// The moments of a workshop that the server keeps: the list, each one's board, what has changed since, and the way back.
import { boardOf } from '../../model/past.js';
import { t, time } from '../../ui/i18n.js';
import { hide, toast } from '../../ui/toast.js';
import { ofBoard } from '../api.js';

/** @typedef {import('../../model/board.js').Board} Board */
/** @typedef {{id: string, label: string, at: string, by: string, name: string, kind: 'hand'|'step'|'auto'|'restore'}} Moment */
/** @typedef {{root: string, id: string, name: string}} Thing */
/** From now to then: `added` is what has gone since. @typedef {{board: Record<string, unknown>, added: Thing[], removed: Thing[], changed: Thing[], moved: Thing[], ratings: {activity: string}[]}} Diff */

const MOST_KEPT = 12; // boards in memory: enough to walk about in, and no more than some megabytes

/** Boards of moments never change: one fetch each. @type {Map<string, Promise<Board|null>>} */
const boards = new Map();

/** Newest first; null when the server is not there. @returns {Promise<Moment[]|null>} */
export async function allMoments() {
  const all = await ofBoard('GET', '/snapshots');
  return Array.isArray(all) ? all : null;
}

/** The server names a step's moment after the step that it ended. @param {Moment} moment */
export function labelOf({ label, at, kind }) {
  if (kind === 'step') return t('snapshots.step', { label });
  return label || t('snapshots.labelDefault', { time: time(at) });
}

/** @param {string} id @returns {Promise<any>} */
export const journeyAt = (id) => ofBoard('GET', `/snapshots/${id}`);

/** What going back to a moment would change. @param {string} id @returns {Promise<Diff|null>} */
export const diffTo = (id) => ofBoard('GET', `/snapshots/${id}/diff`);

/** The board as it was; to ask early is how the next step comes at once. @param {string} id @returns {Promise<Board|null>} */
export function boardAt(id) {
  const known = boards.get(id) ?? journeyAt(id).then((journey) => {
    if (!journey) boards.delete(id);
    return journey && boardOf(journey);
  });
  boards.delete(id);
  boards.set(id, known); // the one used last is forgotten last
  for (const old of [...boards.keys()].slice(0, -MOST_KEPT)) boards.delete(old);
  return known;
}

/** The server keeps the present before it goes back; that moment is how to take it back. @param {Moment} moment @param {() => void} [then] */
export async function restore(moment, then = () => {}) {
  hide();
  const known = new Set((await allMoments())?.map(({ id }) => id));
  if (!(await ofBoard('POST', `/snapshots/${moment.id}/restore`))) return;
  then();
  const before = (await allMoments())?.find(({ id, kind }) => kind === 'restore' && !known.has(id));
  toast(t('snapshots.restored', { label: labelOf(moment) }), before && { label: t('snapshots.undo'), run: () => void restore(before, then) });
}

// The difference of two moments as lists, one for each kind of change that there is.
import { html, nothing } from '#lit';
import { t } from '../../ui/i18n.js';

/** @typedef {import('./moments.js').Diff} Diff */
/** @typedef {import('./moments.js').Thing} Thing */
/** @typedef {import('../../model/board.js').Board} Board */

const NAMED = 6; // things of one kind of change; the rest is a number

/** How many things differ. @param {Diff} diff */
export function countOf({ board, added, removed, changed, moved, ratings }) {
  const things = new Set([...added, ...removed, ...changed, ...moved].map(({ id }) => id));
  for (const { activity } of ratings) things.add(`rating ${activity}`);
  return things.size + Number(Object.keys(board).length > 0);
}

/** @param {Board} board where activities are looked up @param {Diff} diff @param {'snapshots'|'history'} side what going back does, or what has happened since */
export function changes(board, { added, removed, changed, moved, ratings, board: meta }, side) {
  const rated = [...new Set(ratings.map(({ activity }) => activity))].map((id) => ({ root: 'activities', id, name: board.activity(id)?.text ?? '' }));
  return [
    change(board, t(`${side}.added`), added), change(board, t(`${side}.removed`), removed), change(board, t(`${side}.changed`), changed),
    change(board, t(`${side}.moved`), moved), change(board, t(`${side}.ratings`), rated),
    Object.keys(meta).length ? html`<p class="then__change"><strong>${t(`${side}.board`)}</strong></p>` : nothing,
  ].filter((part) => part !== nothing);
}

/** @param {Board} board @param {string} title @param {Thing[]} things */
function change(board, title, things) {
  if (!things.length) return nothing;
  return html`<div class="then__change"><strong>${title}</strong> <span class="then__count">${things.length}</span>
    <ul>${things.slice(0, NAMED).map((thing) => html`<li><small>${t(`bin.${thing.root}`)}</small> <span dir="auto" lang=${board.language}>${nameOf(board, thing)}</span></li>`)}
      ${things.length > NAMED ? html`<li>${t('snapshots.more', { count: things.length - NAMED })}</li>` : nothing}</ul></div>`;
}

/** A lane without a title of its own is called after its kind. @param {Board} board @param {Thing} thing */
function nameOf(board, { root, id, name }) {
  const lane = root === 'lanes' ? board.lane(id) : null;
  return name || (lane && t(`lane.${lane.kind}`)) || '…';
}

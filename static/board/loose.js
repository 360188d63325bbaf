// What lies in the tray, sorted by what it is: pictures, quotes, cards, touchpoints, activities; and the sieve that shows one kind of it.
import { html, nothing } from '#lit';
import { ITEM_TOPIC } from '../model/topics.js';
import { t } from '../ui/i18n.js';
import { isQuote } from './quote.js';

/** @typedef {import('./items.js').Ref} Ref */
/** @typedef {'pictures'|'quotes'|'cards'|'touchpoints'|'activities'} Kind */
/** @typedef {Ref & {kind: Kind}} Loose */

/** @type {readonly Kind[]} */
const KINDS = ['pictures', 'quotes', 'cards', 'touchpoints', 'activities'];

/** @param {import('../model/board.js').Board} board @returns {Loose[]} */
export function looseOf(board) {
  const { activities, touchpoints, cards } = board.unplaced();
  return [
    ...touchpoints.map((id) => /** @type {Loose} */ ({ root: 'touchpoints', id, kind: board.touchpoint(id)?.picture ? 'pictures' : 'touchpoints' })),
    ...cards.map((id) => /** @type {Loose} */ ({ root: 'cards', id, kind: isQuote(board.card(id)?.text ?? '') ? 'quotes' : 'cards' })),
    ...activities.map((id) => /** @type {Loose} */ ({ root: 'activities', id, kind: 'activities' })),
  ];
}

/** What changes the kind of what lies there. @param {import('../model/board.js').Board} board */
export function topicsOf(board) {
  return looseOf(board).map(({ root, id }) => `${ITEM_TOPIC[root]}:${id}`);
}

/** What a sieve lets through; all of it, where nothing of that kind lies there. @param {Loose[]} all @param {Kind|null} kind */
export function sifted(all, kind) {
  const some = all.filter((loose) => loose.kind === kind);
  return some.length ? some : all;
}

/** One button for each kind that lies there, if there are several. @param {Loose[]} all @param {Kind|null} chosen @param {(kind: Kind|null) => void} choose */
export function sieves(all, chosen, choose) {
  const counts = KINDS.map((kind) => /** @type {const} */ ([kind, all.filter((loose) => loose.kind === kind).length])).filter(([, count]) => count);
  if (counts.length < 2) return nothing;
  const now = counts.some(([kind]) => kind === chosen) ? chosen : null;
  return html`<div class="sieves" role="group" aria-label=${t('tray.filter')}>${[/** @type {const} */ ([null, all.length]), ...counts].map(([kind, count]) => html`
    <button class="sieve" type="button" aria-pressed=${now === kind} @click=${() => choose(kind)}>${t(`tray.${kind ?? 'all'}`)} <b>${count}</b></button>`)}</div>`;
}

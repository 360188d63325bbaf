// One lane under the activity at hand: what lies on it, and the offer to add to it in the words of the method.
import { html, nothing, repeat } from '#lit';
import { laneHint, laneTitle, openings, tone } from '../board/kinds.js';
import { DERIVED_KINDS } from '../model/schema.js';
import { url } from '../sync/pictures.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { rates } from './rates.js';
import '../board/card.js';
import './camera.js';
import './touchpoint.js';

/** @typedef {import('../board/kinds.js').Lane} Lane */
/** @typedef {import('./phone.js').Phone} View */

/** @param {View} view @param {string} activity @param {Lane} lane */
export function shelf(view, activity, lane) {
  const body = bodyOf(view, activity, lane);
  if (body === nothing) return nothing;
  const bare = !DERIVED_KINDS.has(lane.kind) && !view.board.cards(activity, lane.id).length;
  return html`<div class="shelf ${bare ? 'shelf--bare' : ''}" data-kind=${lane.kind} id=${`cell:${activity}|${lane.id}`} data-cell=${`${activity}|${lane.id}`} style=${tone(lane.kind)}>
    <h4 class="shelf__title" lang=${lane.title ? view.board.language : nothing}>${laneTitle(lane)}</h4>${body}</div>`;
}

/** @param {View} view @param {string} activity @param {Lane} lane */
function bodyOf(view, activity, lane) {
  switch (lane.kind) {
    case 'storyboard': return sketch(view, activity);
    case 'touchpoint': return touchpoints(view, activity);
    case 'rating': return rates(view, activity);
    default: return cards(view, activity, lane);
  }
}

/** @param {View} view @param {string} activity @param {Lane} lane */
function cards(view, activity, lane) {
  const ids = view.board.cards(activity, lane.id);
  if (!ids.length && view.readOnly) return nothing;
  const words = openings(lane.kind)[0] || laneHint(lane) || t('cell.add');
  return html`${ids.length ? html`<ul class="shelf__cards">${repeat(ids, (id) => id, (id) => html`<li><bb-card tabindex="0" .card=${id} .kind=${lane.kind}></bb-card></li>`)}</ul>` : nothing}
    ${view.readOnly ? nothing : plus('add-card', words, `${t('cell.add')}: ${laneTitle(lane)}`)}`;
}

/** @param {View} view @param {string} activity */
function touchpoints(view, activity) {
  const ids = view.board.touchpoints(activity);
  if (!ids.length && view.readOnly) return nothing;
  return html`${ids.length ? html`<ul class="shelf__cards">${repeat(ids, (id) => id, (id) => html`<li><bb-phone-touchpoint .touchpoint=${id}></bb-phone-touchpoint></li>`)}</ul>` : nothing}
    ${view.readOnly ? nothing : html`<div class="shelf__acts">${plus('add-touchpoint', t('cell.addTouchpoint'))}
      <bb-camera .label=${t('phone.photoOfTouchpoint')} .write=${(/** @type {string} */ picture) => view.commands.addTouchpoint(activity, { picture })}></bb-camera></div>`}`;
}

/** @param {View} view @param {string} activity */
function sketch(view, activity) {
  const thing = view.board.activity(activity);
  if (!thing?.sketch && view.readOnly) return nothing;
  const live = html`<bb-sketching .activity=${activity}></bb-sketching>`;
  return html`${thing?.sketch ? html`<button class="shelf__sketch" type="button" data-act="sketch" aria-haspopup="dialog"><img src=${url(thing.sketch)} alt=${t('sketch.of', { activity: thing.text })} loading="lazy" decoding="async">${live}</button>` : live}
    ${view.readOnly ? nothing : html`<div class="shelf__acts"><button class="plus" type="button" data-act="add-sketch" aria-haspopup="dialog">${icon('pencil')}${t('sketch.begin')}</button>
      <bb-camera .label=${t('phone.photoOfSketch')} .write=${(/** @type {string} */ picture) => view.commands.setActivity(activity, 'sketch', picture)}></bb-camera></div>`}`;
}

/** @param {string} act @param {string} words @param {string} [where] */
function plus(act, words, where = '') {
  return html`<button class="plus" type="button" data-act=${act} aria-label=${where ? `${words} ${where}` : words}>${icon('plus')}<span>${words}</span></button>`;
}

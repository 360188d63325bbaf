// What has no place yet: noted here before it is sorted, or left when its stage or activity was taken away.
import { html, nothing, repeat } from '#lit';
import { keyOf } from '../board/items.js';
import { tone } from '../board/kinds.js';
import { looseOf, sieves, sifted } from '../board/loose.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import '../board/activity.js';
import '../board/card.js';
import './camera.js';
import './touchpoint.js';

/** @param {import('./phone.js').Phone} view */
export function trayPage(view) {
  const all = looseOf(view.board);
  return html`<section class="stage-page" data-drop="tray" aria-labelledby="phone-tray"><h2 class="phone__heading" id="phone-tray">${t('tray.title')}</h2>
    <p class="phone__lead">${t(all.length && !view.readOnly ? 'phone.tray' : 'tray.empty')}</p>
    ${sieves(all, view.sieve, (kind) => { view.sieve = kind; })}
    ${all.length ? html`<ul class="shelf__cards">${repeat(sifted(all, view.sieve), keyOf, (loose) => thing(view, loose))}</ul>` : nothing}
    ${view.readOnly ? nothing : ways()}
    ${view.readOnly ? nothing : html`<div class="shelf__acts"><button class="plus" type="button" data-act="add-loose">${icon('plus')}<span>${t('tray.add')}</span></button>
      <bb-camera .label=${t('phone.photoOfTouchpoint')} .write=${(/** @type {string} */ picture) => view.commands.addTouchpoint(null, { picture })}></bb-camera></div>`}</section>`;
}

/** Many pictures at once, quotes and lists. */
function ways() {
  void import('../board/ways.js');
  return html`<bb-ways></bb-ways>`;
}

/** @param {import('./phone.js').Phone} view @param {import('../board/loose.js').Loose} loose */
function thing({ board }, { root, id, kind }) {
  if (root === 'activities') return html`<li><bb-activity tabindex="0" .activity=${id}></bb-activity></li>`;
  if (root === 'touchpoints') return html`<li><bb-phone-touchpoint .touchpoint=${id}></bb-phone-touchpoint></li>`;
  const lane = board.lane(board.card(id)?.lane ?? '')?.kind ?? 'custom';
  return html`<li style=${tone(lane)}><bb-card tabindex="0" ?data-quote=${kind === 'quotes'} .card=${id} .kind=${lane}></bb-card></li>`;
}

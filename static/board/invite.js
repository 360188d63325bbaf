// An empty board says in a sentence what goes here, and offers it: typical stages by one press.
import { html, nothing } from '#lit';
import { t } from '../ui/i18n.js';
import { typicalStages } from './kinds.js';

/** @param {import('./board.js').BoardView} view */
export function invitation(view) {
  return html`<section class="invite" aria-label=${t('invite.title')}>
    <h2 class="invite__title">${view.readOnly ? t('invite.waiting') : t('invite.title')}</h2>
    <p class="invite__text">${view.readOnly ? t('invite.waitingText') : t('invite.text')}</p>
    ${view.readOnly ? nothing : html`<div class="starters">
      ${typicalStages().map((title) => html`<button class="starter starter--stage" type="button" data-act="add-stage" data-title=${title}>${title}</button>`)}
    </div>
    <div class="starters">
      <button class="starter" type="button" data-act="all-stages">${t('invite.all')}</button>
      <button class="starter" type="button" data-act="add-stage">${t('invite.own')}</button>
    </div>`}
  </section>`;
}

// Above the map, as on the poster: the persona, the journey's title, and what the signs mean.
import { html, nothing } from '#lit';
import { SERIES } from '../model/schema.js';
import { t } from '../ui/i18n.js';
import { smiley } from '../ui/icons.js';
import { strokeOf } from './curve.js';
import { mark } from './marks.js';

const FACES = [1, 2, 3, 4, 5];

/** @param {import('./board.js').BoardView} view */
export function heading(view) {
  const { title, scenario, scope } = view.board.meta();
  return html`<header class="board__header">
    <bb-persona .persona=${view.persona}></bb-persona>
    <div class="heading">
      <p class="heading__title">${title || t('board.untitled')}</p>
      ${scenario || scope ? html`<p class="heading__scenario">${[scenario, scope].filter(Boolean).join(' · ')}</p>` : nothing}
      ${view.board.stages().length ? legend() : nothing}
    </div>
  </header>`;
}

function legend() {
  return html`<ul class="legend" aria-label=${t('board.legend')}>
    ${SERIES.slice(0, 3).map((series) => html`<li><svg class="legend__line" viewBox="0 0 28 12" aria-hidden="true">${strokeOf(series)}</svg>${t(`series.${series}`)}</li>`)}
    <li>${mark('bolt')}${t('mark.painPoint')}</li>
    <li>${mark('star')}${t('mark.momentOfTruth')}</li>
    <li>${FACES.map((value) => smiley(value))}${t('legend.smileys')}</li>
  </ul>`;
}

// Above the map, as on the poster: the persona, what the journey is about, and what the signs mean.
import { html, nothing } from '#lit';
import { SERIES } from '../model/schema.js';
import { t } from '../ui/i18n.js';
import { FACES, icon, smiley } from '../ui/icons.js';
import { strokeOf } from './curve.js';
import { mark } from './marks.js';

/** On the wall the persona and the title stand beside the map. @param {import('./board.js').BoardView} view */
export function heading(view) {
  if (view.wall) return nothing;
  return html`<header class="board__header">
    <bb-persona .persona=${view.persona}></bb-persona>
    <div class="heading"><p class="heading__title" lang=${view.board.language} aria-hidden="true">${view.board.meta().title}</p>${journey(view)}${view.board.stages().length ? legend() : nothing}</div>
  </header>`;
}

/** What the journey is about; a press opens the rest: scope, who is responsible, what comes next. @param {import('./board.js').BoardView} view */
function journey(view) {
  const { scenario, scope, owner } = view.board.meta();
  const about = [scope, owner && t('journey.ownedBy', { owner })].filter(Boolean).join(' · ');
  const words = html`${scenario ? html`<span class="heading__scenario" lang=${view.board.language}>${scenario}</span>` : view.readOnly ? nothing : html`<span class="heading__begin">${icon('pencil')}${t('journey.begin')}</span>`}${about ? html`<span class="heading__about">${about}</span>` : nothing}`;
  if (view.readOnly && !scenario) return about ? html`<p class="heading__journey">${words}</p>` : nothing;
  return html`<button class="heading__journey ${scenario ? '' : 'heading__journey--empty'}" type="button" data-act="journey" aria-haspopup="dialog" title=${t('journey.title')}>${words}</button>`;
}

function legend() {
  return html`<ul class="legend" aria-label=${t('board.legend')}>
    ${SERIES.map((series) => html`<li><svg class="legend__line" viewBox="0 0 28 12" aria-hidden="true">${strokeOf(series)}</svg>${t(`series.${series}`)}</li>`)}
    <li>${mark('bolt')}${t('mark.painPoint')}</li>
    <li>${mark('star')}${t('mark.momentOfTruth')}</li>
    <li>${FACES.map((value) => smiley(value))}${t('legend.smileys')}</li>
  </ul>`;
}

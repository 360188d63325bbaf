// The page of a stage: its name, who else is here, the curve with this stretch of it, and its activities in order.
import { html, nothing, repeat } from '#lit';
import { disc } from '../ui/disc.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { curve } from './curve.js';
import '../board/text_field.js';
import './activity.js';

/** @typedef {import('./phone.js').Phone} View */

const DISCS = 4; // beside the name, so that nothing moves when people come and go

/** @param {View} view @param {string} stage @param {string|null} open */
export function stagePage(view, stage, open) {
  const { board } = view;
  const here = board.activitiesOf(stage);
  const first = board.columns().findIndex((column) => column.stage === stage);
  return html`<section class="stage-page" aria-label=${board.stage(stage)?.title || t('stage.one')}>
    ${heading(view, stage)}
    ${curve(view, stage, open)}
    ${here.length ? html`<ol class="legs">${repeat(here, (id) => id, (id, i) => html`<li class="leg"><bb-leg .view=${view} .activity=${id} .number=${first + i + 1} .open=${id === open || id === view.kept?.activity} .series=${view.series} .persona=${view.persona}></bb-leg></li>`)}</ol>` : nothing}
    ${here.length || view.readOnly ? none(here.length) : beginnings(stage)}
    ${view.readOnly ? nothing : html`<button class="plus plus--leg" type="button" data-act="add-activity" data-stage=${stage} aria-label=${t('activity.addTo', { stage: board.stage(stage)?.title ?? '' })}>${icon('plus')}${t('activity.add')}</button>`}
  </section>`;
}

/** @param {View} view @param {string} stage */
function heading(view, stage) {
  const title = view.board.stage(stage)?.title ?? '';
  const here = view.company.get(stage) ?? [];
  const names = here.length ? t('phone.here', { count: here.length, names: here.map(({ name }) => name).join(', ') }) : '';
  return html`<header class="stage-head" data-item=${`stages:${stage}`} role="group" aria-label=${t('stage.one')} tabindex="0">
      <h2 class="stage-head__title"><bb-text .of=${`stages:${stage}:title`} .value=${title} .hint=${t('stage.hint')} .plain=${(/** @type {string} */ value) => view.commands.renameStage(stage, value)}></bb-text></h2>
      ${here.length ? html`<p class="company" title=${names}>${here.slice(0, DISCS).map((person) => disc(person))}<span class="visually-hidden">${names}</span></p>` : nothing}
      ${view.readOnly ? nothing : html`<button class="more" type="button" data-act="menu" aria-label=${t('outline.more', { name: t('stage.one') })}></button>`}
    </header>`;
}

/** @param {number} count */
function none(count) {
  return count ? nothing : html`<p class="phone__lead">${t('activity.none')}</p>`;
}

/** A stage without activities says what goes there and offers how it may begin. @param {string} stage */
function beginnings(stage) {
  return html`<div class="phone__begin" data-stage=${stage}><p>${t('activity.invite')}</p>
    <div class="starters">${t('activity.openings').split('|').map((opening) => html`<button class="starter" type="button" data-act="add-activity" data-opening=${opening}>${opening.trim()} …</button>`)}</div></div>`;
}

// Before the stages: whose journey it is, what it is about, its curve and its stages; rows and bin are at hand here.
import { html, nothing } from '#lit';
import { settled } from '../board/items.js';
import { missingStages, typicalStages } from '../board/kinds.js';
import { thrown } from '../board/thrown.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { curve } from './curve.js';
import '../board/persona.js';

/** @typedef {import('./phone.js').Phone} View */

/** @param {View} view */
export function startPage(view) {
  const stages = view.board.stages();
  return html`<section class="stage-page" aria-labelledby="phone-persona"><h2 class="visually-hidden" id="phone-persona">${t('phone.start')}</h2>
      <bb-persona .persona=${view.persona}></bb-persona>
      ${journey(view)}
      ${stages.length ? curve(view, null, null) : nothing}</section>
    <section class="stage-page" aria-labelledby="phone-stages"><h2 class="phone__heading" id="phone-stages">${t(stages.length ? 'stages.title' : view.readOnly ? 'invite.waiting' : 'invite.title')}</h2>
      ${stages.length ? html`<ol class="chevrons">${stages.map(({ id, title }, i) => html`<li><button class="chevron stage--${i % 3}" type="button" data-page=${id}><span lang=${title ? view.board.language : nothing}>${title || t('stage.hint')}</span>
        <span class="chevron__count">${t('phone.activities', { count: view.board.activitiesOf(id).length })}</span></button></li>`)}</ol>` : html`<p class="phone__lead">${t(view.readOnly ? 'invite.waitingText' : 'invite.text')}</p>`}
      ${view.readOnly ? nothing : offers(view, stages.map(({ title }) => title))}</section>
    ${view.readOnly ? nothing : tools(view)}`;
}

/** What the journey is about; a press opens the rest. @param {View} view */
function journey(view) {
  const { scenario, scope, owner } = view.board.meta();
  const about = [scope, owner && t('journey.ownedBy', { owner })].filter(Boolean).join(' · ');
  if (view.readOnly && !scenario && !about) return nothing;
  const words = html`${scenario ? html`<span class="about__scenario" lang=${view.board.language}>${scenario}</span>` : view.readOnly ? nothing : html`<span class="heading__begin">${icon('pencil')}${t('journey.begin')}</span>`}${about ? html`<span class="about__more">${about}</span>` : nothing}`;
  return html`<button class="about" type="button" data-act="journey" aria-haspopup="dialog">${words}</button>`;
}

/** The typical stages that are still missing, until the first activity hangs; and one's own. @param {View} view @param {string[]} titles */
function offers(view, titles) {
  return html`<div class="starters" lang=${view.board.language}>
    ${missingStages(view.board).map((title) => html`<button class="starter starter--stage" type="button" @click=${() => void hang(view, [title])}>${title}</button>`)}</div>
    <div class="starters">${titles.length ? nothing : html`<button class="starter" type="button" @click=${() => void hang(view, typicalStages())}>${t('invite.all')}</button>`}
      <button class="starter" type="button" data-act="add-stage">${t('invite.own')}</button></div>`;
}

/** One stays here, where more are offered; the focus goes to the first that came, for its offer is gone. @param {View} view @param {string[]} titles */
async function hang(view, titles) {
  const [first] = view.commands.together(() => titles.map((title) => view.commands.addStage(title))) ?? [];
  await settled();
  /** @type {HTMLElement|null} */ (view.querySelector(`.chevron[data-page="${first}"]`))?.focus({ preventScroll: true });
}

/** @param {View} view */
function tools(view) {
  const { length } = thrown(view.board);
  return html`<div class="phone__tools">
    <button class="button" type="button" data-act="lanes" aria-haspopup="dialog">${icon('layers')}${t('tools.lanes')}</button>
    <button class="button" type="button" data-act="bin" aria-haspopup="dialog" aria-label=${t('tools.bin', { count: length })}>${icon('trash-2')}${t('bin.title')}</button></div>`;
}

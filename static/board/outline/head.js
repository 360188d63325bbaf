// How the outline begins: what the journey is about, and whose it is.
import { html, nothing } from '#lit';
import { url } from '../../sync/pictures.js';
import { t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';
import { line, more } from './entry.js';

const MOST = ['age', 'gender', 'nationality', 'residence', 'occupation', 'income', 'goals', 'values', 'needs', 'interests', 'motivation', 'fears', 'obstacles', 'behaviours', 'emotions', 'says', 'thinks', 'does', 'feels', 'gains', 'pains'];
const OWN = /^(?:scale|custom):/;

/** @typedef {import('./outline.js').Outline} View */

/** @param {View} view */
export function journey(view) {
  const { scenario, scope, owner, next } = view.board.meta();
  const known = /** @type {const} */ ([['scenario', scenario], ['scope', scope], ['owner', owner], ['next', next]]).filter(([, words]) => words);
  return html`<section class="part" aria-labelledby="outline-journey"><h2 class="part__title" id="outline-journey">${t('journey.title')}</h2>
    ${facts(view, known.map(([field, words]) => [t(`journey.${field}`), words]))}
    ${view.readOnly ? nothing : html`<button class="button button--quiet outline__add" type="button" data-open="journey" aria-haspopup="dialog">${icon('pencil')}<span>${known.length ? t('outline.edit') : t('journey.begin')}</span></button>`}</section>`;
}

/** @param {View} view */
export function personas(view) {
  const ids = view.board.personas();
  return html`<section class="part" aria-labelledby="outline-personas"><h2 class="part__title" id="outline-personas">${t(ids.length > 1 ? 'persona.several' : 'persona.title')}</h2>
    ${ids.map((id) => persona(view, id))}
    ${view.readOnly || ids.length ? nothing : html`<button class="button button--quiet outline__add" type="button" data-open="personas:" aria-haspopup="dialog">${icon('user-plus')}<span>${t('persona.begin')}</span></button>`}</section>`;
}

/** @param {View} view @param {string} id */
function persona(view, id) {
  const who = view.board.persona(id);
  if (!who) return nothing;
  const ref = /** @type {const} */ ({ root: 'personas', id });
  const known = [...MOST.map((field) => [t(`persona.${field}`), who[field]]), ...Object.keys(who).filter((key) => OWN.test(key)).sort().map((key) => [key.replace(OWN, ''), who[key]])];
  const label = t('persona.name');
  return html`<div class="who">${who.picture ? html`<img class="who__picture" src=${url(who.picture)} alt="">` : nothing}
    <div class="entry"><h3 class="entry__head"><span class="visually-hidden">${t('persona.title')}</span>${line(ref, label, { field: 'name', hint: t('persona.unnamed'), plain: (name) => view.commands.setPersona(id, 'name', name || null) })}</h3>${more(ref, t('persona.title'), view.readOnly)}</div>
    ${long(view, id, 'quote')}${long(view, id, 'story')}
    ${facts(view, known.filter(([, value]) => value !== undefined && value !== null && value !== ''))}</div>`;
}

/** @param {View} view @param {string} id @param {'quote'|'story'} field */
function long(view, id, field) {
  if (view.readOnly && !view.board.text('personas', id, field)?.length) return nothing;
  return html`<div class="who__text who__text--${field}"><span class="who__label" aria-hidden=${view.readOnly ? nothing : 'true'}>${t(`persona.${field}`)}</span>
    <bb-line .of=${`personas:${id}:${field}`} .label=${t(`persona.${field}`)} .hint=${t(`persona.${field}Hint`)}></bb-line></div>`;
}

/** @param {View} view @param {readonly (readonly any[])[]} known */
function facts(view, known) {
  if (!known.length) return nothing;
  return html`<dl class="facts">${known.map(([name, value]) => html`<div><dt>${name}</dt><dd dir="auto" lang=${view.board.language}>${value}</dd></div>`)}</dl>`;
}

// The empathy map as the picture that everybody knows: what the persona says, thinks, does and feels round the face, gains and pains below.
import { html, nothing } from '#lit';
import { url } from '../../sync/pictures.js';
import { t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';
import { line } from './fields.js';

/** @typedef {import('../../model/schema.js').Persona} Persona */
/** @typedef {(field: string) => (value: any) => unknown} Set */

const ROUND = ['says', 'thinks', 'does', 'feels'];
const BELOW = ['gains', 'pains'];

/** @param {Persona} persona @param {Set} set @param {boolean} readOnly */
export function empathyMap(persona, set, readOnly) {
  const part = (/** @type {string} */ field) => html`<div class="empathy__part empathy__part--${field}" data-part=${field}>${readOnly
    ? html`<p class="field__label">${t(`persona.${field}`)}</p><p class="empathy__told" dir="auto" lang=${document.documentElement.lang}>${persona[field] ?? nothing}</p>`
    : line(t(`persona.${field}`), persona[field], set(field), { lines: 3, of: `personas:${persona.id}:${field}`, placeholder: t(`persona.${field}.hint`) })}</div>`;
  return html`<div class="empathy" role="group" aria-label=${t('persona.empathy')}>
    <div class="empathy__round">${ROUND.map(part)}
      <span class="empathy__face" aria-hidden="true">${persona.picture ? html`<img src=${url(persona.picture)} alt="">` : icon('user')}</span></div>
    <div class="empathy__below">${BELOW.map(part)}</div>
  </div>`;
}

/** Whether anything stands in it. @param {Persona} persona */
export function hasEmpathy(persona) {
  return [...ROUND, ...BELOW].some((field) => persona[field]);
}

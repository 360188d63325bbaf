// The fields of the panels: written when one leaves them; who may only look reads them as text.
import { html, nothing } from '#lit';
import { number, t } from '../../ui/i18n.js';
import './plain_field.js';

/** @typedef {import('../../model/schema.js').Value} Value */
/** `of`: where it is, for the others to see; `lines`: how many it starts with, one for words that wrap but never break; `code`: the most letters. @typedef {{readOnly?: boolean, of?: string, type?: string, placeholder?: string, list?: string, min?: number, max?: number, step?: number, lines?: number, code?: number}} How */

/** @param {unknown} label @param {Value|undefined} value @param {(value: string|null) => unknown} write @param {How} [how] */
export function line(label, value, write, how = {}) {
  return how.readOnly ? told(label, value) : html`<bb-plain .label=${label} .value=${value} .write=${write} .how=${how} .of=${how.of ?? ''}></bb-plain>`;
}

/** Several lines. @param {string} label @param {Value|undefined} value @param {(value: string|null) => unknown} write @param {How} [how] */
export function area(label, value, write, how = {}) {
  return line(label, value, write, { lines: 2, ...how });
}

/** @param {string} label @param {Value|undefined} value @param {readonly (readonly [string, string])[]} options @param {(value: string|null) => unknown} write @param {How} [how] */
export function choice(label, value, options, write, { readOnly = false } = {}) {
  if (readOnly) return told(label, options.find(([key]) => key === value)?.[1]);
  return html`<label class="field"><span class="field__label">${label}</span>
    <select class="input" @change=${(/** @type {Event} */ event) => write(valueOf(event))}>
      <option value="" ?selected=${!value}>${t('field.none')}</option>
      ${options.map(([key, name]) => html`<option value=${key} ?selected=${key === value}>${name}</option>`)}
    </select></label>`;
}

/** @param {string} label @param {boolean|undefined} on @param {(value: true|null) => unknown} write @param {unknown} [sign] @param {How} [how] */
export function toggle(label, on, write, sign = nothing, { readOnly = false } = {}) {
  if (readOnly && !on) return nothing;
  return html`<button class="toggle" type="button" aria-pressed=${on === true} ?disabled=${readOnly} @click=${() => write(on ? null : true)}>${sign}${label}</button>`;
}

/** What is unknown is not mentioned to who only reads. @param {unknown} label @param {unknown} value */
export function told(label, value) {
  if (value === null || value === undefined || value === '') return nothing;
  return html`<div class="field told"><span class="field__label">${label}</span><span dir="auto">${typeof value === 'number' ? number(value) : value}</span></div>`;
}

/** A number within its bounds, or nothing. @param {string|null} text @param {number} low @param {number} high */
export function bounded(text, low, high) {
  const value = Number(text);
  return text === null || Number.isNaN(value) ? null : Math.min(high, Math.max(low, value));
}

/** @param {Event} event */
function valueOf(event) {
  return /** @type {HTMLInputElement} */ (event.target).value.trim() || null;
}

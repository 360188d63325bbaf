// A choice of few that are all in sight: pressed again, it is open again.
import { html } from '#lit';
import { told } from './fields.js';

/** @param {string} label @param {unknown} value @param {readonly (readonly [any, string])[]} options @param {(value: any) => unknown} write @param {boolean} readOnly */
export function segments(label, value, options, write, readOnly) {
  if (readOnly) return told(label, options.find(([key]) => key === value)?.[1]);
  return html`<div class="field"><span class="field__label" aria-hidden="true">${label}</span>
    <div class="segments" role="group" aria-label=${label}>${options.map(([key, name]) => html`<button class="segment" type="button" aria-pressed=${key === value} @click=${() => write(key === value ? null : key)}>${name}</button>`)}</div></div>`;
}

// Scales of a persona: characteristics on a slider between two ends, kept as flat keys (`scale:LABEL`).
import { html, nothing, repeat } from '#lit';
import { t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';

/** @typedef {(field: string) => (value: any) => unknown} Set */

const PREFIX = 'scale:';
const BETWEEN = ' – '; // a label names both ends, "frugal – generous", or one characteristic
const MIDDLE = 50;

/** Both ends of a scale; of one characteristic: little and much of it. @param {string} label @returns {[string, string]} */
function endsOf(label) {
  const [left = '', ...right] = label.split(BETWEEN);
  return right.length ? [left, right.join(BETWEEN)] : [t('scale.low'), t('scale.high')];
}

/** @param {Record<string, any>} persona @param {Set} set @param {boolean} readOnly */
export function scales(persona, set, readOnly) {
  const labels = Object.keys(persona).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length)).sort();
  const offers = t('scale.typical').split('|').filter((label) => !labels.includes(label));
  return html`${repeat(labels, (label) => label, (label) => (readOnly ? drawn(label, persona[PREFIX + label]) : slider(label, persona[PREFIX + label], set(PREFIX + label))))}
    ${readOnly ? nothing : html`${maker((label) => set(PREFIX + label)(MIDDLE))}
      ${offers.length ? html`<div class="starters starters--small">${offers.map((label) => html`<button class="starter" type="button" @click=${() => set(PREFIX + label)(MIDDLE)}>+ ${label}</button>`)}</div>` : nothing}`}`;
}

/** @param {string} label @param {unknown} value @param {(value: number|null) => unknown} write */
function slider(label, value, write) {
  const say = (/** @type {Event} */ { target }) => {
    const field = /** @type {HTMLInputElement} */ (target);
    field.setAttribute('aria-valuetext', inWords(label, Number(field.value)));
  };
  return html`<div class="scale">${title(label)}
    <input type="range" min="0" max="100" step="5" .value=${String(value)} aria-label=${label} aria-valuetext=${inWords(label, Number(value))}
      @input=${say} @change=${(/** @type {Event} */ { target }) => write(Number(/** @type {HTMLInputElement} */ (target).value))}>
    <button class="button button--quiet button--icon" type="button" aria-label=${t('act.removeNamed', { name: label })} @click=${() => write(null)}>${icon('x')}</button>
    ${ends(label)}</div>`;
}

/** For who only looks, and on paper. @param {string} label @param {unknown} value */
function drawn(label, value) {
  return html`<div class="scale scale--drawn" role="img" aria-label=${`${label}: ${inWords(label, Number(value))}`}>${title(label)}
    <span class="scale__line" style="--at: ${Number(value)}%"></span>${ends(label)}</div>`;
}

/** @param {string} label */
function title(label) {
  return label.includes(BETWEEN) ? nothing : html`<span class="scale__title">${label}</span>`;
}

/** @param {string} label */
function ends(label) {
  const [left, right] = endsOf(label);
  return html`<span class="scale__ends" aria-hidden="true"><span>${left}</span><span>${right}</span></span>`;
}

/** @param {string} label @param {number} value */
function inWords(label, value) {
  const [left, right] = endsOf(label);
  return t('scale.between', { value, left, right });
}

/** Both ends in one line; the second may stay empty. @param {(label: string) => unknown} make */
function maker(make) {
  const add = (/** @type {Event} */ event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const given = new FormData(form);
    const [left, right] = ['left', 'right'].map((name) => String(given.get(name) ?? '').trim().replaceAll(':', ' '));
    if (left) make(right ? left + BETWEEN + right : left);
    form.reset();
  };
  const end = (/** @type {string} */ name, /** @type {string} */ hint) => html`<input class="input" name=${name} placeholder=${hint} aria-label=${hint} autocomplete="off" maxlength="40">`;
  return html`<form class="inline-add inline-add--ends" @submit=${add}>${end('left', t('scale.left'))}<span aria-hidden="true">–</span>${end('right', t('scale.right'))}
    <button class="button button--icon" type="submit" aria-label=${t('persona.addScale')} title=${t('persona.addScale')}>${icon('plus')}</button></form>`;
}

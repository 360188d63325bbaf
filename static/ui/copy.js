// A line of text with a button that copies it; where the clipboard is closed (plain HTTP), the text is selected instead.
import { html } from '#lit';
import { t } from './i18n.js';
import { icon } from './icons.js';
import { announce } from './live.js';

const SHOWN_MS = 2_000;

/** @param {string} text @param {string} label what it is, for those who listen */
export function copyLine(text, label) {
  return html`<div class="copy"><input class="input copy__text" readonly .value=${text} aria-label=${label} @focus=${selectAll}>
    <button class="button" type="button" @click=${copy} aria-label="${t('app.copy')}: ${label}">${icon('copy')}<span>${t('app.copy')}</span></button></div>`;
}

/** @param {Event} event */
async function copy(event) {
  const button = /** @type {HTMLElement} */ (event.currentTarget);
  const field = /** @type {HTMLInputElement} */ (button.previousElementSibling);
  try {
    await navigator.clipboard.writeText(field.value);
    confirm(button);
  } catch {
    field.select();
    announce(t('app.copyFailed'));
  }
}

/** @param {HTMLElement} button */
function confirm(button) {
  const word = /** @type {HTMLElement} */ (button.querySelector('span'));
  word.textContent = t('app.copied');
  announce(t('app.copied'));
  setTimeout(() => { word.textContent = t('app.copy'); }, SHOWN_MS);
}

/** @param {Event} event */
function selectAll(event) {
  /** @type {HTMLInputElement} */ (event.target).select();
}

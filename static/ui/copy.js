// A line of text, or some, with a button that copies it; where the clipboard is closed (plain HTTP), the text is selected instead.
import { html, nothing } from '#lit';
import { t } from './i18n.js';
import { icon } from './icons.js';
import { announce } from './live.js';

const SHOWN_MS = 2_000;
const MOST_ROWS = 12; // then it scrolls

/** @param {string} text @param {string} label what it is, for those who listen */
export function copyLine(text, label) {
  return html`<div class="copy"><input class="input copy__text" readonly .value=${text} aria-label=${label} @focus=${selectAll}>
    ${copier(label)}</div>`;
}

/** Lines of text, to read whole and to copy at once. @param {string} text @param {string} label @param {unknown} [more] what else can be done with them */
export function copyLines(text, label, more = nothing) {
  const rows = Math.min(MOST_ROWS, text.split('\n').length + 1);
  return html`<div class="copy copy--lines"><textarea class="input copy__text" readonly rows=${rows} dir="auto" .value=${text} aria-label=${label} @focus=${selectAll}></textarea>
    <div class="copy__acts">${more}${copier(label)}</div></div>`;
}

/** @param {string} label */
function copier(label) {
  return html`<button class="button" type="button" @click=${copy} aria-label="${t('app.copy')}: ${label}">${icon('clipboard')}<span>${t('app.copy')}</span></button>`;
}

/** @param {Event} event */
async function copy(event) {
  const button = /** @type {HTMLElement} */ (event.currentTarget);
  const field = /** @type {HTMLInputElement} */ (button.closest('.copy')?.querySelector('.copy__text'));
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

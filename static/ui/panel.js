// The panel beside the board: one at a time, never over what one works on (on a phone a sheet from below); Escape goes back.
import { html, render } from '#lit';
import { onBack } from './back.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { wayBack } from './way_back.js';

/** @typedef {{name: string, title: string, body: () => unknown}} Content */

/** @type {{name: string, opener: HTMLElement|null}|null} */
let shown = null;
let settle = () => {};
let goBack = () => {};

/** The name of the open panel, null if there is none. */
export function openedPanel() { return shown?.name ?? null; }

/** What the focus goes back to when the panel is put away. */
export function openerOfPanel() { return shown?.opener ?? null; }

/** Shows a panel, or puts it away when it is the one that is open. @param {Content} content @param {HTMLElement|null} [opener] */
export function togglePanel(content, opener = null) {
  if (shown?.name === content.name) closePanel();
  else openPanel(content, opener);
}

/** @param {Content} content @param {HTMLElement|null} [opener] where the focus returns to */
export function openPanel({ name, title, body }, opener = null) {
  const place = host();
  const from = opener ?? /** @type {HTMLElement|null} */ (document.activeElement);
  setExpanded(false);
  settle();
  settle = onBack(closePanel);
  const last = shown && place.contains(from) ? shown : null; // a panel that gives way to another takes its buttons along
  shown = { name, opener: last ? last.opener : from };
  if (!last) goBack = wayBack(from);
  setExpanded(true);
  render(html`
    <section class="panel" aria-labelledby="panel-title" @keydown=${closeOnEscape}>
      <header class="panel__head">
        <h2 class="panel__title" id="panel-title" tabindex="-1">${title}</h2>
        <button class="button button--quiet button--icon" type="button" aria-label=${t('app.close')} @click=${closePanel}>${icon('x')}</button>
      </header>
      <div class="panel__body">${body()}</div>
    </section>`, place);
  document.body.dataset.panel = name;
  place.querySelector('h2')?.focus({ preventScroll: true });
}

export function closePanel() {
  if (!shown) return;
  settle();
  setExpanded(false);
  shown = null;
  render(html``, host());
  delete document.body.dataset.panel;
  goBack();
}

/** @param {KeyboardEvent} event */
function closeOnEscape(event) {
  if (event.key !== 'Escape' || event.defaultPrevented) return;
  event.preventDefault();
  closePanel();
}

/** On the button of the panel, or on the thing that it tells of. @param {boolean} open */
function setExpanded(open) {
  const { name, opener } = shown ?? {};
  if (opener?.dataset.panel === name) opener?.setAttribute('aria-expanded', String(open));
  if (opener?.dataset.item === name) opener?.toggleAttribute('data-told', open);
}

function host() {
  return /** @type {HTMLElement} */ (document.getElementById('panel'));
}

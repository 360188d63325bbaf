// The quiet bar of what is selected: how many, and what can be done with all of them at once.
import { html, nothing, render } from '#lit';
import { onBack } from '../ui/back.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { actsOn } from './several.js';

/** @typedef {import('./items.js').Surface} View */
/** @typedef {import('./selection.js').Selection} Selection */

/** @type {HTMLElement|null} */
let place = null;
let settle = () => {};

/** @param {View} view @param {Selection} selection */
export function drawBar(view, selection) {
  if (!place) {
    place = document.createElement('div');
    place.className = 'selected';
    place.setAttribute('role', 'group');
    settle = onBack(() => end(view, selection));
    (document.getElementById('main') ?? document.body).append(place);
  }
  place.setAttribute('aria-label', selection.words);
  render(html`<p class="selected__count">${selection.words}</p>
    ${actsOn(view, () => selection.whole).map(({ label, icon: name, act, checked }) => html`
      <button class="button button--quiet ${checked === undefined ? '' : 'selected__mark'}" type="button" title=${label} aria-pressed=${checked ?? nothing} @click=${act}>${icon(name)}<span>${label}</span></button>`)}
    <button class="button button--quiet button--icon" type="button" aria-label=${t('select.end')} title=${t('select.end')} @click=${() => end(view, selection)}>${icon('x')}</button>`, place);
}

export function closeBar() {
  if (!place) return;
  settle();
  render(nothing, place);
  place.remove();
  place = null;
}

/** @param {View} view @param {Selection} selection */
function end(view, selection) {
  const [first] = view.querySelectorAll(/** @type {'div'} */ ('[data-selected]'));
  selection.clear();
  first?.focus({ preventScroll: true });
}

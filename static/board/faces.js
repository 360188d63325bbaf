// How a touchpoint feels: five faces, pain point, moment of truth, by one press each.
import { html, render } from '#lit';
import { t } from '../ui/i18n.js';
import { FACES, smiley } from '../ui/icons.js';
import { styles } from '../ui/styles.js';
import { refOf } from './items.js';
import { mark } from './marks.js';

/** @typedef {import('./items.js').Surface} View */

const GAP_PX = 6;

/** @param {View} view @param {HTMLElement} from */
export async function openFaces(view, from) {
  const ref = refOf(from);
  if (ref?.root !== 'touchpoints') return;
  await styles('css/things.css');
  const place = document.createElement('div');
  place.className = 'faces-card';
  place.popover = 'auto';
  place.setAttribute('role', 'dialog');
  place.setAttribute('aria-label', t('touchpoint.rate'));
  const anchor = /** @type {HTMLElement} */ (from.closest('[data-item]') ?? from);
  const draw = () => render(body(view, ref.id, draw, () => place.hidePopover()), place);
  draw();
  document.body.append(place);
  place.addEventListener('toggle', (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === 'closed') {
      place.remove();
      anchor.focus({ preventScroll: true });
    }
  });
  place.addEventListener('keydown', (event) => walkFaces(event, place));
  place.showPopover();
  lay(place, anchor);
  /** @type {HTMLElement|null} */ (place.querySelector('[aria-checked="true"]') ?? place.querySelector('button'))?.focus();
}

/** @param {View} view @param {string} id @param {() => void} redraw @param {() => void} close */
function body(view, id, redraw, close) {
  const thing = view.board.touchpoint(id);
  const set = (/** @type {string} */ field, /** @type {import('../model/schema.js').Value} */ value) => {
    view.commands.setTouchpoint(id, field, value);
    redraw();
  };
  const rate = (/** @type {number} */ value) => {
    set('smiley', thing?.smiley === value ? null : value);
    close();
  };
  return html`<div class="faces" role="radiogroup" aria-label=${t('touchpoint.smiley')}>
      ${FACES.map((value) => html`<button class="face" type="button" role="radio" aria-checked=${thing?.smiley === value} aria-label=${t(`smiley.${value}`)} title=${t(`smiley.${value}`)} @click=${() => rate(value)}>${smiley(value)}</button>`)}
    </div>
    <div class="toggles">
      <button class="toggle" type="button" aria-pressed=${thing?.painPoint === true} @click=${() => set('painPoint', thing?.painPoint ? null : true)}>${mark(thing?.painPoint ? 'bolt' : 'bolt-off')}${t('mark.painPoint')}</button>
      <button class="toggle" type="button" aria-pressed=${thing?.momentOfTruth === true} @click=${() => set('momentOfTruth', thing?.momentOfTruth ? null : true)}>${mark(thing?.momentOfTruth ? 'star' : 'star-off')}${t('mark.momentOfTruth')}</button>
    </div>`;
}

/** Beside a thing, where there is room. @param {HTMLElement} place @param {HTMLElement} anchor */
export function lay(place, anchor) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = place;
  const top = at.bottom + GAP_PX + height < innerHeight ? at.bottom + GAP_PX : Math.max(GAP_PX, at.top - GAP_PX - height);
  place.style.inset = `${top}px auto auto ${Math.max(GAP_PX, Math.min(at.left, innerWidth - width - GAP_PX))}px`;
}

/** @param {KeyboardEvent} event @param {HTMLElement} place */
function walkFaces(event, place) {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const all = [...place.querySelectorAll('button')];
  const at = all.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
  if (by) all[(at + by + all.length) % all.length]?.focus();
  else if (/^[1-5]$/.test(event.key)) all[Number(event.key) - 1]?.click();
  else return;
  event.preventDefault();
}

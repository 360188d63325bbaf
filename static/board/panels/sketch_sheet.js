// Where one draws: the storyboard's card itself, grown large enough for a hand; on a phone it fills the width.
import { html, render } from '#lit';
import { onBack } from '../../ui/back.js';
import { t } from '../../ui/i18n.js';
import { styles } from '../../ui/styles.js';
import './sketch_pad.js';
import { takeBrush } from './strokes.js';

/** @typedef {import('./sketch_pad.js').SketchPad} SketchPad */

const GAP_PX = 8;

/** @param {string} activity @param {HTMLElement} opener */
export async function openSketch(activity, opener) {
  await Promise.all([takeBrush(), styles('css/things.css')]);
  document.querySelector('.sketch-sheet')?.remove();
  const place = document.createElement('div');
  place.className = 'sketch-sheet';
  place.popover = 'manual';
  place.setAttribute('role', 'dialog');
  place.setAttribute('aria-label', t('sketch.begin'));
  const card = /** @type {HTMLElement|null} */ (opener.closest('.cell') ?? opener);
  const close = () => {
    settle();
    place.remove();
    card?.focus({ preventScroll: true });
  };
  render(html`<bb-sketch-pad .activity=${activity} .close=${close}></bb-sketch-pad>`, place);
  (document.getElementById('main') ?? document.body).append(place); // a landmark
  place.showPopover();
  const pad = /** @type {SketchPad} */ (place.firstElementChild);
  const settle = onBack(() => pad.leave());
  await pad.updateComplete;
  lay(place, opener.getBoundingClientRect());
  place.addEventListener('keydown', (event) => press(event, pad));
  /** @type {HTMLElement|null} */ (place.querySelector('[aria-checked="true"]'))?.focus();
}

/** With its middle over the card, but all of it on the screen. @param {HTMLElement} place @param {DOMRect} card */
function lay(place, card) {
  const { offsetWidth: width, offsetHeight: height } = place;
  const within = (/** @type {number} */ at, /** @type {number} */ most) => Math.max(GAP_PX, Math.min(at, most - GAP_PX));
  const left = within(card.left + (card.width - width) / 2, innerWidth - width);
  const top = within(card.top + (card.height - height) / 2, innerHeight - height);
  place.style.inset = `${top}px auto auto ${left}px`;
  place.style.transformOrigin = `${card.left + card.width / 2 - left}px ${card.top + card.height / 2 - top}px`;
}

/** Escape leaves, and what was drawn stays; undo takes back a stroke and nothing of the board. @param {KeyboardEvent} event @param {SketchPad} pad */
function press(event, pad) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const tool = /** @type {HTMLElement} */ (event.target);
  if (event.key === 'Escape') pad.leave();
  else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z') pad.back();
  else if (by && tool.matches('[role="radio"]')) {
    const all = [...pad.querySelectorAll('[role="radio"]')];
    const next = /** @type {HTMLElement} */ (all[(all.indexOf(tool) + by + all.length) % all.length]);
    next.click();
    next.focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

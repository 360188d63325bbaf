// The focus stays on a thing while others move what stands beside it, and a text where it is on the screen: a browser lets go of what is
// taken out, even if it is put in again at once.
import { elementOf, refOf } from './items.js';
import { entrance } from './walk.js';

/** @typedef {import('./board.js').BoardView} View */

const THINGS = '[data-item], .cell, .pin, .activity--idle';

/** @param {View} view */
export function keepFocus(view) {
  const { signal } = view.stop;
  let pressed = false; // a press elsewhere takes the focus away on purpose
  document.addEventListener('pointerdown', () => {
    pressed = true;
    setTimeout(() => { pressed = false; });
  }, { capture: true, signal });
  view.addEventListener('focusout', ({ target, relatedTarget }) => {
    const thing = /** @type {HTMLElement} */ (target);
    if (relatedTarget || pressed || !thing.matches(THINGS)) return;
    const [ref, place] = [refOf(thing), thing.closest('.cell')];
    /** @param {HTMLElement|null|undefined} stop */
    const goOn = (stop) => { if (document.activeElement === document.body) stop?.focus({ preventScroll: true }); };
    queueMicrotask(() => {
      if (thing.isConnected) goOn(thing);
      else setTimeout(() => goOn((ref && elementOf(view, ref)) ?? rest(view, place))); // once it is drawn where others have carried it
    });
  }, { signal });
  view.addEventListener('focusin', ({ target }) => {
    const field = /** @type {HTMLElement} */ (target);
    if (field.matches('.board__content .text__field')) void import('./still.js').then(({ hold }) => { if (document.activeElement === field) hold(view, field); });
  }, { signal });
}

/** Where one goes on when others have thrown a thing away: at what else stands in its place, or in the place. @param {View} view @param {Element|null} place */
function rest(view, place) {
  return /** @type {HTMLElement|null} */ (place?.isConnected ? place.querySelector('[data-item]') ?? place : entrance(view.map));
}

// The focus stays on a thing while others move what stands beside it, and a text where it is on the screen: a browser lets go of what is
// taken out, even if it is put in again at once.

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
    queueMicrotask(() => { if (thing.isConnected && document.activeElement === document.body) thing.focus({ preventScroll: true }); });
  }, { signal });
  view.addEventListener('focusin', ({ target }) => {
    const field = /** @type {HTMLElement} */ (target);
    if (field.matches('.board__content .text__field')) void import('./still.js').then(({ hold }) => { if (document.activeElement === field) hold(view, field); });
  }, { signal });
}

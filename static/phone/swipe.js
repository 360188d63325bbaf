// A swipe to the side turns the page; what rolls up and down, or is pinched, stays the browser's own.

const LEAST_PX = 56; // nobody swipes that far by chance
const SLANT = 2; // so many times further to the side than up or down
const LONGEST_MS = 700; // a finger that rests has changed its mind

/** @param {HTMLElement} place @param {(by: 1|-1) => void} turn @param {AbortSignal} signal */
export function listenToSwipes(place, turn, signal) {
  /** @type {PointerEvent|null} */
  let began = null;
  place.addEventListener('pointerdown', (event) => {
    const target = /** @type {Element} */ (event.target);
    began = event.pointerType === 'touch' && event.isPrimary && !target.closest('textarea, input, select, canvas') ? event : null;
  }, { passive: true, signal });
  place.addEventListener('pointerup', (event) => {
    if (!began || event.pointerId !== began.pointerId || document.body.dataset.dragging) return;
    const [dx, dy, ms] = [event.clientX - began.clientX, event.clientY - began.clientY, event.timeStamp - began.timeStamp];
    began = null;
    if (Math.abs(dx) >= LEAST_PX && Math.abs(dx) > SLANT * Math.abs(dy) && ms < LONGEST_MS) turn(dx < 0 ? 1 : -1);
  }, { passive: true, signal });
  place.addEventListener('pointercancel', () => { began = null; }, { passive: true, signal });
}

// The map moves under the hand: by dragging its empty ground, by the middle button, or anywhere while Space is held.
// A finger scrolls by itself; Shift is left to those who choose several things.
import { swallowClick } from './drag.js';

/** @typedef {import('./board.js').BoardView} View */

const SLOP_PX = 4;
const TAKEN = 'button:not(.add), a, input, textarea, select, label, summary, .pin'; // an offer in an empty place is ground too: it is pressed, not pulled
const THING = '[data-item], [data-pin], .sketch, .persona, .invite';

/** @param {View} view */
export function listenToPanning(view) {
  const { signal } = view.stop;
  const space = holdsSpace(view);
  view.addEventListener('pointerdown', (down) => {
    const target = /** @type {HTMLElement} */ (down.target);
    if (down.pointerType === 'touch' || down.shiftKey || down.ctrlKey || down.metaKey || !view.scroller.contains(target)) return;
    const anywhere = (down.button === 1 || (down.button === 0 && space.held)) && !target.closest('input, textarea');
    if (!anywhere && (down.button !== 0 || !isGround(view, target, down))) return;
    if (anywhere) down.stopPropagation();
    if (space.held) space.take();
    new Pan(view, down);
  }, { capture: true, signal });
  // No scrolling by itself, which some systems begin with the middle button
  view.addEventListener('mousedown', (event) => { if (event.button === 1 && view.dataset.panning !== undefined) event.preventDefault(); }, { signal });
}

/** Nothing lies there that one could press or lift; who may only look lifts nothing. @param {View} view @param {HTMLElement} target @param {PointerEvent} at */
function isGround(view, target, { clientX, clientY }) {
  const { scroller } = view;
  const box = scroller.getBoundingClientRect();
  const onBar = clientX - box.left > scroller.clientWidth || clientY - box.top > scroller.clientHeight;
  return !onBar && !target.closest(view.readOnly ? TAKEN : `${TAKEN}, ${THING}`);
}

/** Space belongs to a field or a button that has the focus; a thing that it has lifted is laid down when the hand drags the map. @param {View} view */
function holdsSpace(view) {
  const { signal } = view.stop;
  const state = {
    held: false,
    take: () => void document.activeElement?.closest('[data-item]')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true })),
  };
  const hold = (/** @type {boolean} */ held) => {
    state.held = held;
    view.toggleAttribute('data-space', held);
  };
  document.addEventListener('keydown', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.key !== ' ' || target.closest(`${TAKEN}, [role="slider"], [role="menu"], .panel`)) return;
    if (!target.closest('[data-item], .cell')) event.preventDefault(); // nothing scrolls by it
    hold(true);
  }, { capture: true, signal });
  document.addEventListener('keyup', (event) => { if (event.key === ' ') hold(false); }, { capture: true, signal });
  addEventListener('blur', () => hold(false), { signal });
  return state;
}

class Pan {
  #view;
  #down;
  #x;
  #y;
  #moved = false;
  #stop = new AbortController();

  /** @param {View} view @param {PointerEvent} down */
  constructor(view, down) {
    this.#view = view;
    this.#down = down;
    this.#x = down.clientX;
    this.#y = down.clientY;
    if (down.button === 1) this.#begin();
    const { signal } = this.#stop;
    document.addEventListener('pointermove', (event) => this.#move(event), { signal });
    for (const type of /** @type {const} */ (['pointerup', 'pointercancel'])) document.addEventListener(type, (event) => this.#end(event), { signal });
  }

  #begin() {
    this.#moved = true;
    this.#view.dataset.panning = '';
    getSelection()?.removeAllRanges();
  }

  /** @param {PointerEvent} event */
  #move({ pointerId, clientX, clientY, buttons }) {
    if (pointerId !== this.#down.pointerId) return;
    if (!buttons) return this.#end(this.#down); // let go where the page did not hear it
    if (!this.#moved && Math.hypot(clientX - this.#x, clientY - this.#y) <= SLOP_PX) return;
    if (!this.#moved) this.#begin();
    this.#view.scroller.scrollBy({ left: this.#x - clientX, top: this.#y - clientY, behavior: 'instant' });
    [this.#x, this.#y] = [clientX, clientY];
  }

  /** @param {PointerEvent} event */
  #end({ pointerId }) {
    if (pointerId !== this.#down.pointerId) return;
    this.#stop.abort();
    delete this.#view.dataset.panning;
    if (this.#moved) swallowClick();
  }
}

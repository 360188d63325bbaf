// A frame drawn on empty ground with Shift: what it touches is selected. Activities, whose row stays in sight above all others, only if it began there.
import { announce } from '../ui/live.js';
import { swallowClick } from './drag.js';
import { parseRef } from './items.js';

/** @typedef {import('./board.js').BoardView} View */
/** @typedef {import('./selection.js').Selection} Selection */
/** @typedef {{ref: import('./items.js').Ref & {root: 'activities'|'touchpoints'|'cards'}, left: number, right: number, top: number, bottom: number}} Thing */

const SLOP_PX = 4;
const EDGE_PX = 40; // near an edge the board scrolls along

/** True for a press that begins a frame. @param {View} view @param {PointerEvent} down */
export function beginsFrame(view, down) {
  const target = /** @type {HTMLElement} */ (down.target);
  return down.shiftKey && !down.button && down.pointerType !== 'touch' && view.content.contains(target) && !target.closest('[data-item], button:not(.add), a, textarea, input, .pin');
}

export class Marquee {
  #view;
  #selection;
  /** Among what it chooses. */
  #kinds;
  /** Where it began, on the content, which may scroll. */
  #from;
  #at;
  #frame = 0;
  /** @type {Thing[]} */
  #things = [];
  #drawn = document.createElement('div');
  #stop = new AbortController();

  /** @param {View} view @param {Selection} selection @param {PointerEvent} down */
  constructor(view, selection, down) {
    this.#view = view;
    this.#selection = selection;
    const above = /** @type {Element} */ (down.target).closest('.row--activities, .row--stages');
    this.#kinds = ['touchpoints', 'cards', ...(above ? ['activities'] : [])].map((root) => `[data-item^="${root}:"]`).join();
    this.#at = { x: down.clientX, y: down.clientY };
    this.#from = this.#onContent(this.#at);
    this.#drawn.className = 'marquee';
    const { signal } = this.#stop;
    const own = (/** @type {(event: PointerEvent) => void} */ then) => (/** @type {PointerEvent} */ event) => { if (event.pointerId === down.pointerId) then(event); };
    document.addEventListener('pointermove', own(({ clientX, clientY, buttons }) => {
      this.#at = { x: clientX, y: clientY };
      if (!buttons) this.#end();
      else if (!this.#frame && Math.hypot(clientX - down.clientX, clientY - down.clientY) > SLOP_PX) this.#begin();
    }), { signal });
    document.addEventListener('pointerup', own(() => this.#end()), { signal });
    document.addEventListener('pointercancel', own(() => this.#end()), { signal });
    document.addEventListener('selectstart', (event) => event.preventDefault(), { signal });
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.#selection.clear();
      this.#end();
    }, { signal, capture: true });
  }

  #begin() {
    this.#things = this.#gather();
    this.#view.content.append(this.#drawn);
    this.#tick();
  }

  /** Where everything of these kinds lies, read once: on a wide board that is a thousand boxes. @returns {Thing[]} */
  #gather() {
    const origin = this.#view.content.getBoundingClientRect();
    return [...this.#view.map.querySelectorAll(/** @type {'div'} */ (this.#kinds))].map((thing) => {
      const { left, right, top, bottom } = thing.getBoundingClientRect();
      return { ref: /** @type {Thing['ref']} */ (parseRef(thing.dataset.item ?? '')), left: left - origin.left, right: right - origin.left, top: top - origin.top, bottom: bottom - origin.top };
    });
  }

  /** Once a frame: scrolls along at the edges, draws, and selects what is touched. */
  #tick() {
    this.#frame = requestAnimationFrame(() => this.#tick());
    const { left, right, top, bottom } = this.#view.scroller.getBoundingClientRect();
    const pull = (/** @type {number} */ at, /** @type {number} */ low, /** @type {number} */ high) => (at < low + EDGE_PX ? at - low - EDGE_PX : at > high - EDGE_PX ? at - high + EDGE_PX : 0) / 4;
    const by = { left: pull(this.#at.x, left, right), top: pull(this.#at.y, top, bottom) };
    if (by.left || by.top) this.#view.scroller.scrollBy({ ...by, behavior: 'instant' });
    this.#draw();
  }

  #draw() {
    const to = this.#onContent(this.#at);
    const box = { left: Math.min(this.#from.x, to.x), right: Math.max(this.#from.x, to.x), top: Math.min(this.#from.y, to.y), bottom: Math.max(this.#from.y, to.y) };
    const zoom = this.#view.zoom.px;
    const touched = this.#things.filter(({ left, right, top, bottom }) => left < box.right && right > box.left && top < box.bottom && bottom > box.top).map(({ ref }) => ref);
    Object.assign(this.#drawn.style, { left: `${box.left / zoom}px`, top: `${box.top / zoom}px`, width: `${(box.right - box.left) / zoom}px`, height: `${(box.bottom - box.top) / zoom}px` });
    if (touched.length !== this.#selection.size || touched.some((ref) => !this.#selection.has(ref))) this.#selection.set(touched, null, false);
  }

  #end() {
    const drawn = this.#frame !== 0;
    cancelAnimationFrame(this.#frame);
    this.#drawn.remove();
    this.#stop.abort();
    if (!drawn) return;
    announce(this.#selection.words);
    swallowClick();
    /** @type {HTMLElement|null} */ (this.#view.querySelector('[data-selected]'))?.focus({ preventScroll: true });
  }

  /** @param {{x: number, y: number}} at */
  #onContent({ x, y }) {
    const { left, top } = this.#view.content.getBoundingClientRect();
    return { x: x - left, y: y - top };
  }
}

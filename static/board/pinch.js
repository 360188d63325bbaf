// Ctrl and the wheel, or two fingers on a trackpad: the map grows and shrinks under the pointer. Keys stay with the browser's own zoom.
import { bounded, zoomTo } from './sight.js';

/** @typedef {import('./board.js').BoardView} View */

const REST_MS = 150; // then the fingers lie still, and the map is laid out anew, once
const PER_PX = 0.01;
const LINE_PX = 16;
const MOST_PX = 22; // a notch of a wheel tells a hundred, two fingers some three

/** @param {View} view */
export function listenToPinch(view) {
  /** @type {Pinch|null} */
  let pinch = null;
  view.scroller.addEventListener('wheel', (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    pinch ??= new Pinch(view, event, () => { pinch = null; });
    pinch.add(event);
  }, { passive: false, signal: view.stop.signal });
}

class Pinch {
  #view;
  #at;
  #done;
  #value;
  #rest = 0;

  /** @param {View} view @param {WheelEvent} first @param {() => void} done */
  constructor(view, { clientX, clientY }, done) {
    const { content } = view;
    const { left, top, width, height } = content.getBoundingClientRect();
    this.#view = view;
    this.#at = { x: clientX, y: clientY };
    this.#done = done;
    this.#value = view.zoom.value;
    content.style.transformOrigin = `${((clientX - left) / width) * 100}% ${((clientY - top) / height) * 100}%`;
  }

  /** Meanwhile the picture is only stretched. @param {WheelEvent} event */
  add({ deltaY, deltaMode }) {
    const by = deltaY * (deltaMode ? LINE_PX : 1);
    this.#value = bounded(this.#value * Math.exp(-Math.max(-MOST_PX, Math.min(MOST_PX, by)) * PER_PX));
    this.#view.content.style.transform = `scale(${this.#value / this.#view.zoom.value})`;
    clearTimeout(this.#rest);
    this.#rest = window.setTimeout(() => this.#end(), REST_MS);
  }

  #end() {
    const { style } = this.#view.content;
    style.transform = style.transformOrigin = '';
    this.#done();
    zoomTo(this.#view, Math.round(this.#value * 100) / 100, this.#at.x, this.#at.y);
  }
}

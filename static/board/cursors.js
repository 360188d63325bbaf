// The others on the board: their pointers with names, the things they carry, and who writes where.
import { html, nothing, repeat } from '#lit';
import { disc, inkOn } from '../ui/disc.js';
import { Element } from '../ui/element.js';
import { carriers } from './carried.js';
import { coveredTo, depthOf, openPart } from './covered.js';
import { elementOf, parseRef } from './items.js';
import { sketchesOf } from './live_sketch.js';
import { placeAt } from './pointer.js';
import { sketching } from './sketching.js';

/** @typedef {import('../sync/presence.js').Other} Other */
/** @typedef {{other: Other, box: DOMRect, depth: import('./covered.js').Depth, x?: number, y?: number}} Seen */

const DEPTHS = /** @type {const} */ (['cell', 'column', 'head']);

export class Cursors extends Element {
  constructor() {
    super();
    this.resizes = new ResizeObserver(() => this.requestUpdate());
    this.frame = 0;
    this.scrolled = () => { this.frame ||= requestAnimationFrame(() => this.#uncover()); };
  }

  /** @override */
  topics() { return ['presence', 'zoom', 'activities', 'stages', 'lanes']; }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.classList.add('others');
    this.ariaHidden = 'true';
    if (this.parentElement) this.resizes.observe(this.parentElement);
    this.view?.scroller.addEventListener('scroll', this.scrolled, { passive: true });
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.resizes.disconnect();
    cancelAnimationFrame(this.frame);
  }

  /** Heads that have moved on cover something else. */
  #uncover() {
    this.frame = 0;
    if (this.childElementCount) this.#open();
  }

  /** However many move at once, the boxes are read once a frame. @override */
  async scheduleUpdate() {
    await new Promise(requestAnimationFrame);
    super.scheduleUpdate();
  }

  #open() {
    this.style.setProperty('--covered', String(coveredTo(this.view)));
    for (const depth of ['cell', 'column']) this.style.setProperty(`--open-${depth}`, openPart(this.view, /** @type {'cell'|'column'} */ (depth)));
  }

  get view() { return /** @type {import('./board.js').BoardView} */ (this.closest('bb-board')); }

  /** @override */
  render() {
    const others = this.session.presence.others();
    if (!others.length || !this.view) return nothing;
    const origin = this.view.content.getBoundingClientRect();
    const zoom = this.view.zoom.px;
    const down = (/** @type {number} */ y) => ((y - origin.top) / zoom).toFixed(1);
    const at = (/** @type {number} */ x, /** @type {number} */ y) => `transform: translate(${((x - origin.left) / zoom).toFixed(1)}px, ${down(y)}px)`;
    const [writers, pointers] = [this.#writers(others), this.#pointers(others)];
    const sketches = sketching(this.view, sketchesOf(this.session.presence), at);
    this.#open();
    return html`${DEPTHS.map((depth) => html`<div class="others__${depth}">${depth === 'cell' ? sketches : nothing}
      ${repeat(writers.filter((seen) => seen.depth === depth), ({ other }) => other.connection, ({ other, box }) => html`
        <div class="other" style="--person: ${other.color}; ${at(box.left, box.top)}; inline-size: ${box.width / zoom}px; block-size: ${box.height / zoom}px">${disc(other)}</div>`)}
      ${repeat(pointers.filter((seen) => seen.depth === depth), ({ other }) => other.connection, ({ other, box, x = 0, y = 0 }) => html`
        <div class="cursor" style="--person: ${other.color}; --down: ${down(box.top + y * box.height)}; ${at(box.left + x * box.width, box.top + y * box.height)}">
          <svg viewBox="0 0 16 16"><path d="M1.5 1l4.2 13 2.4-5.4 5.4-2.4z" fill="currentColor" stroke="#fff" stroke-width="1.2" stroke-linejoin="round"></path></svg>
          <b style="color: ${inkOn(other.color)}">${other.name}</b></div>`)}</div>`)}${carriers(this.view, others, at)}`;
  }

  /** @param {Other[]} others @returns {Seen[]} */
  #writers(others) {
    return others.flatMap((other) => {
      if (!other.focus) return [];
      const element = elementOf(this.view.content, parseRef(other.focus));
      return element ? [{ other, box: element.getBoundingClientRect(), depth: depthOf(element) }] : [];
    });
  }

  /** @param {Other[]} others @returns {Seen[]} */
  #pointers(others) {
    return others.flatMap((other) => {
      const place = other.cursor && placeAt(this.view, other.cursor.anchor);
      return place && other.cursor ? [{ other, box: place.getBoundingClientRect(), depth: depthOf(place), x: other.cursor.x, y: other.cursor.y }] : [];
    });
  }
}

customElements.define('bb-cursors', Cursors);

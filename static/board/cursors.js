// The others on the board: their pointers with names, the things they carry, and who writes where.
import { html, nothing, repeat } from '#lit';
import { disc, inkOn } from '../ui/disc.js';
import { Element } from '../ui/element.js';
import { carriers } from './carried.js';
import { elementOf, parseRef } from './items.js';
import { boxOf } from './pointer.js';

/** @typedef {import('../sync/presence.js').Other} Other */
/** @typedef {{other: Other, box: DOMRect, x?: number, y?: number}} Seen */

export class Cursors extends Element {
  constructor() {
    super();
    this.resizes = new ResizeObserver(() => this.requestUpdate());
  }

  /** @override */
  topics() { return ['presence', 'zoom', 'activities', 'stages', 'lanes']; }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.classList.add('others');
    this.ariaHidden = 'true';
    if (this.parentElement) this.resizes.observe(this.parentElement);
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.resizes.disconnect();
  }

  /** However many move at once, the boxes are read once a frame. @override */
  async scheduleUpdate() {
    await new Promise(requestAnimationFrame);
    super.scheduleUpdate();
  }

  get view() { return /** @type {import('./board.js').BoardView} */ (this.closest('bb-board')); }

  /** @override */
  render() {
    const others = this.session.presence.others();
    if (!others.length || !this.view) return nothing;
    const origin = this.view.content.getBoundingClientRect();
    const zoom = this.view.zoom.value;
    const at = (/** @type {number} */ x, /** @type {number} */ y) => `transform: translate(${((x - origin.left) / zoom).toFixed(1)}px, ${((y - origin.top) / zoom).toFixed(1)}px)`;
    return html`${repeat(this.#writers(others), ({ other }) => `w${other.connection}`, ({ other, box }) => html`
        <div class="other" style="--person: ${other.color}; ${at(box.left, box.top)}; inline-size: ${box.width / zoom}px; block-size: ${box.height / zoom}px">${disc(other)}</div>`)}
      ${carriers(this.view, others.filter(({ drag }) => drag?.item), at)}
      ${repeat(this.#pointers(others), ({ other }) => `c${other.connection}`, ({ other, box, x = 0, y = 0 }) => html`
        <div class="cursor" style="--person: ${other.color}; ${at(box.left + x * box.width, box.top + y * box.height)}">
          <svg viewBox="0 0 16 16"><path d="M1.5 1l4.2 13 2.4-5.4 5.4-2.4z" fill="currentColor" stroke="#fff" stroke-width="1.2" stroke-linejoin="round"></path></svg>
          <b style="color: ${inkOn(other.color)}">${other.name}</b></div>`)}`;
  }

  /** @param {Other[]} others @returns {Seen[]} */
  #writers(others) {
    return others.flatMap((other) => {
      if (!other.focus) return [];
      const element = elementOf(this.view.content, parseRef(other.focus));
      return element ? [{ other, box: element.getBoundingClientRect() }] : [];
    });
  }

  /** @param {Other[]} others @returns {Seen[]} */
  #pointers(others) {
    return others.flatMap((other) => {
      const box = other.cursor && boxOf(this.view, other.cursor.anchor);
      return box && other.cursor ? [{ other, box, x: other.cursor.x, y: other.cursor.y }] : [];
    });
  }
}

customElements.define('bb-cursors', Cursors);

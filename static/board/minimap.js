// The whole map in the corner of the screen, for who asks for it (it lies over the map): stages, rows, cards as marks, the curve; a frame for what is seen, dots for the others.
// Drawn on one canvas when something has come, gone or grown; a letter typed anywhere costs nothing here.
import { html, nothing, repeat } from '#lit';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { parseRef } from './items.js';
import { paint, plan } from './minimap_plan.js';
import { boxOf } from './pointer.js';

/** @typedef {import('./board.js').BoardView} View */
/** @typedef {{name: string, color: string, connection: number, x: number, y: number}} Dot */

const REDRAW_MS = 300; // however much changes, no oftener
const OTHERS_MS = 250;
const KEPT = 'brownboard overview';
const LARGER = 1.04; // than the screen: else one sees it all anyway
const STEP = 0.25; // of what is seen, by an arrow key

export class Minimap extends Element {
  /** @override */
  static properties = { view: { attribute: false }, open: { state: true }, needed: { state: true }, dots: { state: true } };

  #stop = new AbortController();
  #drawing = 0;
  #looking = 0;
  #moving = 0;
  /** Where in the frame the hand took it, as shares of the map. @type {{x: number, y: number}|null} */
  #grip = null;

  constructor() {
    super();
    /** @type {View|null} */
    this.view = null;
    this.open = kept();
    /** The map is larger than the screen. */
    this.needed = false;
    /** @type {Dot[]} */
    this.dots = [];
    this.sizes = new ResizeObserver(() => this.#drawSoon());
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    const { view, session } = this;
    if (!view) return;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    view.scroller.addEventListener('scroll', () => this.#moveSoon(), { passive: true, signal });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#drawSoon(), { signal });
    this.sizes.observe(view.scroller);
    this.sizes.observe(view.content);
    const offs = [
      ...['shape', 'zoom', 'past'].map((topic) => session.hub.on(topic, () => this.#drawSoon())), // letters change texts and nothing here
      session.hub.on('presence', () => this.#lookSoon()),
    ];
    signal.addEventListener('abort', () => offs.forEach((off) => off()));
    this.#drawSoon();
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop.abort();
    this.sizes.disconnect();
    clearTimeout(this.#drawing);
    clearTimeout(this.#looking);
    cancelAnimationFrame(this.#moving);
  }

  /** Shows or puts it away, for good on this device. @param {boolean} [open] */
  toggle(open = !this.open) {
    this.open = open;
    keep(open);
    this.session.hub.touch('zoom'); // the tool that shows it stays pressed
    this.#drawSoon();
  }

  /** @override */
  render() {
    this.hidden = !this.open || !this.needed;
    if (this.hidden) return nothing;
    return html`<div class="minimap" role="group" aria-label=${t('overview.title')}>
      <div class="minimap__map" @pointerdown=${this.#press} @pointermove=${this.#drag} @pointerup=${this.#release} @pointercancel=${this.#release}>
        <canvas aria-hidden="true"></canvas>
        ${repeat(this.dots, ({ connection }) => connection, ({ name, color, x, y }) => html`<i class="minimap__other" title=${name} style="--person: ${color}; left: ${x * 100}%; top: ${y * 100}%"></i>`)}
        <div class="minimap__frame" role="slider" tabindex="0" aria-label=${t('overview.frame')} aria-valuemin="0" aria-valuemax="100" aria-valuenow="0" @keydown=${this.#keys}></div>
      </div>
      <button class="minimap__close" type="button" aria-label=${t('overview.close')} title=${t('overview.close')} @click=${this.#close}>${icon('x')}</button>
    </div>`;
  }

  /** @override @param {import('lit').PropertyValues} changed */
  updated(changed) {
    super.updated(changed);
    if (changed.has('open') || changed.has('needed')) this.#draw();
  }

  // Internal: drawing

  #drawSoon() {
    if (this.#drawing) return;
    this.#drawing = window.setTimeout(() => requestAnimationFrame(() => this.#draw()), REDRAW_MS);
  }

  #draw() {
    clearTimeout(this.#drawing);
    this.#drawing = 0;
    const { view } = this;
    if (!view?.isConnected || document.hidden) return;
    const { scroller } = view;
    this.needed = view.board.stages().length > 0 && (scroller.scrollWidth > scroller.clientWidth * LARGER || scroller.scrollHeight > scroller.clientHeight * LARGER);
    const canvas = this.querySelector('canvas');
    if (!canvas) return;
    paint(canvas, plan(view));
    this.#move();
    this.#look();
  }

  #moveSoon() {
    if (!this.hidden) this.#moving ||= requestAnimationFrame(() => this.#move());
  }

  /** The frame goes where one looks. */
  #move() {
    this.#moving = 0;
    const frame = /** @type {HTMLElement|null} */ (this.querySelector('.minimap__frame'));
    if (!frame || !this.view) return;
    const { scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight } = this.view.scroller;
    const [left, top, width, height] = [scrollLeft / scrollWidth, scrollTop / scrollHeight, clientWidth / scrollWidth, clientHeight / scrollHeight].map((part) => `${(Math.min(1, part) * 100).toFixed(2)}%`);
    Object.assign(frame.style, { left, top, width, height });
    frame.ariaValueNow = String(Math.round((scrollLeft / Math.max(1, scrollWidth - clientWidth)) * 100));
    frame.ariaValueText = seenWords(this.view);
  }

  #lookSoon() {
    if (!this.hidden) this.#looking ||= window.setTimeout(() => this.#look(), OTHERS_MS);
  }

  /** Where the others point or write. */
  #look() {
    clearTimeout(this.#looking);
    this.#looking = 0;
    const { view } = this;
    if (!view || this.hidden) return;
    const whole = view.content.getBoundingClientRect();
    const share = (/** @type {number} */ at, /** @type {number} */ size) => Math.max(0, Math.min(1, at / size));
    this.dots = this.session.presence.others().flatMap(({ connection, name, color, cursor, focus }) => {
      const box = cursor ? boxOf(view, cursor.anchor) : focus ? boxOf(view, nameOf(focus)) : null;
      if (!box) return [];
      const { x, y } = cursor ?? { x: 0.5, y: 0.5 };
      return [{ connection, name, color, x: share(box.left + x * box.width - whole.left, whole.width), y: share(box.top + y * box.height - whole.top, whole.height) }];
    });
  }

  // Internal: hands

  /** Takes the frame, or brings it under the pointer first. @param {PointerEvent} event */
  #press = (event) => {
    if (event.button) return;
    const map = /** @type {HTMLElement} */ (event.currentTarget);
    const frame = /** @type {HTMLElement} */ (this.querySelector('.minimap__frame'));
    const [at, seen, whole] = [event, frame.getBoundingClientRect(), map.getBoundingClientRect()];
    const inside = at.clientX >= seen.left && at.clientX <= seen.right && at.clientY >= seen.top && at.clientY <= seen.bottom;
    this.#grip = { x: (inside ? at.clientX - seen.left : seen.width / 2) / whole.width, y: (inside ? at.clientY - seen.top : seen.height / 2) / whole.height };
    map.setPointerCapture(event.pointerId);
    event.preventDefault();
    frame.focus({ preventScroll: true });
    this.#drag(event);
  };

  /** @param {PointerEvent} event */
  #drag = (event) => {
    if (!this.#grip || !this.view) return;
    const { scroller } = this.view;
    const { left, top, width, height } = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    scroller.scrollTo({ left: ((event.clientX - left) / width - this.#grip.x) * scroller.scrollWidth, top: ((event.clientY - top) / height - this.#grip.y) * scroller.scrollHeight, behavior: 'instant' });
  };

  #release = () => { this.#grip = null; };

  /** @param {KeyboardEvent} event */
  #keys = (event) => {
    const scroller = this.view?.scroller;
    if (!scroller) return;
    const [x, y] = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP], PageUp: [0, -1], PageDown: [0, 1], Home: [-Infinity, 0], End: [Infinity, 0] }[event.key] ?? [0, 0];
    if (!x && !y) return;
    event.preventDefault();
    const far = (/** @type {number} */ share, /** @type {number} */ size, /** @type {number} */ whole) => (Number.isFinite(share) ? share * size : Math.sign(share) * whole);
    scroller.scrollBy({ left: far(x, scroller.clientWidth, scroller.scrollWidth), top: far(y, scroller.clientHeight, scroller.scrollHeight), behavior: 'instant' });
  };

  /** The tool that shows it again gets the focus. */
  #close = () => {
    this.toggle(false);
    /** @type {HTMLElement|null} */ (this.view?.querySelector('[data-sight="overview"]') ?? null)?.focus();
  };
}

/** The stage and the row at the upper left of what is seen. @param {View} view */
function seenWords({ board, scroller, map }) {
  const { left, top } = scroller.getBoundingClientRect();
  const heads = map.querySelector('.head')?.getBoundingClientRect().right ?? left;
  const stage = [...map.querySelectorAll('.stage')].find((one) => one.getBoundingClientRect().right > heads + 24);
  const under = map.querySelector('.row--activities')?.getBoundingClientRect().bottom ?? top;
  const row = [...map.querySelectorAll(':scope > .row:not(.row--stages, .row--activities)')].find((one) => one.getBoundingClientRect().bottom > under + 24);
  const stageOf = /** @type {HTMLElement|undefined} */ (stage)?.dataset.item?.split(':')[1] ?? '';
  return [board.stage(stageOf)?.title, row?.querySelector('.head__title')?.textContent?.trim()].filter(Boolean).join(', ');
}

/** The thing in which somebody writes, as an anchor names it. @param {string} focus `root:id:field` */
function nameOf(focus) {
  const { root, id } = parseRef(focus);
  return `${root}:${id}`;
}

function kept() {
  try {
    return localStorage.getItem(KEPT) === 'on';
  } catch {
    return false; // a device that keeps nothing asks for it with each page
  }
}

/** @param {boolean} open */
function keep(open) {
  try {
    localStorage.setItem(KEPT, open ? 'on' : 'off');
  } catch { /* it is away again with the next page */ }
}

/** @param {View} view @returns {Minimap|null} */
export const minimapOf = (view) => view.querySelector('bb-minimap');

/** @param {View} view */
export function showMinimap(view) {
  const minimap = new Minimap();
  minimap.view = view;
  view.append(minimap);
}

customElements.define('bb-minimap', Minimap);

// Moving things by hand: mouse and pen after four pixels, a finger after a still press. One way for all, by pointer events alone.
import { t } from '../ui/i18n.js';
import { announce } from '../ui/live.js';
import { focusOn } from './acts.js';
import { clearDropLine, showDropLine } from './drop_line.js';
import { placeUnder } from './drop_place.js';
import { Ghost } from './ghost.js';
import { elementOf, refOf } from './items.js';
import { put, say, still } from './places.js';
import { told } from './carried.js';
import { discardAll } from './several.js';

/** @typedef {import('./items.js').Surface} View */
/** @typedef {import('./items.js').Ref} Ref */
/** @typedef {import('./items.js').Load} Load */
/** @typedef {{x: number, y: number}} Point */
/** What else happens: a finger lets go where it lifted; a thing is lifted, carried (true where nothing is to scroll along) and let go. @typedef {{rested(): void, lifted?(): void, carried?(at: Point): boolean, ended?(dropped: boolean): void}} Then */

const SLOP_PX = { mouse: 4, touch: 8 };
const PRESS_MS = 280; // a finger that rests so long wants to lift, not to scroll
const EDGE_PX = 56; // near an edge the board scrolls along
const MOVABLE = new Set(['stages', 'activities', 'touchpoints', 'cards', 'lanes']);

/** The movable thing that a press takes hold of; null where it means something else. @param {View} view @param {PointerEvent} down */
export function heldBy(view, down) {
  const target = /** @type {HTMLElement} */ (down.target);
  const element = /** @type {HTMLElement|null} */ (target.closest('[data-item]'));
  const ref = refOf(element);
  if (!element || !ref || !MOVABLE.has(ref.root) || down.button || !down.isPrimary || view.readOnly) return null;
  if (target.closest('textarea, input, a, .add, .starter, .series, .pin') || element.querySelector('textarea')) return null;
  return { element, ref };
}

export class Drag {
  #view;
  #element;
  #load;
  #down;
  #touch;
  #then;
  /** Where the pointer is. @type {Point} */
  #at;
  /** @type {Ghost|null} */
  #ghost = null;
  /** @type {import('./drop_place.js').Target} */
  #target = null;
  #aimed = '';
  #frame = 0;
  #press = 0;
  #far = false;
  #stop = new AbortController();

  /** @param {View} view @param {HTMLElement} element @param {Load} load @param {PointerEvent} down @param {Then} then */
  constructor(view, element, load, down, then) {
    this.#view = view;
    this.#element = element;
    this.#load = load;
    this.#down = down;
    this.#then = then;
    this.#touch = down.pointerType === 'touch';
    this.#at = { x: down.clientX, y: down.clientY };
    if (this.#touch) this.#press = window.setTimeout(() => this.#lift(), PRESS_MS);
    this.#listen();
  }

  #listen() {
    const { signal } = this.#stop;
    const own = (/** @type {(event: PointerEvent) => void} */ then) => (/** @type {PointerEvent} */ event) => {
      if (event.pointerId === this.#down.pointerId) then(event);
    };
    document.addEventListener('pointermove', own((event) => this.#move(event)), { signal });
    document.addEventListener('pointerup', own(() => this.#end(true)), { signal });
    document.addEventListener('pointercancel', own(() => this.#end(false)), { signal });
    document.addEventListener('pointerdown', ({ pointerId }) => { if (pointerId !== this.#down.pointerId) this.#end(false); }, { signal, capture: true }); // a second finger
    document.addEventListener('touchmove', (event) => { if (this.#ghost || this.#down.pointerType === 'pen') event.preventDefault(); }, { signal, passive: false });
    for (const type of ['contextmenu', 'selectstart', 'dragstart']) {
      document.addEventListener(type, (event) => { if (this.#ghost || type === 'dragstart' || this.#touch) event.preventDefault(); }, { signal });
    }
    addEventListener('blur', () => this.#end(false), { signal });
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.#ghost) return;
      event.preventDefault();
      event.stopPropagation();
      this.#end(false);
    }, { signal, capture: true });
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (!event.buttons) return this.#end(false); // let go where no event came from
    this.#at = { x: event.clientX, y: event.clientY };
    this.#far ||= Math.hypot(this.#at.x - this.#down.clientX, this.#at.y - this.#down.clientY) > SLOP_PX[this.#touch ? 'touch' : 'mouse'];
    if (this.#ghost || !this.#far) return;
    if (this.#touch) this.#end(false);
    else this.#lift();
  }

  #lift() {
    this.#ghost = new Ghost(this.#view, this.#element, this.#down, this.#load.ids?.length ?? 1);
    getSelection()?.removeAllRanges();
    this.#mark(true);
    document.body.dataset.dragging = this.#load.root;
    if (this.#touch) navigator.vibrate?.(10);
    this.#then.lifted?.();
    this.#tick();
  }

  /** @param {boolean} lifted */
  #mark(lifted) {
    const { root, ids = [this.#load.id] } = this.#load;
    for (const id of ids) elementOf(this.#view, { root, id })?.classList.toggle('is-lifted', lifted);
    this.#element.classList.toggle('is-lifted', lifted);
  }

  /** Once a frame: the ghost under the pointer, the place under it, the scroller along at its edges. */
  #tick() {
    this.#frame = requestAnimationFrame(() => this.#tick());
    this.#ghost?.move(this.#at);
    if (!this.#then.carried?.(this.#at)) this.#scroll();
    this.#aim();
  }

  /** Not over the tray, which lies below. */
  #scroll() {
    const { left, right, top, bottom } = this.#view.scroller.getBoundingClientRect();
    const pull = (/** @type {number} */ at, /** @type {number} */ low, /** @type {number} */ high) => (at < low + EDGE_PX ? at - low - EDGE_PX : at > high - EDGE_PX ? at - high + EDGE_PX : 0);
    const [x, y] = [pull(this.#at.x, left, right), this.#at.y > bottom ? 0 : pull(this.#at.y, top, bottom)];
    if (x || y) this.#view.scroller.scrollBy({ left: x / 4, top: y / 4, behavior: 'instant' });
  }

  #aim() {
    const { x, y } = this.#at;
    const { scrollLeft, scrollTop } = this.#view.scroller;
    const here = `${x} ${y} ${scrollLeft} ${scrollTop}`;
    if (here === this.#aimed) return;
    this.#aimed = here;
    const last = this.#target;
    const next = this.#target = placeUnder(this.#view, this.#load, x, y);
    this.#view.pointAt(x, y, told(this.#load, next?.kind === 'place' ? next.place : null)); // before anything is drawn: what lies under the pointer is known
    if (next?.kind !== last?.kind) this.#light(next?.kind);
    if (JSON.stringify(next) === JSON.stringify(last)) return;
    if (next?.kind === 'place') showDropLine(this.#view, this.#load, next.place);
    else clearDropLine();
  }

  /** Tray and bin show that they are under the pointer. @param {string} [kind] */
  #light(kind) {
    for (const place of this.#view.querySelectorAll('.tray, [data-drop]')) {
      place.toggleAttribute('data-over', kind === (place.getAttribute('data-drop') === 'bin' ? 'bin' : 'tray'));
    }
  }

  /** @param {boolean} drop */
  #end(drop) {
    clearTimeout(this.#press);
    cancelAnimationFrame(this.#frame);
    this.#stop.abort();
    if (!this.#ghost) return;
    this.#ghost.remove();
    this.#mark(false);
    delete document.body.dataset.dragging;
    clearDropLine();
    this.#light();
    this.#view.session.presence.set({ drag: null });
    swallowClick();
    if (drop && !this.#far) this.#then.rested();
    else if (drop && this.#target) this.#drop(this.#target);
    else announce(t('said.cancelled'));
    this.#then.ended?.(drop && (!this.#far || this.#target !== null));
  }

  /** @param {NonNullable<import('./drop_place.js').Target>} target */
  #drop(target) {
    const { board, commands } = this.#view;
    if (target.kind === 'bin') return discardAll(this.#view, this.#load);
    const load = still(board, this.#load);
    if (!load || !put(commands, load, target.place)) return announce(t('said.cancelled'));
    announce(t('said.dropped', { place: say(board, load, target.place) }));
    if (!this.#touch) void focusOn(this.#view, load);
  }
}

/** The click that follows the drop means nothing; one that begins with a press of its own does. */
export function swallowClick() {
  const stop = new AbortController();
  addEventListener('pointerdown', () => stop.abort(), { capture: true, signal: stop.signal });
  addEventListener('click', (event) => {
    event.stopPropagation();
    event.preventDefault();
  }, { capture: true, signal: stop.signal });
  setTimeout(() => stop.abort(), 60);
}

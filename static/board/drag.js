// Moving things by hand: mouse and pen after four pixels, a finger after a still press. One way for all, by pointer events alone.
import { t } from '../ui/i18n.js';
import { announce } from '../ui/live.js';
import { discard, focusOn } from './acts.js';
import { clearDropLine, showDropLine } from './drop_line.js';
import { placeUnder } from './drop_place.js';
import { keyOf, refOf } from './items.js';
import { put, say } from './places.js';

/** @typedef {import('./board.js').BoardView} View */
/** @typedef {import('./items.js').Ref} Ref */

const SLOP_PX = { mouse: 4, touch: 8 };
const PRESS_MS = 280; // a finger that rests so long wants to lift, not to scroll
const EDGE_PX = 56; // near an edge the board scrolls along
const MOVABLE = new Set(['stages', 'activities', 'touchpoints', 'cards', 'lanes']);

/** @param {View} view */
export function listenToDrags(view) {
  view.addEventListener('pointerdown', (down) => {
    const target = /** @type {HTMLElement} */ (down.target);
    const element = /** @type {HTMLElement|null} */ (target.closest('[data-item]'));
    const ref = refOf(element);
    if (!element || !ref || !MOVABLE.has(ref.root) || down.button || !down.isPrimary || view.readOnly) return;
    if (target.closest('textarea, input, a, .add, .starter, .series, .pin') || element.querySelector('textarea')) return;
    new Drag(view, element, ref, down);
  }, { signal: view.stop.signal });
}

class Drag {
  #view;
  #element;
  #ref;
  #down;
  #rect;
  #touch;
  /** Where the pointer is. */
  #x = 0;
  #y = 0;
  /** @type {HTMLElement|null} */
  #ghost = null;
  /** @type {import('./drop_place.js').Target} */
  #target = null;
  #aimed = '';
  #frame = 0;
  #press = 0;
  #stop = new AbortController();

  /** @param {View} view @param {HTMLElement} element @param {Ref} ref @param {PointerEvent} down */
  constructor(view, element, ref, down) {
    this.#view = view;
    this.#element = element;
    this.#ref = ref;
    this.#down = down;
    this.#rect = element.getBoundingClientRect();
    this.#touch = down.pointerType === 'touch';
    this.#x = down.clientX;
    this.#y = down.clientY;
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
    document.addEventListener('touchmove', (event) => { if (this.#ghost) event.preventDefault(); }, { signal, passive: false });
    for (const type of ['contextmenu', 'selectstart', 'dragstart']) {
      document.addEventListener(type, (event) => { if (this.#ghost || type === 'dragstart' || this.#touch) event.preventDefault(); }, { signal });
    }
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.#ghost) return;
      event.preventDefault();
      event.stopPropagation();
      this.#end(false);
    }, { signal, capture: true });
  }

  /** @param {PointerEvent} event */
  #move(event) {
    this.#x = event.clientX;
    this.#y = event.clientY;
    if (this.#ghost) return;
    const far = Math.hypot(this.#x - this.#down.clientX, this.#y - this.#down.clientY) > SLOP_PX[this.#touch ? 'touch' : 'mouse'];
    if (!far) return;
    if (this.#touch) this.#end(false);
    else this.#lift();
  }

  #lift() {
    this.#ghost = ghostOf(this.#element, this.#rect, this.#view);
    getSelection()?.removeAllRanges();
    this.#element.classList.add('is-lifted');
    document.body.dataset.dragging = this.#ref.root;
    if (this.#touch) navigator.vibrate?.(10);
    this.#tick();
  }

  /** Once a frame: the ghost under the pointer, the place under it, the scroller along at its edges. */
  #tick() {
    this.#frame = requestAnimationFrame(() => this.#tick());
    const ghost = /** @type {HTMLElement} */ (this.#ghost);
    const zoom = this.#view.zoom.value;
    const [left, top] = [this.#x - this.#down.clientX + this.#rect.left, this.#y - this.#down.clientY + this.#rect.top];
    ghost.style.transform = `translate(${left / zoom}px, ${top / zoom}px)`;
    this.#scroll();
    this.#aim();
  }

  #scroll() {
    const { left, right, top, bottom } = this.#view.scroller.getBoundingClientRect();
    const pull = (/** @type {number} */ at, /** @type {number} */ low, /** @type {number} */ high) => (at < low + EDGE_PX ? at - low - EDGE_PX : at > high - EDGE_PX ? at - high + EDGE_PX : 0);
    const [x, y] = [pull(this.#x, left, right), pull(this.#y, top, bottom)];
    if (x || y) this.#view.scroller.scrollBy({ left: x / 4, top: y / 4, behavior: 'instant' });
  }

  #aim() {
    const { scrollLeft, scrollTop } = this.#view.scroller;
    const here = `${this.#x} ${this.#y} ${scrollLeft} ${scrollTop}`;
    if (here === this.#aimed) return;
    this.#aimed = here;
    const last = this.#target;
    const next = this.#target = placeUnder(this.#view, this.#ref, this.#x, this.#y);
    this.#view.pointAt(this.#x, this.#y, keyOf(this.#ref)); // before anything is drawn: what lies under the pointer is known
    if (next?.kind !== last?.kind) this.#light(next?.kind);
    if (JSON.stringify(next) === JSON.stringify(last)) return;
    if (next?.kind === 'place') showDropLine(this.#view, this.#ref, next.place);
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
    this.#element.classList.remove('is-lifted');
    delete document.body.dataset.dragging;
    clearDropLine();
    this.#light();
    this.#view.session.presence.set({ drag: null });
    swallowClick();
    if (drop && this.#target) this.#drop(this.#target);
    else announce(t('said.cancelled'));
  }

  /** @param {NonNullable<import('./drop_place.js').Target>} target */
  #drop(target) {
    if (target.kind === 'bin') return discard(this.#view, this.#ref);
    put(this.#view.commands, this.#ref, target.place);
    announce(t('said.dropped', { place: say(this.#view.board, this.#ref, target.place) }));
    if (!this.#touch) void focusOn(this.#view, this.#ref);
  }
}

/** A plain copy: a cloned custom element would live a second life. @param {HTMLElement} element @param {DOMRect} rect @param {View} view */
function ghostOf(element, rect, view) {
  const ghost = document.createElement('div');
  const zoom = view.zoom.value;
  ghost.className = `${element.className} ghost`;
  ghost.style.cssText = `${element.style.cssText}; --zoom: ${zoom}; width: ${rect.width / zoom}px; height: ${rect.height / zoom}px; font-size: ${getComputedStyle(view).fontSize}`;
  const edge = getComputedStyle(element).getPropertyValue('--tone');
  if (edge) ghost.style.setProperty('--tone', edge);
  ghost.innerHTML = element.innerHTML.replaceAll(/<(\/?)bb-[\w-]+/g, '<$1div');
  ghost.inert = true;
  view.append(ghost);
  return ghost;
}

/** The click that follows the drop means nothing. */
function swallowClick() {
  const stop = new AbortController();
  addEventListener('click', (event) => {
    event.stopPropagation();
    event.preventDefault();
  }, { capture: true, signal: stop.signal });
  setTimeout(() => stop.abort(), 60);
}

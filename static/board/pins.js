// A hand on a pin: drag it, press where it should be, or key it. The others see it move; the board changes when it is let go (R13).
import { announce } from '../ui/live.js';
import { t } from '../ui/i18n.js';
import { PAD } from './curve.js';
import { clamp, valueAt } from './curve_math.js';

/** @typedef {import('./curve.js').Curve} Curve */
/** @typedef {import('../sync/session.js').Session} Session */

const SLOP_PX = 4;
const STEP = /** @type {Record<string, number>} */ ({ ArrowUp: 1, ArrowDown: -1, PageUp: 3, PageDown: -3 });
const MIDDLE = 5; // a first step up or down starts between the two halves of the scale

/** @param {HTMLElement} host @param {Session} session */
export function listenToPins(host, session) {
  host.addEventListener('pointerdown', (event) => press(event, session));
  host.addEventListener('keydown', (event) => key(event, session));
}

/** @param {PointerEvent} down @param {Session} session */
function press(down, session) {
  const target = /** @type {HTMLElement} */ (down.target);
  const cell = /** @type {HTMLElement|null} */ (target.closest('[data-pin]'));
  const curve = /** @type {Curve|null} */ (target.closest('bb-curve'));
  if (!cell || !curve || down.button || !down.isPrimary) return;
  if (session.commands.readOnly) return session.hub.touch('denied');
  const onPin = target.closest('.pin');
  const hold = new Hold(curve, session, cell);
  if (!onPin && down.pointerType === 'touch') return hold.tap(down); // elsewhere a finger scrolls, and a tap sets the pin
  down.preventDefault();
  hold.drag(down, !onPin || onPin.matches('.pin--unset'));
}

class Hold {
  #curve;
  #session;
  #cell;
  #activity;
  #stop = new AbortController();

  /** @param {Curve} curve @param {Session} session @param {HTMLElement} cell */
  constructor(curve, session, cell) {
    this.#curve = curve;
    this.#session = session;
    this.#cell = cell;
    this.#activity = cell.dataset.pin ?? '';
  }

  /** @param {PointerEvent} down */
  tap(down) {
    const { signal } = this.#stop;
    addEventListener('pointerup', (up) => {
      if (Math.hypot(up.clientX - down.clientX, up.clientY - down.clientY) < 2 * SLOP_PX) this.#write(this.#valueUnder(up));
      this.#stop.abort();
    }, { signal });
    addEventListener('pointercancel', () => this.#stop.abort(), { signal });
  }

  /** @param {PointerEvent} down @param {boolean} atOnce the pin jumps to where the pointer is */
  drag(down, atOnce) {
    const { signal } = this.#stop;
    let moved = atOnce;
    if (atOnce) this.#show(this.#valueUnder(down));
    addEventListener('pointermove', (move) => {
      if (move.pointerId !== down.pointerId) return;
      moved ||= Math.abs(move.clientY - down.clientY) > SLOP_PX;
      if (moved) this.#show(this.#valueUnder(move));
    }, { signal });
    addEventListener('pointerup', (up) => {
      if (up.pointerId === down.pointerId) this.#end(moved ? this.#valueUnder(up) : null);
    }, { signal });
    addEventListener('pointercancel', () => this.#end(null), { signal });
    addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      this.#end(null);
    }, { signal, capture: true });
  }

  /** @param {number|null} value */
  #end(value) {
    this.#stop.abort();
    if (value !== null) this.#write(value);
    this.#show(null);
    pinOf(this.#cell)?.focus({ preventScroll: true });
  }

  /** @param {number} value */
  #write(value) {
    const { persona, series } = this.#curve;
    this.#session.commands.rate(this.#activity, persona, series, value);
    announce(t('curve.set', { series: t(`series.${series}`), value }));
  }

  /** @param {number|null} value */
  #show(value) {
    const { persona, series } = this.#curve;
    this.#curve.preview = value === null ? null : { activity: this.#activity, series, value };
    this.#session.presence.set({ drag: value === null ? null : { pin: this.#activity, persona, series, value } });
  }

  /** @param {PointerEvent} event */
  #valueUnder(event) {
    const { top, height } = this.#cell.getBoundingClientRect();
    return valueAt((event.clientY - top) / height, PAD);
  }
}

/** @param {KeyboardEvent} event @param {Session} session */
function key(event, session) {
  const pin = /** @type {HTMLElement|null} */ (/** @type {HTMLElement} */ (event.target).closest('.pin'));
  const curve = /** @type {Curve|null} */ (pin?.closest('bb-curve') ?? null);
  const cell = /** @type {HTMLElement|null} */ (pin?.parentElement ?? null);
  if (!pin || !curve || !cell || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') neighbour(cell, event.key === 'ArrowRight')?.focus();
  else {
    const next = keyed(curve, cell.dataset.pin ?? '', event.key);
    if (next === undefined) return;
    session.commands.rate(cell.dataset.pin ?? '', curve.persona, curve.series, next);
    if (next === null) announce(t('curve.cleared'));
  }
  event.preventDefault();
  event.stopPropagation();
}

/** What a key makes of a pin; undefined: nothing. @param {Curve} curve @param {string} activity @param {string} name @returns {number|null|undefined} */
function keyed(curve, activity, name) {
  const now = curve.board.rating(activity, curve.persona, curve.series);
  if (name in STEP) return clamp((now ?? MIDDLE) + (STEP[name] ?? 0));
  if (name === 'Home') return clamp(0);
  if (name === 'End' || name === '0') return clamp(10);
  if (name === 'Delete' || name === 'Backspace') return null;
  return /^[1-9]$/.test(name) ? Number(name) : undefined;
}

/** @param {HTMLElement} cell @param {boolean} after */
function neighbour(cell, after) {
  let next = after ? cell.nextElementSibling : cell.previousElementSibling;
  while (next && !pinOf(next)) next = after ? next.nextElementSibling : next.previousElementSibling;
  return next && pinOf(next);
}

/** @param {globalThis.Element} cell @returns {HTMLElement|null} */
function pinOf(cell) {
  return cell.querySelector('.pin');
}

// What hands do to things of the map: drag them, lift them by keys, select several, copy and paste. Loaded with the first sign of a hand.
import { t } from '../ui/i18n.js';
import { announce } from '../ui/live.js';
import { toast } from '../ui/toast.js';
import { openMenu } from '../ui/menu.js';
import { act } from './acts.js';
import { askFor, copy, loadAt, pasteByHand } from './clipboard.js';
import { Drag, heldBy } from './drag.js';
import { refOf } from './items.js';
import { Lift } from './lift.js';
import { Marquee, beginsFrame } from './marquee.js';
import { Selection, selectable } from './selection.js';
import { discardAll, duplicateAll, toggleMark } from './several.js';
import { walk } from './walk.js';

/** @typedef {import('./board.js').BoardView} View */
/** @typedef {import('./items.js').Ref} Ref */

const HOLD_MS = 500; // as long as a phone takes for its own menus
const SLOP_PX = 8;
/** @type {Record<string, 'painPoint'|'momentOfTruth'>} */
const MARKS = { p: 'painPoint', m: 'momentOfTruth' };
const ARROWS = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']);

export class Grasp {
  #view;
  #lift;
  selection;

  /** @param {View} view */
  constructor(view) {
    this.#view = view;
    this.selection = new Selection(view);
    this.#lift = new Lift(view);
  }

  // The pointer

  /** @param {PointerEvent} down */
  press(down) {
    const { selection } = this;
    const view = this.#view;
    if (beginsFrame(view, down)) {
      down.preventDefault();
      return void new Marquee(view, selection, down);
    }
    const held = heldBy(view, down);
    const cell = /** @type {HTMLElement} */ (down.target).closest('.cell');
    if (!held && cell instanceof HTMLElement && down.pointerType === 'touch' && !view.readOnly && !/** @type {HTMLElement} */ (down.target).closest('[data-item]')) this.#hold(down, cell);
    if (held) new Drag(view, held.element, selection.load(held.ref), down, { rested: () => this.#rested(held.ref), lifted: () => this.#sayLeft(held.ref) });
  }

  /** A finger that rests on an empty place asks what it offers. @param {PointerEvent} down @param {HTMLElement} cell */
  #hold({ pointerId, clientX, clientY }, cell) {
    const stop = new AbortController();
    const { signal } = stop;
    const timer = setTimeout(() => {
      document.addEventListener('touchend', (event) => event.preventDefault(), { once: true, passive: false }); // no press follows that would close it
      this.openPlaceMenu(cell);
    }, HOLD_MS);
    signal.addEventListener('abort', () => clearTimeout(timer));
    document.addEventListener('pointermove', (event) => {
      if (event.pointerId !== pointerId || Math.hypot(event.clientX - clientX, event.clientY - clientY) > SLOP_PX) stop.abort();
    }, { signal });
    for (const type of ['pointerup', 'pointercancel', 'pointerdown']) document.addEventListener(type, () => stop.abort(), { signal, capture: true });
  }

  /** A finger that lifted a thing and let it go where it was begins to select. @param {Ref} ref */
  #rested(ref) {
    if (selectable(ref)) this.selection.toggle(ref);
    else announce(t('said.cancelled'));
  }

  /** True for a click that selected something. @param {MouseEvent} event */
  click(event) {
    const { selection } = this;
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.closest('button, a, textarea, input, .pin')) return false;
    const ref = refOf(target);
    const byFinger = /** @type {PointerEvent} */ (event).pointerType === 'touch' && selection.size > 0;
    if (selectable(ref) && (event.ctrlKey || event.metaKey || byFinger)) selection.toggle(ref);
    else if (selectable(ref) && event.shiftKey) selection.extend(ref);
    else {
      selection.clear();
      return false;
    }
    return true;
  }

  // Keys

  /** True for a key that meant lifting, selecting or several things at once. @param {KeyboardEvent} event @param {HTMLElement} target */
  key(event, target) {
    if (this.#lift.holds) return this.#lift.carry(event);
    const { key, altKey, shiftKey } = event;
    const ref = refOf(target);
    const whole = event.ctrlKey || event.metaKey;
    if (altKey) return false;
    if (shiftKey && !whole && ARROWS.has(key)) return this.#extend(event, target, ref);
    if (key === ' ' && whole && selectable(ref)) return this.#done(() => this.selection.toggle(ref));
    if (this.#view.readOnly || !ref || shiftKey) return false;
    if (key === ' ' && !whole) return this.#lift.take(this.selection.load(ref), this.selection.left(ref));
    const load = this.selection.held(ref);
    if (whole && key.toLowerCase() === 'd' && selectable(ref)) return this.#done(() => void duplicateAll(this.#view, load));
    const mark = !whole && load.ids ? MARKS[key.toLowerCase()] : undefined;
    if (mark) return toggleMark(this.#view, load, mark);
    return !whole && (key === 'Delete' || key === 'Backspace') && load.ids !== undefined && this.#done(() => discardAll(this.#view, load));
  }

  /** @param {Ref} ref */
  #sayLeft(ref) {
    const words = this.selection.left(ref);
    if (words) void toast(words);
  }

  /** @param {() => void} act */
  #done(act) {
    act();
    return true;
  }

  /** Shift and an arrow take the next thing of the same kind along. @param {KeyboardEvent} event @param {HTMLElement} target @param {Ref|null} ref */
  #extend(event, target, ref) {
    if (!selectable(ref)) return false;
    let next = walk(this.#view.map, target, event.key, false);
    while (next && refOf(next)?.root !== ref.root && next !== target) next = walk(this.#view.map, next, event.key, false);
    const to = refOf(next);
    if (next && selectable(to)) {
      next.focus();
      this.selection.extend(to, ref);
    }
    return true;
  }

  askFor = askFor;

  /** @param {ClipboardEvent} event of copying or cutting */
  copy(event) {
    copy(this.#view, event, this.selection.whole ?? loadAt(document.activeElement ?? document.body));
  }

  // Menus

  /** What an empty place offers. @param {HTMLElement} cell */
  openPlaceMenu(cell) {
    const offer = /** @type {HTMLElement|null} */ (cell.querySelector(':scope > .add'));
    if (this.#view.readOnly) return;
    openMenu(cell, t('act.more'), [
      ...(offer ? [{ label: t('act.add'), icon: 'plus', act: () => void act(this.#view, offer, new Event('click')) }] : []),
      { label: t('act.paste'), icon: 'clipboard-paste', act: () => void pasteByHand(this.#view, cell) },
    ]);
  }
}

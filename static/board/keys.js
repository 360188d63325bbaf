// The board by keyboard: arrows walk, Enter writes, N adds, Space lifts and sets down; single letters only while a thing has the focus.
import { focusOn, takeBack } from './acts.js';
import { grasp } from './hands.js';
import { elementOf, refOf } from './items.js';
import { ThingKeys } from './thing_keys.js';
import { keepFocus } from './steady.js';
import { entrance, walk } from './walk.js';

/** @typedef {import('./board.js').BoardView} View */
/** @typedef {import('./items.js').Ref} Ref */

const ARROWS = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']);
const WALKS = new Set([...ARROWS, 'Home', 'End']);

/** @param {View} view */
export function listenToKeys(view) {
  const keys = new Keys(view);
  const { signal } = view.stop;
  view.addEventListener('keydown', (event) => keys.press(event), { signal });
  view.addEventListener('focusin', (event) => keys.entered(/** @type {HTMLElement} */ (event.target)), { signal });
  view.addEventListener('focusout', () => keys.left(), { signal });
  view.addEventListener('leave', (event) => keys.written(/** @type {CustomEvent} */ (event)), { signal });
  document.addEventListener('keydown', (event) => keys.pressAnywhere(event), { signal });
  keepFocus(view);
}

class Keys {
  #view;
  #things;
  /** The one element of the map that Tab reaches. @type {HTMLElement|null} */
  #stop = null;
  /** Enter has left the field: a freshly made thing is followed by the next one. */
  #goOn = false;
  /** Pressed while what they mean was still on its way. @type {KeyboardEvent[]|null} */
  #waiting = null;

  /** @param {View} view */
  constructor(view) {
    this.#view = view;
    this.#things = new ThingKeys(view);
    this.#keepStop();
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.defaultPrevented || event.isComposing) return;
    if (target.matches('.text__field')) return this.#inField(event, target);
    if (target.matches('input, textarea, select') || !target.closest('.map, .tray')) return;
    if (target.matches('.series')) return this.#amongSeries(event, target);
    if (target.closest('.pin')) return this.#onPin(event, target);
    if (target.matches('button') && !(target.matches('.add-stage') && WALKS.has(event.key))) return;
    if (this.#onThing(event, target)) event.preventDefault();
  }

  /** Undo and redo wherever one is, but in a field, which has its own. @param {KeyboardEvent} event */
  pressAnywhere(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const direction = directionOf(event);
    if (event.defaultPrevented || !direction || target.closest?.('input, textarea, select, [contenteditable]')) return;
    event.preventDefault();
    void takeBack(this.#view, direction);
  }

  /** @param {HTMLElement} target */
  entered(target) {
    if (!target.matches('.map :is([data-item], .cell, .pin, .activity--idle, .add-stage)') || target.matches('.more, .add')) return;
    if (this.#stop && this.#stop !== target) this.#stop.tabIndex = -1;
    this.#stop = target;
    target.tabIndex = 0;
  }

  left() {
    setTimeout(() => this.#keepStop());
  }

  /** A field was left: an empty new thing goes away, and after Enter the next one comes. @param {CustomEvent<{fresh: boolean, empty: boolean}>} event */
  written({ target, detail: { fresh, empty } }) {
    const goOn = this.#goOn;
    this.#goOn = false;
    const ref = refOf(target);
    if (!ref) return;
    if (fresh && empty) return this.#takeAway(ref);
    if (!goOn) return;
    if (fresh) void this.#things.addAfter(ref);
    else void focusOn(this.#view, ref);
  }

  /** @param {KeyboardEvent} event @param {HTMLElement} target */
  #inField(event, target) {
    if (event.key !== 'Escape' && (event.key !== 'Enter' || event.shiftKey)) return;
    event.preventDefault();
    event.stopPropagation();
    this.#goOn = event.key === 'Enter';
    const field = /** @type {import('./text_field.js').TextField} */ (target.closest('bb-text'));
    const ref = refOf(field);
    const fresh = field.fresh;
    field.leave();
    if (ref && !(fresh && event.key === 'Enter')) void focusOn(this.#view, ref);
  }

  /** @param {KeyboardEvent} event @param {HTMLElement} target @returns {boolean} */
  #onThing(event, target) {
    const { key, altKey, shiftKey } = event;
    const whole = event.ctrlKey || event.metaKey;
    const hand = this.#waiting ? null : this.#view.grasp;
    if (hand ? hand.key(event, target) : this.#awaitGrasp(event)) return true;
    if (WALKS.has(key) && !altKey && !shiftKey) return this.#walk(target, key, whole);
    return !whole && this.#things.press(event, target);
  }

  /** Lifting, selecting and what is done to several come with the first use; what is pressed meanwhile is not lost, and what the browser does by itself is left to it. @param {KeyboardEvent} event */
  #awaitGrasp(event) {
    if (this.#waiting) return meansThings(event) && this.#waiting.push(event) > 0;
    if (event.key !== ' ' && !(event.shiftKey && ARROWS.has(event.key)) && !(event.ctrlKey && event.key === 'd')) return false;
    this.#waiting = [event];
    void grasp(this.#view, () => this.#catchUp()).then(() => { this.#waiting = null; });
    return true;
  }

  /** In the order of pressing, and before a copy that was asked for meanwhile. */
  #catchUp() {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const each of waiting) {
      const direction = directionOf(each);
      if (direction) void takeBack(this.#view, direction);
      else this.#onThing(each, /** @type {HTMLElement} */ (each.target));
    }
  }

  /** @param {KeyboardEvent} event @param {HTMLElement} target */
  #onPin(event, target) {
    if (event.key === 'Escape') {
      event.preventDefault();
      const cell = /** @type {HTMLElement} */ (target.closest('.curve__cell'));
      walk(this.#view.map, cell, 'ArrowUp', false)?.focus();
    }
  }

  /** @param {KeyboardEvent} event @param {HTMLElement} target */
  #amongSeries(event, target) {
    const by = ['ArrowRight', 'ArrowDown'].includes(event.key) ? 1 : ['ArrowLeft', 'ArrowUp'].includes(event.key) ? -1 : 0;
    if (!by) return;
    event.preventDefault();
    const all = /** @type {HTMLElement[]} */ ([...(target.parentElement?.querySelectorAll('.series') ?? [])]);
    const next = all[(all.indexOf(target) + by + all.length) % all.length];
    next?.click();
    next?.focus();
  }

  /** @param {HTMLElement} target @param {string} key @param {boolean} whole @returns {boolean} */
  #walk(target, key, whole) {
    walk(this.#view.map, target, key, whole)?.focus();
    return true;
  }

  /** @param {Ref} ref */
  #takeAway(ref) {
    if (ref.root === 'touchpoints' && this.#view.board.touchpoint(ref.id)?.picture) return;
    const cell = elementOf(this.#view, ref)?.closest('.cell, .stage, .tray [data-item]');
    const places = /** @type {HTMLElement[]} */ ([cell, cell?.previousElementSibling, cell?.nextElementSibling].filter(Boolean));
    this.#view.commands.abandon(ref.root, ref.id);
    setTimeout(() => {
      const place = places.find(({ isConnected }) => isConnected) ?? null; // with an activity its cell goes too
      (stopIn(place) ?? place)?.focus({ preventScroll: true });
    });
  }

  /** There is always one thing that Tab reaches, also after others have changed the map. */
  #keepStop() {
    if (this.#stop?.isConnected) return;
    const map = this.#view.map;
    this.#stop = map ? entrance(map) : null;
    if (this.#stop) this.#stop.tabIndex = 0;
    else setTimeout(() => this.#keepStop(), 200);
  }
}

/** @param {KeyboardEvent} event @returns {'undo'|'redo'|null} */
function directionOf({ key, ctrlKey, metaKey, altKey, shiftKey }) {
  if (!(ctrlKey || metaKey) || altKey) return null;
  const letter = key.toLowerCase();
  return letter === 'y' || (letter === 'z' && shiftKey) ? 'redo' : letter === 'z' ? 'undo' : null;
}

/** True for a key that can mean something to a thing here: not what copies, pastes or leaves the map. @param {KeyboardEvent} event */
function meansThings(event) {
  const { key, ctrlKey, metaKey } = event;
  return ctrlKey || metaKey ? key === ' ' || key.toLowerCase() === 'd' || WALKS.has(key) || directionOf(event) !== null : key !== 'Tab';
}

/** The last thing in a cell. @param {HTMLElement|null} cell @returns {HTMLElement|null} */
function stopIn(cell) {
  return /** @type {HTMLElement|null} */ ([...(cell?.querySelectorAll('[data-item]') ?? [])].at(-1) ?? null);
}

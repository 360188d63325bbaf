// The board by keyboard: arrows walk, Enter writes, N adds, Space lifts and sets down; single letters only while a thing has the focus.
import { t } from '../ui/i18n.js';
import { announce } from '../ui/live.js';
import { addActivity, addCard, addTouchpoint, discard, editAt, focusOn, openAt, takeBack, act } from './acts.js';
import { clearDropLine, showDropLine } from './drop_line.js';
import { cellOf, elementOf, refOf } from './items.js';
import { placeOf, put, say, step } from './places.js';
import { keepFocus } from './steady.js';
import { entrance, walk } from './walk.js';

/** @typedef {import('./board.js').BoardView} View */
/** @typedef {import('./items.js').Ref} Ref */
/** @typedef {import('./places.js').Place} Place */
/** @typedef {import('./places.js').Arrow} Arrow */

const ARROWS = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']);
const WALKS = new Set([...ARROWS, 'Home', 'End']);
const LIFTABLE = new Set(['stages', 'activities', 'touchpoints', 'cards', 'lanes']);

/** @param {View} view */
export function listenToKeys(view) {
  const keys = new Keys(view);
  const { signal } = view.stop;
  view.addEventListener('keydown', (event) => keys.press(event), { signal });
  view.addEventListener('focusin', (event) => keys.entered(/** @type {HTMLElement} */ (event.target)), { signal });
  view.addEventListener('focusout', (event) => keys.left(/** @type {HTMLElement|null} */ (event.relatedTarget)), { signal });
  view.addEventListener('leave', (event) => keys.written(/** @type {CustomEvent} */ (event)), { signal });
  document.addEventListener('keydown', (event) => keys.pressAnywhere(event), { signal });
  keepFocus(view);
}

class Keys {
  #view;
  /** The thing that Space has lifted, and where it would stand. @type {{ref: Ref, place: Place}|null} */
  #lifted = null;
  /** The one element of the map that Tab reaches. @type {HTMLElement|null} */
  #stop = null;
  /** Enter has left the field: a freshly made thing is followed by the next one. */
  #goOn = false;

  /** @param {View} view */
  constructor(view) {
    this.#view = view;
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
    if (target.matches('button')) return;
    const done = this.#lifted ? this.#carry(event) : this.#onThing(event, target);
    if (done) event.preventDefault();
  }

  /** Undo and redo wherever one is, but in a field, which has its own. @param {KeyboardEvent} event */
  pressAnywhere(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.defaultPrevented || !(event.ctrlKey || event.metaKey) || event.altKey || target.closest?.('input, textarea, select, [contenteditable]')) return;
    const key = event.key.toLowerCase();
    const direction = key === 'y' || (key === 'z' && event.shiftKey) ? 'redo' : key === 'z' ? 'undo' : null;
    if (!direction) return;
    event.preventDefault();
    void takeBack(this.#view, direction);
  }

  /** @param {HTMLElement} target */
  entered(target) {
    if (!target.matches('.map :is([data-item], .cell, .pin, .activity--idle)') || target.matches('.more, .add')) return;
    if (this.#stop && this.#stop !== target) this.#stop.tabIndex = -1;
    this.#stop = target;
    target.tabIndex = 0;
  }

  /** @param {HTMLElement|null} to */
  left(to) {
    if (this.#lifted && to && !this.#view.map?.contains(to)) this.#cancel();
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
    if (fresh && (ref.root === 'cards' || ref.root === 'activities')) void this.#addAfter(ref);
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
    if (WALKS.has(event.key) && !event.altKey && !event.shiftKey) return this.#walk(event, target);
    if (event.ctrlKey || event.metaKey) return false;
    const ref = refOf(target);
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) return this.#act(target, event, 'menu');
    if (this.#view.readOnly) return (event.key === 'Enter' && ref !== null) ? this.#open(target) : false;
    if (event.altKey) return this.#face(ref, event.key);
    if (event.shiftKey && event.key !== '?') return false;
    return ref ? this.#onItem(event, target, ref) : this.#onCell(event, target);
  }

  /** @param {KeyboardEvent} event @param {HTMLElement} target @param {Ref} ref @returns {boolean} */
  #onItem(event, target, ref) {
    switch (event.key) {
      case 'Enter': case 'F2': return this.#edit(target);
      case ' ': return this.#lift(ref);
      case 'Delete': case 'Backspace': return this.#discard(ref);
      case 'n': case 'N': return this.#new(target, ref);
      case 'o': case 'O': return this.#open(target);
      case 'p': case 'P': return this.#mark(ref, 'painPoint');
      case 'm': case 'M': return this.#mark(ref, 'momentOfTruth');
      case '?': return this.#help();
      default: return false;
    }
  }

  /** @param {KeyboardEvent} event @param {HTMLElement} target @returns {boolean} */
  #onCell(event, target) {
    if (!['Enter', 'n', 'N', 'F2'].includes(event.key)) return event.key === '?' ? this.#help() : false;
    const offer = /** @type {HTMLElement|null} */ (target.querySelector('[data-act]'));
    return offer ? this.#act(offer, event) : false;
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

  /** @param {KeyboardEvent} event @param {HTMLElement} target @returns {boolean} */
  #walk(event, target) {
    const next = walk(this.#view.map, target, event.key, event.ctrlKey || event.metaKey);
    next?.focus();
    return true;
  }

  // Lifting: Space, arrows, Space; the board is written once, at the end

  /** @param {Ref} ref @returns {boolean} */
  #lift(ref) {
    if (!LIFTABLE.has(ref.root)) return false;
    const place = placeOf(this.#view.board, ref);
    this.#lifted = { ref, place };
    elementOf(this.#view, ref)?.classList.add('is-lifted');
    announce(t('said.lifted', { place: say(this.#view.board, ref, place) }));
    return true;
  }

  /** @param {KeyboardEvent} event @returns {boolean} */
  #carry(event) {
    const lifted = /** @type {{ref: Ref, place: Place}} */ (this.#lifted);
    if (ARROWS.has(event.key)) {
      lifted.place = step(this.#view.board, lifted.ref, lifted.place, /** @type {Arrow} */ (event.key));
      showDropLine(this.#view, lifted.ref, lifted.place);
      announce(say(this.#view.board, lifted.ref, lifted.place));
      return true;
    }
    if (event.key === ' ' || event.key === 'Enter') return this.#setDown(lifted);
    if (event.key === 'Escape' || event.key === 'Tab') this.#cancel();
    return event.key === 'Escape';
  }

  /** @param {{ref: Ref, place: Place}} lifted @returns {boolean} */
  #setDown({ ref, place }) {
    this.#endLift();
    put(this.#view.commands, ref, place);
    announce(t('said.dropped', { place: say(this.#view.board, ref, place) }));
    void focusOn(this.#view, ref);
    return true;
  }

  #cancel() {
    this.#endLift();
    announce(t('said.cancelled'));
  }

  #endLift() {
    if (this.#lifted) elementOf(this.#view, this.#lifted.ref)?.classList.remove('is-lifted');
    this.#lifted = null;
    clearDropLine();
  }

  // Acts on a thing

  /** @param {HTMLElement} target @returns {boolean} */
  #edit(target) {
    editAt(this.#view, target);
    return true;
  }

  /** @param {HTMLElement} target @returns {boolean} */
  #open(target) {
    void openAt(this.#view, target);
    return true;
  }

  /** @param {HTMLElement} target @param {Event} event @param {string} [name] @returns {boolean} */
  #act(target, event, name) {
    act(this.#view, target, event, name);
    return true;
  }

  /** @param {Ref} ref @returns {boolean} */
  #discard(ref) {
    discard(this.#view, ref);
    return true;
  }

  /** @param {HTMLElement} target @param {Ref} ref @returns {boolean} */
  #new(target, ref) {
    if (ref.root === 'stages') void addActivity(this.#view, ref.id);
    else if (ref.root === 'touchpoints') void addTouchpoint(this.#view, cellOf(target)?.activity ?? null);
    else if (ref.root === 'activities' || ref.root === 'cards') void this.#addAfter(ref);
    else return false;
    return true;
  }

  /** @param {Ref|null} ref @param {string} key @returns {boolean} */
  #face(ref, key) {
    if (ref?.root !== 'touchpoints' || !/^[0-5]$/.test(key)) return false;
    this.#view.commands.setTouchpoint(ref.id, 'smiley', key === '0' ? null : Number(key));
    announce(key === '0' ? t('smiley.none') : t(`smiley.${key}`));
    return true;
  }

  /** @param {Ref} ref @param {'painPoint'|'momentOfTruth'} field @returns {boolean} */
  #mark({ root, id }, field) {
    const { board, commands } = this.#view;
    if (root !== 'touchpoints' && root !== 'activities') return false;
    const next = board.item(root, id)?.[field] ? null : true;
    if (root === 'touchpoints') commands.setTouchpoint(id, field, next);
    else commands.setActivity(id, field, next);
    announce(t(next ? `mark.${field}` : 'mark.gone'));
    return true;
  }

  #help() {
    void import('./panels.js').then(({ openKeys }) => openKeys());
    return true;
  }

  /** @param {Ref} ref */
  async #addAfter(ref) {
    const { parents, index } = placeOf(this.#view.board, ref);
    if (ref.root === 'activities') return addActivity(this.#view, parents[0] ?? null, '', index + 1);
    return addCard(this.#view, { activity: parents[0] ?? '', lane: parents[1] ?? '' }, index + 1);
  }

  /** @param {Ref} ref */
  #takeAway(ref) {
    if (ref.root === 'touchpoints' && this.#view.board.touchpoint(ref.id)?.picture) return;
    const cell = /** @type {HTMLElement|null} */ (elementOf(this.#view, ref)?.closest('.cell') ?? null);
    this.#view.commands.remove(ref.root, ref.id);
    setTimeout(() => (stopIn(cell) ?? cell)?.focus({ preventScroll: true }));
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

/** The last thing in a cell. @param {HTMLElement|null} cell @returns {HTMLElement|null} */
function stopIn(cell) {
  return /** @type {HTMLElement|null} */ ([...(cell?.querySelectorAll('[data-item]') ?? [])].at(-1) ?? null);
}

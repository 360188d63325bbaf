// Carrying by keys: Space lifts, arrows choose the place, Space sets down, Escape lets all as it was. The board is written once, at the end.
import { t } from '../ui/i18n.js';
import { announce } from '../ui/live.js';
import { focusOn } from './acts.js';
import { told } from './carried.js';
import { clearDropLine, showDropLine } from './drop_line.js';
import { elementOf } from './items.js';
import { placeOf, put, say, siblings, step, still } from './places.js';

/** @typedef {import('./board.js').BoardView} View */
/** @typedef {import('./items.js').Load} Load */
/** @typedef {import('./places.js').Place} Place */
/** @typedef {import('./places.js').Arrow} Arrow */

const ARROWS = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']);
const LIFTABLE = new Set(['stages', 'activities', 'touchpoints', 'cards', 'lanes']);

export class Lift {
  #view;
  /** @type {{load: Load, place: Place}|null} */
  #lifted = null;

  /** @param {View} view */
  constructor(view) {
    this.#view = view;
    view.addEventListener('focusout', ({ relatedTarget }) => {
      if (this.#lifted && relatedTarget && !view.map?.contains(/** @type {Node} */ (relatedTarget))) this.cancel();
    }, { signal: view.stop.signal });
  }

  get holds() { return this.#lifted !== null; }

  /** @param {Load} load @param {string} [left] what is to be said of what stays behind */
  take(load, left = '') {
    if (!LIFTABLE.has(load.root)) return false;
    const { board } = this.#view;
    const { parents, index } = placeOf(board, load);
    const before = siblings(board, load, parents, true).slice(0, index).filter((id) => load.ids?.includes(id)).length; // who is carried along is not counted
    this.#lifted = { load, place: { parents, index: index - before } };
    this.#mark(true);
    this.#tell();
    const place = say(board, load, this.#lifted.place);
    announce([load.ids ? t('said.liftedAll', { count: load.ids.length, place }) : t('said.lifted', { place }), left].filter(Boolean).join(' '));
    return true;
  }

  /** What a key means while something is carried. @param {KeyboardEvent} event @returns {boolean} */
  carry(event) {
    const lifted = /** @type {{load: Load, place: Place}} */ (this.#lifted);
    if (ARROWS.has(event.key)) {
      lifted.place = step(this.#view.board, lifted.load, lifted.place, /** @type {Arrow} */ (event.key));
      showDropLine(this.#view, lifted.load, lifted.place);
      this.#tell();
      announce(say(this.#view.board, lifted.load, lifted.place));
      return true;
    }
    if (event.key === ' ' || event.key === 'Enter') return this.#setDown(lifted);
    if (event.key === 'Escape' || event.key === 'Tab') this.cancel();
    return event.key === 'Escape';
  }

  cancel() {
    this.#end();
    announce(t('said.cancelled'));
  }

  /** @param {{load: Load, place: Place}} lifted @returns {boolean} */
  #setDown({ load: taken, place }) {
    const { board, commands } = this.#view;
    const load = still(board, taken);
    const here = elementOf(this.#view, load ?? taken)?.contains(document.activeElement); // else one has gone on meanwhile
    this.#end();
    const done = load && put(commands, load, place);
    announce(done ? t('said.dropped', { place: say(board, load, place) }) : t('said.cancelled'));
    if (here) void focusOn(this.#view, load ?? taken);
    return true;
  }

  #end() {
    this.#mark(false);
    this.#lifted = null;
    this.#view.session.presence.set({ drag: null });
    clearDropLine();
  }

  #tell() {
    if (this.#lifted) this.#view.session.presence.set({ drag: told(this.#lifted.load, this.#lifted.place) });
  }

  /** @param {boolean} lifted */
  #mark(lifted) {
    const { root, id, ids = [id] } = /** @type {{load: Load}} */ (this.#lifted).load;
    for (const each of ids) elementOf(this.#view, { root, id: each })?.classList.toggle('is-lifted', lifted);
  }
}

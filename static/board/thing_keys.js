// What single keys do to the thing that has the focus: write, add, open, rate, mark, throw away.
import { t } from '../ui/i18n.js';
import { announce } from '../ui/live.js';
import { act, addActivity, addCard, addStage, addTouchpoint, discard, editAt, openAt } from './acts.js';
import { refOf } from './items.js';

/** @typedef {import('./items.js').Surface} View */
/** @typedef {import('./items.js').Ref} Ref */

export class ThingKeys {
  #view;

  /** @param {View} view */
  constructor(view) {
    this.#view = view;
  }

  /** @param {KeyboardEvent} event @param {HTMLElement} target @returns {boolean} */
  press(event, target) {
    const ref = refOf(target);
    const { key, altKey, shiftKey } = event;
    if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) return this.#menu(target, ref, event);
    if (key === 'c' && ref) return target.dispatchEvent(new CustomEvent('bb-comment', { bubbles: true }));
    if (this.#view.readOnly) return (key === 'Enter' && ref !== null) ? this.#open(target) : false;
    if (altKey) return this.#face(ref, key);
    if (shiftKey && key !== '?') return false;
    return ref ? this.#onItem(event, target, ref) : this.#onCell(event, target);
  }

  /** @param {Ref} ref */
  async addAfter({ root, id }) {
    const { board } = this.#view;
    if (root === 'stages') return addStage(this.#view, '', id);
    const { stage, activity, lane } = board.item(root, id);
    if (root === 'touchpoints') return addTouchpoint(this.#view, activity ?? null, behind(board.touchpoints(activity ?? null), id));
    if (root === 'activities') return addActivity(this.#view, stage, '', behind(board.activitiesOf(stage ?? ''), id));
    return addCard(this.#view, { activity: activity ?? '', lane: lane ?? '' }, behind(board.cards(activity, lane), id));
  }

  /** @param {KeyboardEvent} event @param {HTMLElement} target @param {Ref} ref @returns {boolean} */
  #onItem(event, target, ref) {
    switch (event.key) {
      case 'Enter': case 'F2': return this.#edit(target);
      case 'Delete': case 'Backspace': return this.#discard(ref);
      case 'n': case 'N': return this.#new(ref);
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
    if (target.matches('.activity--idle')) void addActivity(this.#view, target.dataset.stage ?? null); // blank; how it may begin is offered there
    else if (offer) act(this.#view, offer, event);
    return offer !== null;
  }

  /** @param {HTMLElement} target @param {Ref|null} ref @param {KeyboardEvent} event @returns {boolean} */
  #menu(target, ref, event) {
    if (ref) act(this.#view, target, event, 'menu');
    else this.#view.grasp?.openPlaceMenu?.(target);
    return true;
  }

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

  /** @param {Ref} ref @returns {boolean} */
  #discard(ref) {
    discard(this.#view, ref);
    return true;
  }

  /** @param {Ref} ref @returns {boolean} */
  #new(ref) {
    if (ref.root === 'stages') void addActivity(this.#view, ref.id);
    else if (['activities', 'touchpoints', 'cards'].includes(ref.root)) void this.addAfter(ref);
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
}

/** In the tray, where all kinds lie, at the end. @param {readonly string[]} row @param {string} id */
function behind(row, id) {
  return row.includes(id) ? row.indexOf(id) + 1 : undefined;
}

// Fast hands in the outline: Enter makes the next of a kind, arrows walk from text to text, with Alt they take the thing along.
import { t } from '../../ui/i18n.js';
import { announce } from '../../ui/live.js';
import { toast } from '../../ui/toast.js';
import { focusOn, takeBack } from '../acts.js';
import { elementOf, keyOf, parseRef, refOf } from '../items.js';
import { placeOf, put, say } from '../places.js';
import { leapt, nudged } from './reading_order.js';

/** @typedef {import('../items.js').Ref} Ref */
/** @typedef {import('../places.js').Place} Place */

const UNDOES = /** @type {Record<string, 'undo'|'redo'>} */ ({ z: 'undo', Z: 'redo', y: 'redo' });

export class Typing {
  #view;
  /** Things made just now: left empty they go away. @type {Set<string>} */
  #fresh = new Set();

  /** @param {import('./outline.js').Outline} view @param {AbortSignal} signal */
  constructor(view, signal) {
    this.#view = view;
    view.addEventListener('keydown', (event) => this.#press(event), { signal });
    view.addEventListener('focusout', ({ target }) => this.#left(target), { signal });
    document.addEventListener('keydown', (event) => this.#pressAnywhere(event), { signal });
  }

  // What keys, buttons and menus do

  /** Makes a thing and opens its text. @param {Ref['root']} root @param {readonly (string|null)[]} parents @param {number} [index] the end when left out */
  async add(root, [first = null, second = null], index) {
    const { board, commands } = this.#view;
    const at = index === undefined ? {} : { index };
    const id = root === 'stages' ? commands.addStage('', index === undefined ? undefined : board.stages()[index - 1]?.id ?? null)
      : root === 'activities' ? commands.addActivity(first, at)
        : root === 'touchpoints' ? commands.addTouchpoint(first, at)
          : root === 'cards' ? commands.addCard(first, second, at) : commands.addPersona();
    if (!id) return;
    this.#fresh.add(keyOf({ root, id }));
    await focusOn(this.#view, { root, id });
  }

  /** One place along the outline. @param {Ref} ref @param {1|-1} by */
  nudge(ref, by) { return this.#move(ref, nudged(this.#view.board, ref, by)); }

  /** Into the bin; the text before it gets the focus, and one press brings it back. @param {Ref} ref */
  discard(ref) {
    const { commands } = this.#view;
    const all = this.#lines();
    const at = all.indexOf(/** @type {HTMLTextAreaElement} */ (elementOf(this.#view, ref)?.querySelector('textarea')));
    const near = all[at - 1] ?? all[at + 1];
    const blank = this.#fresh.has(keyOf(ref)) && !all[at]?.value.trim();
    if (commands.remove(ref.root, ref.id) === null) return;
    near?.focus();
    this.#fresh.delete(keyOf(ref));
    if (blank) return;
    toast(t('said.removed'), { label: t('app.undo'), run: () => { commands.restore(ref.root, ref.id); void focusOn(this.#view, ref); } });
  }

  // Keys

  /** @param {KeyboardEvent} event */
  #press(event) {
    const field = /** @type {HTMLTextAreaElement} */ (event.target);
    if (event.defaultPrevented || event.isComposing || !field.matches('.line__field')) return;
    const ref = refOf(field.parentElement);
    const done = event.altKey ? ref !== null && this.#withAlt(event, ref) : !(event.ctrlKey || event.metaKey || event.shiftKey) && this.#plainly(event, field, ref);
    if (done) event.preventDefault();
  }

  /** @param {KeyboardEvent} event @param {Ref} ref */
  #withAlt({ key, ctrlKey, metaKey, shiftKey }, ref) {
    if (ctrlKey || metaKey || shiftKey || ref.root === 'personas') return false;
    switch (key) {
      case 'ArrowUp': case 'ArrowDown': void this.nudge(ref, key === 'ArrowUp' ? -1 : 1); break;
      case 'PageUp': case 'PageDown': void this.#move(ref, leapt(this.#view.board, ref, key === 'PageUp' ? -1 : 1)); break;
      case 'Delete': this.discard(ref); break;
      default: return this.#face(ref, key);
    }
    return true;
  }

  /** @param {KeyboardEvent} event @param {HTMLTextAreaElement} field @param {Ref|null} ref */
  #plainly({ key }, field, ref) {
    switch (key) {
      case 'Enter': return this.#next(field, ref);
      case 'ArrowUp': return field.selectionEnd === 0 && this.#walk(field, -1);
      case 'ArrowDown': return field.selectionStart === field.value.length && this.#walk(field, 1);
      case 'Backspace':
        if (!ref || field.value || (ref.root !== 'cards' && !this.#fresh.has(keyOf(ref)))) return false;
        this.discard(ref);
        return true;
      default: return false;
    }
  }

  /** Undo and redo also where no text has the focus; a text has its own. @param {KeyboardEvent} event */
  #pressAnywhere(event) {
    const direction = UNDOES[event.key];
    if (event.defaultPrevented || !direction || !(event.ctrlKey || event.metaKey) || event.altKey || /** @type {Element} */ (event.target).matches?.('input, textarea, select')) return;
    event.preventDefault();
    void takeBack(this.#view, direction);
  }

  /** An empty text is not followed by another; a long one, as a quote, breaks its line. @param {HTMLTextAreaElement} field @param {Ref|null} ref */
  #next(field, ref) {
    if (!ref) return false;
    if (ref.root === 'personas') return this.#walk(field, 1);
    if (!field.value.trim()) return true;
    const { parents, index } = placeOf(this.#view.board, ref);
    field.blur(); // what is no shared text is written when one leaves it
    void this.add(ref.root, parents, index + 1);
    return true;
  }

  /** @param {HTMLTextAreaElement} field @param {1|-1} by */
  #walk(field, by) {
    const all = this.#lines();
    const to = all[all.indexOf(field) + by];
    to?.focus();
    to?.setSelectionRange(...(by > 0 ? /** @type {const} */ ([0, 0]) : /** @type {const} */ ([to.value.length, to.value.length])));
    return to !== undefined;
  }

  /** @param {Ref} ref @param {string} key */
  #face({ root, id }, key) {
    if (root !== 'touchpoints' || !/^[0-5]$/.test(key)) return false;
    this.#view.commands.setTouchpoint(id, 'smiley', Number(key) || null);
    announce(key === '0' ? t('smiley.none') : t(`smiley.${key}`));
    return true;
  }

  /** @param {Ref} ref @param {Place|null} to */
  async #move(ref, to) {
    const { board, commands } = this.#view;
    if (to && !put(commands, ref, to)) return;
    announce(say(board, ref, to ?? placeOf(board, ref)));
    await focusOn(this.#view, ref);
  }

  /** What moved on lost the focus only for this task. @param {EventTarget|null} target */
  #left(target) {
    const ref = refOf(target);
    if (!ref || !this.#fresh.has(keyOf(ref))) return;
    setTimeout(() => {
      const line = elementOf(this.#view, ref);
      if (line?.contains(document.activeElement)) return;
      const kept = /** @type {import('./line.js').Line|null} */ (line)?.words.trim();
      this.#fresh.delete(keyOf(ref));
      if (!line || kept || this.#view.board.item(ref.root, ref.id)?.picture) return;
      const goOn = behind(line);
      this.#view.commands.remove(ref.root, ref.id);
      goOn();
    });
  }

  #lines() {
    return /** @type {HTMLTextAreaElement[]} */ ([...this.#view.querySelectorAll('.line__field')]);
  }
}

/** Where Tab has come no further than to the buttons of a thing that goes, it goes on behind it. @param {HTMLElement} line */
function behind(line) {
  const thing = line.closest('li, section');
  const next = thing?.contains(document.activeElement) ? thing.nextElementSibling ?? thing.parentElement?.nextElementSibling : null;
  const stop = next?.matches('button') ? next : next?.querySelector('textarea, button');
  return () => /** @type {HTMLElement|null|undefined} */ (stop)?.focus();
}

/** The place that an add button speaks of. @param {HTMLElement} button @returns {[Ref['root'], string[]]} */
export function placeToAdd({ dataset }) {
  return [parseRef(`${dataset.add}:`).root, dataset.at ? dataset.at.split('|') : []];
}

// What hands do on the phone: a finger that rests lifts a thing and carries it, or chooses it, and further taps choose more. Loaded with the first touch.
import { askFor, copy, loadAt } from '../board/clipboard.js';
import { Drag, heldBy } from '../board/drag.js';
import { refOf } from '../board/items.js';
import { Selection, selectable } from '../board/selection.js';
import { toast } from '../ui/toast.js';
import { Carry } from './carry.js';
import { groundOf } from './ground.js';

/** @typedef {import('./phone.js').Phone} View */

const CONTROLS = 'button:not([data-leg]), a, textarea, input, select, label, summary';

export class Hand {
  #view;
  selection;

  /** @param {View} view */
  constructor(view) {
    this.#view = view;
    this.selection = new Selection(view);
    view.ground = groundOf(view);
  }

  /** @param {PointerEvent} down */
  press(down) {
    const view = this.#view;
    const held = heldBy(view, down);
    if (!held || !selectable(held.ref)) return;
    const { element, ref } = held;
    const load = this.selection.load(ref);
    const { top } = element.getBoundingClientRect();
    /** @type {Carry|null} */
    let carry = null;
    new Drag(view, element, load, down, {
      rested: () => this.selection.toggle(ref),
      lifted: () => {
        const left = this.selection.left(ref);
        if (left) void toast(left);
        carry = new Carry(view, load, element, top);
      },
      carried: (at) => carry?.over(at) ?? false,
      ended: (dropped) => carry?.end(dropped),
    });
  }

  /** True for a click that chose something: while some are chosen, a tap chooses more. @param {MouseEvent} event */
  click(event) {
    const { selection } = this;
    const target = /** @type {HTMLElement} */ (event.target);
    const ref = refOf(target);
    if (!selection.size && !event.ctrlKey && !event.metaKey || !selectable(ref) || target.closest(CONTROLS)) return false;
    if (selection.size && target.closest('[data-leg]') && selection.whole?.root !== 'activities') return false; // a folded activity opens
    selection.toggle(ref);
    return true;
  }

  /** True for a key that chose something. @param {KeyboardEvent} event @param {HTMLElement} target */
  key({ key, ctrlKey, metaKey, altKey, shiftKey }, target) {
    const ref = refOf(target);
    const chooses = key === ' ' && !altKey && !shiftKey && (ctrlKey || metaKey || this.selection.size > 0);
    if (!chooses || !selectable(ref)) return false;
    this.selection.toggle(ref);
    return true;
  }

  askFor = askFor;

  /** @param {ClipboardEvent} event of copying or cutting */
  copy(event) {
    copy(this.#view, event, this.selection.whole ?? loadAt(document.activeElement ?? document.body));
  }
}

// Writing with the thumbs: what is done is closed by the keyboard's own key, and what was begun and left blank goes away.
import { takeBack } from '../board/acts.js';
import { refOf } from '../board/items.js';
import { ThingKeys } from '../board/thing_keys.js';
import { nudge } from './along.js';

/** @param {import('./phone.js').Phone} view */
export function listenToFields(view) {
  const { signal } = view.stop;
  const things = new ThingKeys(view);
  view.addEventListener('keydown', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.defaultPrevented || event.isComposing) return;
    if (target.matches('.text__field')) leaveField(event, target);
    else if (target.matches('[data-item]') && view.grasp?.key(event, target)) event.preventDefault();
    else if (target.matches('[data-item]:not(button)') && !event.ctrlKey && !event.metaKey && (nudgeByKey(view, event, target) || things.press(event, target))) event.preventDefault();
  }, { signal });
  view.addEventListener('leave', (event) => clearAway(view, /** @type {CustomEvent} */ (event)), { signal });
  document.addEventListener('keydown', (event) => undoByKey(view, event), { signal });
}

/** With Alt the arrows take a thing along, as in the outline. @param {import('./phone.js').Phone} view @param {KeyboardEvent} event @param {HTMLElement} target */
function nudgeByKey(view, { key, altKey }, target) {
  const ref = refOf(target);
  if (!altKey || !ref || view.readOnly || (key !== 'ArrowUp' && key !== 'ArrowDown')) return false;
  void nudge(view, ref, key === 'ArrowUp' ? -1 : 1);
  return true;
}

/** @param {KeyboardEvent} event @param {HTMLElement} target */
function leaveField(event, target) {
  if (event.key !== 'Escape' && (event.key !== 'Enter' || event.shiftKey)) return;
  event.preventDefault();
  const thing = /** @type {HTMLElement|null} */ (target.closest('[data-item]'));
  /** @type {import('../board/text_field.js').TextField|null} */ (target.closest('bb-text'))?.leave();
  thing?.focus({ preventScroll: true });
}

/** @param {import('./phone.js').Phone} view @param {CustomEvent<{fresh: boolean, empty: boolean}>} event */
function clearAway({ board, commands }, { target, detail: { fresh, empty } }) {
  const ref = refOf(target);
  if (ref && fresh && empty && !board.item(ref.root, ref.id)?.picture) commands.abandon(ref.root, ref.id);
}

/** Phones have keyboards too, now and then. @param {import('./phone.js').Phone} view @param {KeyboardEvent} event */
function undoByKey(view, event) {
  const key = event.key.toLowerCase();
  const direction = key === 'y' || (key === 'z' && event.shiftKey) ? 'redo' : key === 'z' ? 'undo' : null;
  const field = event.target instanceof Element && event.target.closest('input, textarea, select');
  if (event.defaultPrevented || !direction || !(event.ctrlKey || event.metaKey) || event.altKey || field) return;
  event.preventDefault();
  void takeBack(view, direction);
}

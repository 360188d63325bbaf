// Pictures dropped or pasted on the board: onto a touchpoint, an activity or the persona, or into a cell as a new touchpoint or sketch.
import { focusOn } from './acts.js';
import { cellOf, refOf } from './items.js';
import { hang, pictureIn } from './pictures.js';

/** @typedef {import('./board.js').BoardView} View */
/** @typedef {(image: string) => unknown} Write */

/** @param {View} view */
export function listenToFiles(view) {
  const { signal } = view.stop;
  view.content.addEventListener('dragover', (event) => over(view, event), { signal });
  view.content.addEventListener('dragleave', () => mark(view, null), { signal });
  view.content.addEventListener('drop', (event) => take(view, event, event.dataTransfer), { signal });
  view.addEventListener('paste', (event) => take(view, event, event.clipboardData), { signal });
}

/** @param {View} view @param {DragEvent} event */
function over(view, event) {
  if (view.readOnly || !event.dataTransfer?.types.includes('Files')) return;
  const place = writerFor(view, event.target) ? /** @type {HTMLElement} */ (event.target).closest('[data-item], [data-cell]') : null;
  event.preventDefault();
  event.dataTransfer.dropEffect = place ? 'copy' : 'none';
  mark(view, place);
}

/** @param {View} view @param {Event} event @param {DataTransfer|null} carried */
function take(view, event, carried) {
  mark(view, null);
  const file = pictureIn(carried);
  if (!file) return;
  const write = view.readOnly ? null : writerFor(view, event.target);
  event.preventDefault();
  if (write) void hang(file, write);
}

/** What a picture means where it lands; null where it means nothing. @param {View} view @param {EventTarget|null} target @returns {Write|null} */
function writerFor(view, target) {
  const { commands } = view;
  const ref = refOf(target);
  if (ref?.root === 'touchpoints') return (image) => commands.setTouchpoint(ref.id, 'picture', image);
  if (ref?.root === 'activities') return (image) => commands.setActivity(ref.id, 'sketch', image);
  if (ref?.root === 'personas') return (image) => commands.setPersona(ref.id, 'picture', image);
  const cell = cellOf(target);
  const kind = cell && view.board.lane(cell.lane)?.kind;
  if (cell && kind === 'touchpoint') return (image) => newTouchpoint(view, cell.activity, image);
  if (cell && kind === 'storyboard') return (image) => commands.setActivity(cell.activity, 'sketch', image);
  return null;
}

/** @param {View} view @param {string} activity @param {string} picture */
function newTouchpoint(view, activity, picture) {
  const id = view.commands.addTouchpoint(activity, { picture });
  if (id) void focusOn(view, { root: 'touchpoints', id });
}

/** @param {View} view @param {Element|null} place */
function mark(view, place) {
  for (const element of view.querySelectorAll('[data-over]')) element.removeAttribute('data-over');
  place?.setAttribute('data-over', '');
}

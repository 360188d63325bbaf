// What pictures mean where they are let go: on a touchpoint, an activity or the persona, in a cell; anywhere else they go to the tray.
import { focusOn } from './acts.js';
import { cellOf, refOf } from './items.js';
import { hang, nameOf, onlyPictures } from './pictures.js';

/** @typedef {import('./board.js').BoardView} View */
/** @typedef {{place: HTMLElement|null, many: boolean, write: (image: string, file: File) => unknown}} Taker */

/** @param {View} view @param {EventTarget|null} target @param {File[]} files */
export async function bring(view, target, files) {
  const taker = takerOf(view, target);
  const pictures = onlyPictures(files);
  if (taker.many) return hang(pictures, taker.write);
  await hang(pictures.slice(0, 1), taker.write);
  await hang(pictures.slice(1), trayOf(view).write);
}

/** The element that shows where they would go. @param {View} view @param {EventTarget} target */
export function placeOf(view, target) {
  return takerOf(view, target).place;
}

/** @param {View} view @param {EventTarget|null} target @returns {Taker} */
function takerOf(view, target) {
  const { commands } = view;
  const element = /** @type {HTMLElement} */ (target);
  if (element.closest('.tray')) return trayOf(view);
  const place = /** @type {HTMLElement|null} */ (element.closest('[data-item], [data-cell]'));
  const one = (/** @type {(image: string) => unknown} */ write) => ({ place, many: false, write });
  const ref = refOf(target);
  if (ref?.root === 'touchpoints') return one((image) => commands.setTouchpoint(ref.id, 'picture', image));
  if (ref?.root === 'activities') return one((image) => commands.setActivity(ref.id, 'sketch', image));
  if (ref?.root === 'personas') return one((image) => commands.setPersona(ref.id, 'picture', image));
  const cell = cellOf(target);
  const kind = cell && view.board.lane(cell.lane)?.kind;
  if (cell && kind === 'touchpoint') return { place, many: true, write: (image, file) => newTouchpoint(view, cell.activity, image, file) };
  if (cell && kind === 'storyboard') return one((image) => commands.setActivity(cell.activity, 'sketch', image));
  return trayOf(view);
}

/** @param {View} view @returns {Taker} */
function trayOf(view) {
  return { place: view.querySelector('.tray, [data-drop="tray"]'), many: true, write: (picture, file) => view.commands.addTouchpoint(null, { picture, name: nameOf(file) }) };
}

/** @param {View} view @param {string} activity @param {string} picture @param {File} file */
function newTouchpoint(view, activity, picture, file) {
  const id = view.commands.addTouchpoint(activity, { picture, name: nameOf(file) });
  if (id) void focusOn(view, { root: 'touchpoints', id });
}

// Where a pointer stands, said so that it is right on every screen: on a thing or a cell, as a share of its box.
import { elementOf, named, parseRef } from './items.js';

/** @typedef {import('./board.js').BoardView} View */
/** @typedef {import('../sync/presence.js').Cursor} Cursor */

const CELL = 'cell:';
const WHOLE = 'board:';

/** @param {View} view */
export function listenToPointer(view) {
  const { signal } = view.stop;
  view.content.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'touch' || document.body.dataset.dragging) return;
    view.pointAt(event.clientX, event.clientY);
  }, { passive: true, signal });
  view.content.addEventListener('pointerleave', () => view.session.presence.set({ cursor: null }), { signal });
}

/** @param {import('./items.js').Surface} view @param {number} x @param {number} y @returns {Cursor|null} */
export function anchorAt(view, x, y) {
  const under = document.elementFromPoint(x, y);
  if (!under || !view.content.contains(under)) return null;
  const element = /** @type {HTMLElement} */ (under.closest('[data-item], [data-cell]') ?? view.content);
  const rect = element.getBoundingClientRect();
  const share = (/** @type {number} */ at, /** @type {number} */ size) => Math.round((at / Math.max(1, size)) * 1000) / 1000;
  return { anchor: nameOf(element), x: share(x - rect.left, rect.width), y: share(y - rect.top, rect.height) };
}

/** The element that an anchor names, on this screen. @param {View} view @param {string} anchor @returns {HTMLElement|null} */
export function placeAt(view, anchor) {
  if (anchor === WHOLE) return view.content;
  return anchor.startsWith(CELL) ? named(view.content, anchor) : elementOf(view.content, parseRef(anchor));
}

/** @param {View} view @param {string} anchor @returns {DOMRect|null} */
export const boxOf = (view, anchor) => placeAt(view, anchor)?.getBoundingClientRect() ?? null;

/** @param {HTMLElement} element */
function nameOf(element) {
  if (element.dataset.item) return element.dataset.item;
  return element.dataset.cell ? CELL + element.dataset.cell : WHOLE;
}

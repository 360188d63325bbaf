// The hand on the sheet: one stroke at a time, by pen, finger or mouse; while a pen is in use the palm beside it draws nothing.
import { HIGH, WIDE } from './strokes.js';

/** @typedef {import('./strokes.js').Stroke} Stroke */
/** @typedef {{color: () => string, drawing: (stroke: Stroke) => void, drawn: (stroke: Stroke) => void, dropped: () => void}} Drawing */

const FINE = 10; // parts of a unit that a point keeps

/** @param {HTMLElement} sheet @param {Drawing} drawing */
export function listenToHand(sheet, { color, drawing, drawn, dropped }) {
  /** The pointer that draws, and its stroke. @type {{id: number, type: string, stroke: Stroke}|null} */
  let hand = null;
  let pen = false;

  const add = (/** @type {Stroke} */ stroke, /** @type {PointerEvent} */ event) => {
    const { left, top, width, height } = sheet.getBoundingClientRect();
    const parts = event.getCoalescedEvents?.() ?? [];
    for (const { clientX, clientY, pressure } of parts.length ? parts : [event]) {
      const [x, y] = [((clientX - left) / width) * WIDE, ((clientY - top) / height) * HIGH];
      stroke.points.push([Math.round(x * FINE) / FINE, Math.round(y * FINE) / FINE, Math.round((pressure || 0.5) * 100) / 100]);
    }
  };

  sheet.addEventListener('pointerdown', (event) => {
    const { pointerId: id, pointerType: type } = event;
    pen ||= type === 'pen';
    const palm = type === 'touch' && pen;
    if (event.button || palm || (hand && (type !== 'pen' || hand.type === 'pen'))) return;
    event.preventDefault();
    sheet.setPointerCapture(id);
    hand = { id, type, stroke: { points: [], color: color(), pressed: type === 'pen' } }; // over a palm that was there first
    add(hand.stroke, event);
    drawing(hand.stroke);
  });
  sheet.addEventListener('pointermove', (event) => {
    if (event.pointerId !== hand?.id) return;
    add(hand.stroke, event);
    drawing(hand.stroke);
  });
  sheet.addEventListener('pointerup', (event) => {
    if (event.pointerId !== hand?.id) return;
    const { stroke } = hand;
    hand = null;
    drawn(stroke);
  });
  sheet.addEventListener('pointercancel', (event) => {
    if (event.pointerId !== hand?.id) return;
    hand = null;
    dropped();
  });
  sheet.addEventListener('contextmenu', (event) => event.preventDefault());
}

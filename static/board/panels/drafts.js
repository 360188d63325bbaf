// Sketches that are not in the storyboard yet: they wait on this device, over a reload and over hours without a connection.

/** @typedef {import('./strokes.js').Stroke} Stroke */

/** @param {string} board @param {string} activity */
const drawer = (board, activity) => `brownboard sketch ${board} ${activity}`;

/** @param {string} board @param {string} activity @returns {Stroke[]} */
export function draftOf(board, activity) {
  try {
    return JSON.parse(localStorage.getItem(drawer(board, activity)) ?? '[]');
  } catch {
    return [];
  }
}

/** @param {string} board @param {string} activity @param {readonly Stroke[]} strokes none: there is nothing to keep any more */
export function keepDraft(board, activity, strokes) {
  try {
    if (strokes.length) localStorage.setItem(drawer(board, activity), JSON.stringify(strokes));
    else localStorage.removeItem(drawer(board, activity));
  } catch { /* a device that keeps nothing has the sheet only while it is open */ }
}

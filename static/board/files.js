// Pictures dropped or pasted on the board: what they mean where they land is loaded with the first of them.

/** @typedef {import('./board.js').BoardView} View */

/** @param {View} view */
export function listenToFiles(view) {
  const { signal } = view.stop;
  view.addEventListener('dragover', (event) => over(view, event), { signal });
  view.addEventListener('dragleave', () => void mark(view, null), { signal });
  view.addEventListener('drop', (event) => take(view, event, event.dataTransfer), { signal });
  view.addEventListener('paste', (event) => take(view, event, event.clipboardData), { signal });
}

const bringing = () => import('./bring.js');

/** @param {View} view @param {DragEvent} event */
function over(view, event) {
  if (!event.dataTransfer?.types.includes('Files')) return;
  event.preventDefault(); // or the browser would leave the board for the picture
  event.dataTransfer.dropEffect = view.readOnly ? 'none' : 'copy';
  if (!view.readOnly) void mark(view, event.target);
}

/** @param {View} view @param {Event} event @param {DataTransfer|null} carried */
function take(view, event, carried) {
  const { target } = event;
  const files = [...(carried?.files ?? [])];
  if (!files.length || event.defaultPrevented) return;
  event.preventDefault();
  void mark(view, null);
  if (!view.readOnly) void bringing().then(({ bring }) => bring(view, target, files));
}

/** Where they are carried now: what shows the place may come when they have been let go. @type {EventTarget|null} */
let under = null;

/** @param {View} view @param {EventTarget|null} target */
async function mark(view, target) {
  under = target;
  const place = target && (await bringing()).placeOf(view, target);
  if (under !== target) return;
  for (const element of view.querySelectorAll('[data-over]')) element.toggleAttribute('data-over', element === place);
  place?.setAttribute('data-over', '');
}

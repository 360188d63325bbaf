// Hands on the board: what they do is loaded with the first sign of one, a pointer over the map or a focus in it. What they do
// before it has come is done as soon as it is there.
import { styles } from '../ui/styles.js';

/** @typedef {import('./items.js').Grip} Grip */
/** A view that is no map says which hand is made for it. @typedef {import('./items.js').Surface & {grasp: Grip|null, readonly wall?: boolean, readonly hand?: () => Promise<new (view: any) => Grip>}} View */

const WRITTEN = 'input, textarea, select, [contenteditable]';

/** Does something as soon as the hands are there; without a connection, nothing: the next sign tries again. @param {View} view @param {(hand: Grip) => void} [then] */
export async function grasp(view, then = () => {}) {
  const coming = view.hand?.() ?? import('./grasp.js').then(({ Grasp }) => /** @type {new (view: any) => Grip} */ (Grasp));
  const [Hand] = await Promise.all([coming, styles('css/hands.css')]).catch(() => []);
  if (Hand) then(view.grasp ??= new Hand(view));
}

/** @param {View} view */
export function listenToHands(view) {
  const { signal } = view.stop;
  if (view.wall) return;
  view.addEventListener('focusin', () => void grasp(view), { once: true, signal });
  view.addEventListener('pointerover', ({ pointerType }) => {
    if (pointerType === 'pen') document.body.dataset.pen = ''; // it drags like a mouse, where a finger would scroll
    if (!view.grasp) void grasp(view);
  }, { signal });
  view.addEventListener('pointerleave', ({ pointerType }) => { if (pointerType === 'pen') delete document.body.dataset.pen; }, { signal });
  view.addEventListener('pointerdown', (down) => {
    if (view.grasp) return view.grasp.press(down);
    const stop = new AbortController();
    /** Where the pointer has gone meanwhile. @type {PointerEvent|null} */
    let last = null;
    document.addEventListener('pointermove', (move) => { last = move; }, { signal: stop.signal });
    for (const type of ['pointerup', 'pointercancel']) document.addEventListener(type, () => stop.abort(), { signal: stop.signal });
    void grasp(view, (hand) => {
      if (stop.signal.aborted) return;
      stop.abort();
      hand.press(down);
      if (last) document.dispatchEvent(new PointerEvent('pointermove', last));
    });
  }, { signal });
  for (const type of /** @type {const} */ (['copy', 'cut'])) {
    document.addEventListener(type, (event) => {
      if (!isHere(view, event.target)) return;
      if (view.grasp) view.grasp.copy(event);
      else void grasp(view, (hand) => hand.askFor(type));
    }, { signal });
  }
  let middle = false;
  for (const type of ['pointerdown', 'keydown']) document.addEventListener(type, (event) => { middle = /** @type {PointerEvent} */ (event).button === 1; }, { signal, capture: true });
  document.addEventListener('paste', (event) => {
    if (!middle) paste(view, event); // where the middle button pastes, here it pulls the map
  }, { signal, capture: true });
}

/** True for a click that selects. @param {View} view @param {MouseEvent} event */
export function selects(view, event) {
  if (view.grasp) return view.grasp.click(event);
  if (view.wall || !(event.ctrlKey || event.metaKey || event.shiftKey)) return false;
  void grasp(view, (hand) => hand.click(event));
  return true;
}

/** @param {View} view @param {ClipboardEvent} event */
function paste(view, event) {
  const [plain = '', html = ''] = ['text/plain', 'text/html'].map((type) => event.clipboardData?.getData(type));
  if (!isHere(view, event.target) || !plain.trim() && !html.includes('data-brownboard')) return;
  if (view.readOnly) return view.session.hub.touch('denied');
  event.preventDefault();
  event.stopPropagation(); // a spreadsheet brings a picture of itself along
  const target = document.activeElement ?? document.body;
  void import('./clipboard.js').then((clipboard) => clipboard.paste(view, target, { plain, html }));
}

/** On the board, and not in a field or a text that is chosen to be copied. @param {View} view @param {EventTarget|null} target */
function isHere(view, target) {
  return target instanceof Element && (view.contains(target) || target === document.body) && !target.closest(WRITTEN) && (getSelection()?.isCollapsed ?? true);
}

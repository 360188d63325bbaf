// Hands on the board: what they do is loaded with the first sign of one, a pointer over the map or a focus in it.
import { styles } from '../ui/styles.js';

/** @typedef {import('./board.js').BoardView} View */
/** @typedef {import('./grasp.js').Grasp} Grasp */

/** @param {View} view @returns {Promise<Grasp>} */
export async function grasp(view) {
  const [{ Grasp }] = await Promise.all([import('./grasp.js'), styles('css/hands.css')]);
  return (view.grasp ??= new Grasp(view));
}

/** @param {View} view */
export function listenToHands(view) {
  const { signal } = view.stop;
  if (view.wall) return;
  for (const type of ['pointerover', 'focusin']) view.addEventListener(type, () => void grasp(view), { once: true, signal });
  view.addEventListener('pointerdown', (down) => {
    if (view.grasp) return view.grasp.press(down);
    const stop = new AbortController();
    for (const type of ['pointerup', 'pointercancel']) document.addEventListener(type, () => stop.abort(), { signal: stop.signal });
    void grasp(view).then((hand) => { if (!stop.signal.aborted) hand.press(down); });
  }, { signal });
}

// What makes a desk of the board: pan, pinch, the overview, the persona in the corner, the search, room for what comes into sight. It comes with the first move over the board.
import { percent, t } from '../ui/i18n.js';
import { openMenu } from '../ui/menu.js';
import { styles } from '../ui/styles.js';
import { keepClear } from './clearance.js';
import { showCorner } from './corner.js';
import { minimapOf, showMinimap } from './minimap.js';
import { listenToPanning } from './pan.js';
import { listenToPinch } from './pinch.js';
import { see, stageInSight } from './sight.js';

/** @typedef {import('./board.js').BoardView} View */

/** Boards that have it, or will at once. @type {WeakMap<View, Promise<void>>} */
const desks = new WeakMap();

/** @type {Readonly<Record<string, import('./sight.js').Sight>>} */
const SIGHTS = { '+': 'larger', '=': 'larger', '-': 'smaller', f: 'stage', F: 'whole' };

/** @param {View} view */
export async function desk(view) {
  const coming = desks.get(view) ?? furnish(view);
  desks.set(view, coming);
  await coming;
}

/** @param {View} view */
async function furnish(view) {
  keepClear(view);
  listenToPanning(view);
  listenToPinch(view);
  view.addEventListener('keydown', (event) => press(view, event), { signal: view.stop.signal });
  await styles('css/desk.css');
  showCorner(view);
  showMinimap(view);
}

/** A press on one of the tools to look with. @param {View} view @param {HTMLElement} button */
export async function look(view, button) {
  await desk(view);
  const what = button.dataset.sight;
  if (what === 'menu') sights(view, button);
  else if (what === 'overview') minimapOf(view)?.toggle();
  else if (what === 'find') await search(view, button);
  else see(view, /** @type {import('./sight.js').Sight} */ (what));
}

/** @param {View} view @param {HTMLElement} button */
function sights(view, button) {
  const stage = stageInSight(view);
  openMenu(button, t('tools.sight'), [
    { label: t('tools.fit'), icon: 'maximize', hint: t('tools.shift', { key: 'F' }), act: () => see(view, 'whole') },
    ...(stage ? [{ label: t('tools.stage', { stage }), icon: 'move', hint: 'F', act: () => see(view, 'stage') }] : []),
    { label: t('tools.actual'), icon: 'square', hint: percent(1), act: () => see(view, 'actual') },
  ]);
}

/** @param {View} view @param {HTMLElement} from */
async function search(view, from) {
  const { openFind } = await import('./find.js');
  await openFind(view, from);
}

/** Single letters only while a thing of the map has the focus. @param {View} view @param {KeyboardEvent} event */
function press(view, event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const { key, ctrlKey, metaKey, altKey, defaultPrevented } = event;
  if (defaultPrevented || ctrlKey || metaKey || altKey || !target.closest('.map') || target.closest('input, textarea, select')) return;
  const sight = SIGHTS[key];
  if (!sight && key !== '/') return;
  event.preventDefault();
  if (sight) see(view, sight);
  else void search(view, target);
}

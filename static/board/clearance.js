// What lies over the edges of the map: its own heads above, a sheet below. What comes into sight comes clear of both, and names of high rows stay in it.
import { openerOfPanel } from '../ui/panel.js';

/** @typedef {import('./board.js').BoardView} View */

const AIR_PX = 8; // for the focus that is drawn round a thing
const LEAST_PX = 120; // that a high sheet on a low screen leaves for what comes into sight
const NAMES = /** @type {'div'} */ ('.lane > .head > .head__title'); // in a high row they go along
const sheets = matchMedia('(width < 60rem)'); // wider, the panel stands beside the map

/** @param {View} view */
export function keepClear(view) {
  const { scroller, content, map, stop } = view;
  const panel = /** @type {HTMLElement} */ (document.getElementById('panel'));
  const measure = () => {
    const { height, bottom } = scroller.getBoundingClientRect();
    const heads = headsOf(view);
    const above = heads + AIR_PX;
    const below = sheets.matches ? Math.max(0, Math.min(bottom + panel.offsetHeight - innerHeight, height - above - LEAST_PX)) : 0;
    scroller.style.scrollPaddingBlock = `${above}px ${below ? `${below + AIR_PX}px` : '5em'}`;
    for (const name of map.querySelectorAll(NAMES)) name.style.insetBlockStart = `${heads / view.zoom.px}px`;
    content.style.paddingBlockEnd = below ? `${(below + AIR_PX) / view.zoom.px}px` : '';
  };
  const sizes = new ResizeObserver((entries) => {
    measure();
    if (entries.some(({ target }) => target === panel)) showOpener(content);
  });
  for (const part of [scroller, map, panel]) sizes.observe(part);
  const off = view.session.hub.on('zoom', measure);
  stop.signal.addEventListener('abort', () => {
    sizes.disconnect();
    off();
  });
}

/** How far the rows of stages and activities reach down where they stick. @param {View} view */
function headsOf({ map, zoom }) {
  const activities = map.querySelector('.row--activities');
  if (!activities) return 0;
  return parseFloat(getComputedStyle(activities).insetBlockStart) * zoom.px + activities.getBoundingClientRect().height;
}

/** What a panel has come for stays in sight. @param {HTMLElement} content */
function showOpener(content) {
  const opener = openerOfPanel();
  if (opener && content.contains(opener)) opener.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

// Which part of the map its heads leave open: what others do behind a head is not drawn across it.

/** @typedef {import('./board.js').BoardView} View */

/** How much may lie over a thing that is shown: nothing over a head, only the heads of rows over what sticks to the top, and all heads over the rest. @typedef {'head'|'column'|'cell'} Depth */

/** @param {Element} element @returns {Depth} */
export function depthOf(element) {
  if (element.closest('.head')) return 'head';
  return element.closest('.row--stages, .row--activities') ? 'column' : 'cell';
}

/** The open part as a shape of CSS, in the map's own pixels: right of the heads of rows and, for cells, below those of columns; above the map, all. @param {View} view @param {Depth} depth */
export function openPart({ scroller, content, map, zoom }, depth) {
  const origin = content.getBoundingClientRect();
  const seen = scroller.getBoundingClientRect();
  const stages = map.querySelector('.row--stages')?.getBoundingClientRect();
  const head = map.querySelector('.row:not(.row--stages) > .head')?.getBoundingClientRect();
  const [x, y] = [(/** @type {number} */ at) => `${((at - origin.left) / zoom.value).toFixed(1)}px`, (/** @type {number} */ at) => `${((at - origin.top) / zoom.value).toFixed(1)}px`];
  if (!stages || !head?.width || depth === 'head') return 'none';
  const left = x(head.right);
  if (depth === 'column') return `polygon(${left} 0, 100% 0, 100% 100%, ${left} 100%)`;
  const below = map.querySelector('.row--activities')?.getBoundingClientRect().bottom ?? stages.bottom;
  if (stages.top > seen.top + 1) return `polygon(0 0, 100% 0, 100% 100%, ${left} 100%, ${left} ${y(stages.top)}, 0 ${y(stages.top)})`;
  return `polygon(${left} ${y(below)}, 100% ${y(below)}, 100% 100%, ${left} 100%)`;
}

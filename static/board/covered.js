// Which part of the map its heads leave open: what others do behind a head is not drawn across it.

/** @typedef {import('./board.js').BoardView} View */

/** How much may lie over a thing that is shown: nothing over a head, only the heads of rows over what sticks to the top, and all heads over the rest. @typedef {'head'|'column'|'cell'} Depth */

/** @param {Element} element @returns {Depth} */
export function depthOf(element) {
  if (element.closest('.head')) return 'head';
  return element.closest('.row--stages, .row--activities') ? 'column' : 'cell';
}

/** How far down the heads of columns lie over the cells, in the map's own pixels; 0: not at all, they stand where they belong. @param {View} view */
export function coveredTo({ scroller, content, map, zoom }) {
  const stages = map.querySelector('.row--stages')?.getBoundingClientRect();
  if (!stages || stages.top > scroller.getBoundingClientRect().top + 1) return 0;
  const below = map.querySelector('.row--activities')?.getBoundingClientRect().bottom ?? stages.bottom;
  return (below - content.getBoundingClientRect().top) / zoom.px;
}

/** The open part as a shape of CSS, in the map's own pixels: right of the heads of rows and, for cells, below those of columns; above the map, all. @param {View} view @param {Depth} depth */
export function openPart(view, depth) {
  const { content, map, zoom } = view;
  const origin = content.getBoundingClientRect();
  const stages = map.querySelector('.row--stages')?.getBoundingClientRect();
  const head = map.querySelector('.row:not(.row--stages) > .head')?.getBoundingClientRect();
  if (!stages || !head?.width || depth === 'head') return 'none';
  const left = `${((head.right - origin.left) / zoom.px).toFixed(1)}px`;
  if (depth === 'column') return `polygon(${left} 0, 100% 0, 100% 100%, ${left} 100%)`;
  const covered = coveredTo(view);
  if (covered) return `polygon(${left} ${covered}px, 100% ${covered}px, 100% 100%, ${left} 100%)`;
  const top = `${((stages.top - origin.top) / zoom.px).toFixed(1)}px`;
  return `polygon(0 0, 100% 0, 100% 100%, ${left} 100%, ${left} ${top}, 0 ${top})`;
}

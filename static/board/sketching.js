// The others' sketches in the making, drawn in the storyboard where they will hang.
import { html, svg } from '#lit';
import { named } from './items.js';
import { HIGH, PAPER, WIDE } from './panels/strokes.js';

/** @typedef {import('./board.js').BoardView} View */
/** @typedef {import('./live_sketch.js').Sketch} Sketch */
/** @typedef {import('./live_sketch.js').Told} Told */

const LINE = 9; // of the sheet's units, as the brush draws about
const RUBBER = 40;

/** @param {View} view @param {Sketch[]} sketches @param {(x: number, y: number) => string} at */
export function sketching(view, sketches, at) {
  const lane = view.board.lanes().find(({ kind }) => kind === 'storyboard');
  return sketches.map(({ other, of, strokes }) => {
    const cell = lane && named(view.content, `cell:${of}|${lane.id}`);
    const under = cell?.querySelector('.sketch');
    const box = (under ?? cell)?.getBoundingClientRect();
    return box && html`<div class="other other--sketch ${under ? '' : 'other--paper'}" style="--person: ${other.color}; ${at(box.left, box.top)}; inline-size: ${box.width / view.zoom.px}px">${sheet(strokes)}</div>`;
  });
}

/** The strokes on a sheet of their own. @param {Told[]} strokes */
export const sheet = (strokes) => html`<svg viewBox="0 0 ${WIDE} ${HIGH}">${strokes.map(line)}</svg>`;

/** @param {Told} stroke */
function line({ points, color }) {
  const [x = 0, y = 0, ...more] = points;
  return svg`<path d="M${x} ${y}L${more.length ? more.join(' ') : `${x} ${y}`}" stroke=${color} stroke-width=${color === PAPER ? RUBBER : LINE}></path>`;
}

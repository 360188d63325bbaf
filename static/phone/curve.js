// The performance curve of the whole journey in small: the stretch of this stage is lit, the activity at hand is a pin on the string.
import { html, nothing, svg } from '#lit';
import { heightOf, path } from '../board/curve_math.js';
import { t } from '../ui/i18n.js';

/** @typedef {import('./phone.js').Phone} View */

const PAD = 0.12; // room for the string above 10 and below 1
const SHOWN = /** @type {const} */ (['best', 'target', 'inside', 'outside']); // the last lies on top

/** @param {View} view @param {string|null} stage @param {string|null} activity */
export function curve(view, stage, activity) {
  const { board, persona } = view;
  const columns = board.columns();
  const values = board.series(persona, 'outside');
  const rated = values.filter((value) => value !== null).length;
  if (!rated && SHOWN.every((series) => board.series(persona, series).every((value) => value === null))) return nothing;
  const width = columns.length;
  const here = columns.flatMap((column, i) => (column.stage === stage ? [i] : []));
  const at = columns.findIndex(({ id }) => id === activity);
  const value = values[at] ?? null;
  return html`<figure class="mini" role="img" aria-label=${t('phone.curve', { rated, count: width })}>
    <svg viewBox="0 0 ${width} 1" preserveAspectRatio="none" aria-hidden="true">
      ${here.length ? svg`<rect class="mini__here" x=${here[0]} width=${here.length} y="0" height="1"></rect>` : nothing}
      ${SHOWN.map((series) => svg`<path class="string string--${series}" d=${path(board.series(persona, series), PAD)}></path>`)}
    </svg>
    ${value === null ? nothing : html`<span class="mini__pin" style="inset-inline-start: clamp(0.9rem, ${((at + 0.5) / width) * 100}%, 100% - 0.9rem); inset-block-start: clamp(0.9rem, ${heightOf(value, PAD) * 100}%, 100% - 0.9rem); --tone: var(--smiley-${Math.ceil(value / 2)})">${value}</span>`}
  </figure>`;
}

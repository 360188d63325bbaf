// The performance curve: a smooth string through the ratings that never overshoots them, and where it drops.
// The server draws the same one; tests/curve_cases.json holds the cases that both must meet.

/** @typedef {['M', number, number] | ['C', number, number, number, number, number, number]} Move  in (column, value) */
/** @typedef {readonly (number | null)[]} Values */

export const LOWEST = 1;
export const HIGHEST = 10;
/** From one activity to the next: what people see from across the room (look.md). */
export const DROP = 3;
/** The number of a fall reaches so far from its pin. */
const NUMBER = 2;

/** The line through the values, one column wide each: a pin stands at `index + 0.5`; it breaks where a value is missing.
 * @param {Values} values @returns {Move[]} */
export function string(values) {
  return runs(values).flatMap(({ start, run }) => {
    const slope = slopes(run);
    /** @type {Move[]} */ const drawn = [['M', start + 0.5, run[0]]];
    for (let i = 0; i + 1 < run.length; i++) {
      const x = start + i + 0.5;
      drawn.push(['C', x + 1 / 3, run[i] + slope[i] / 3, x + 2 / 3, run[i + 1] - slope[i + 1] / 3, x + 1, run[i + 1]]);
    }
    return drawn;
  });
}

/** Every fall of `least` or more from the rated activity before, in board order.
 * @param {Values} values @returns {{index: number, by: number}[]} */
export function drops(values, least = DROP) {
  const rated = values.flatMap((value, index) => (value == null ? [] : [{ value, index }]));
  return rated.slice(1).flatMap(({ value, index }, i) => {
    const by = (rated[i]?.value ?? value) - value;
    return by >= least ? [{ index, by }] : [];
  });
}

/** Whether the number of a fall stands above its pin, since below it would cover another one. @param {number} value @param {Values} others in the same column */
export function isDropAbove(value, others) {
  const covers = (/** @type {number} */ from, /** @type {number} */ to) => others.some((other) => other != null && other >= from && other <= to);
  return covers(value - NUMBER, value - 1) && !covers(value + 1, value + NUMBER);
}

/** Where two series lie `least` or more apart; `by` says how far the second is above the first.
 * @param {Values} values @param {Values} others @returns {{index: number, by: number}[]} */
export function gaps(values, others, least = DROP) {
  return values.flatMap((value, index) => {
    const other = others[index];
    return value == null || other == null || Math.abs(other - value) < least ? [] : [{ index, by: other - value }];
  });
}

/** Where a missing value would lie: between those on both sides, else in the middle of the scale.
 * @param {Values} values @param {number} index */
export function middleOf(values, index) {
  const before = values.slice(0, index).findLast((value) => value != null);
  const after = values.slice(index + 1).find((value) => value != null);
  const near = [before, after].filter((value) => value != null);
  return near.length ? near.reduce((sum, value) => sum + value, 0) / near.length : (LOWEST + HIGHEST) / 2;
}

/** The path of SVG through the values, in a box one unit wide per column and one unit high, 10 at `pad`, 1 at `1 - pad`.
 * @param {Values} values @param {number} pad @returns {string} */
export function path(values, pad) {
  return string(values).map(([kind, ...numbers]) => {
    const places = numbers.map((number, i) => (i % 2 ? heightOf(number, pad) : number).toFixed(4));
    return kind + places.join(' ');
  }).join('');
}

/** Where a value lies in the plot: 0 top, 1 bottom.
 * @param {number} value @param {number} pad share of the plot above 10, and below 1 */
export function heightOf(value, pad) {
  return pad + ((HIGHEST - value) / (HIGHEST - LOWEST)) * (1 - 2 * pad);
}

/** The whole number on the scale that lies nearest to a height of the plot.
 * @param {number} y 0 top, 1 bottom @param {number} pad */
export function valueAt(y, pad) {
  const value = HIGHEST - ((y - pad) / (1 - 2 * pad)) * (HIGHEST - LOWEST);
  return clamp(Math.round(value));
}

/** @param {number} value */
export function clamp(value) {
  return Math.min(HIGHEST, Math.max(LOWEST, value));
}

/** @param {Values} values */
function runs(values) {
  /** @type {{start: number, run: number[]}[]} */ const found = [];
  values.forEach((value, index) => {
    if (value == null) return;
    if (values[index - 1] == null) found.push({ start: index, run: [] });
    found[found.length - 1].run.push(value);
  });
  return found;
}

/** The slope at each pin: the harmonic mean of both sides, 0 where the string turns. @param {number[]} run */
function slopes(run) {
  const rises = run.slice(1).map((value, i) => value - run[i]);
  if (!rises.length) return [0];
  const inner = rises.slice(1).map((after, i) => (after * rises[i] > 0 ? (2 * after * rises[i]) / (after + rises[i]) : 0));
  return [rises[0], ...inner, rises[rises.length - 1]];
}

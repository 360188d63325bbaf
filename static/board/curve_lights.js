// A value as a traffic light: each light has a shape of its own, so that it is read without its colour.
import { html, svg } from '#lit';

/** Lowest value, tone and shape of each light, the best first; the same bands lie behind the string. */
const LIGHTS = /** @type {const} */ ([
  [7, 'var(--smiley-5)', 'M10 1a9 9 0 1 0 .1 0z'],
  [4, 'var(--smiley-3)', 'M10 1.5l9 16.5H1z'],
  [1, 'var(--smiley-1)', 'M6 1h8l5 5v8l-5 5H6l-5-5V6z'],
]);

/** @param {number} value 1 to 10 */
export function light(value) {
  const [, tone, shape] = LIGHTS.find(([lowest]) => value >= lowest) ?? LIGHTS[2];
  return html`<svg class="light" viewBox="0 0 20 20" aria-hidden="true">${svg`<path d=${shape} fill=${tone}></path>`}</svg>`;
}

// A person as a disc: colour and initials, so that colour is never the only sign.
import { html } from '#lit';

/** Two letters: of the first and the last word of a name, or the first two of its one word, so that Cem is not Claudia. @param {string} name */
export function initials(name) {
  const [first = '?', ...more] = name.trim().split(/[\s-]+/u).filter(Boolean);
  const [one = '', two = ''] = first;
  const [last = two] = more.at(-1)?.toUpperCase() ?? '';
  return one.toUpperCase() + last;
}

/** Black or white letters, whichever is easier to read on the colour. @param {string} color */
export function inkOn(color) {
  const [red = 0, green = 0, blue = 0] = (color.match(/[0-9a-f]{2}/gi) ?? []).map((pair) => linear(parseInt(pair, 16) / 255));
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return light > 0.179 ? '#000000' : '#ffffff'; // equal contrast to both
}

/** @param {{name: string, color: string}} person @param {string} [classes] */
export function disc(person, classes = '') {
  return html`<span class="disc ${classes}" style="--person:${person.color};color:${inkOn(person.color)}" aria-hidden="true">${initials(person.name)}</span>`;
}

/** @param {number} value */
const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

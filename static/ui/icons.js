// Icons and faces out of the two sprites; the words beside them say what they mean.
import { html, nothing } from '#lit';

let base = '/static/';

/** Where the sprites lie. @param {string} url */
export function setBase(url) { base = url.endsWith('/') ? url : `${url}/`; }

/** Address of an asset of this version. @param {string} path */
export function asset(path) { return base + path; }

/**
 * An icon by its name in img/icons.svg; without a label it is decoration.
 * @param {string} name
 * @param {string} [label]
 */
export function icon(name, label) {
  return sprite('icons', name, `icon icon--${name}`, label);
}

/** How a touchpoint feels, from very bad to very good. */
export const FACES = /** @type {const} */ ([1, 2, 3, 4, 5]);

/** A smiley, 1 to 5. @param {number} value @param {string} [label] */
export function smiley(value, label) {
  return sprite('smileys', `smiley-${value}`, `smiley smiley--${value}`, label);
}

/** @param {string} file @param {string} name @param {string} classes @param {string} [label] */
function sprite(file, name, classes, label) {
  return html`<svg class=${classes} role=${label ? 'img' : nothing} aria-label=${label ?? nothing} aria-hidden=${label ? nothing : 'true'} focusable="false"><use href="${base}img/${file}.svg#${name}"></use></svg>`;
}

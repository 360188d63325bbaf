// Bolt and star out of the sprite: pain point and moment of truth. The words stand in the label of what carries them.
import { html } from '#lit';
import { asset } from '../ui/icons.js';

/** @param {'bolt'|'star'|'bolt-off'|'star-off'} name */
export function mark(name) {
  return html`<svg class="marks__small" aria-hidden="true" focusable="false"><use href=${asset(`img/smileys.svg#${name}`)}></use></svg>`;
}

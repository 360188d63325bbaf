// The mood board of a persona: pictures that say how they live, each a flat key (`mood:IMAGE`), so that several can hang them up at once.
import { html, nothing } from '#lit';
import { url } from '../../sync/pictures.js';
import { t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';
import { hang, picturesIn } from '../pictures.js';

/** @typedef {(field: string) => (value: any) => unknown} Set */

const PREFIX = 'mood:';

/** @param {Record<string, any>} persona */
export function moodsOf(persona) {
  return Object.keys(persona).filter((key) => key.startsWith(PREFIX) && persona[key]).map((key) => key.slice(PREFIX.length));
}

/** @param {Record<string, any>} persona @param {Set} set @param {boolean} readOnly */
export function moodBoard(persona, set, readOnly) {
  const images = moodsOf(persona);
  const take = (/** @type {File[]} */ files) => hang(files, (image) => set(PREFIX + image)(true));
  const carried = (/** @type {Event} */ event, /** @type {DataTransfer|null} */ data) => {
    const files = picturesIn(data);
    if (readOnly || !files.length) return;
    event.preventDefault();
    event.stopPropagation();
    void take(files);
  };
  const chosen = (/** @type {Event} */ event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    void take([...(field.files ?? [])]);
    field.value = '';
  };
  return html`<div class="moods" @dragover=${(/** @type {Event} */ event) => event.preventDefault()} @drop=${(/** @type {DragEvent} */ event) => carried(event, event.dataTransfer)} @paste=${(/** @type {ClipboardEvent} */ event) => carried(event, event.clipboardData)}>
    ${images.map((image, i) => html`<figure><img src=${url(image)} alt=${t('persona.mood', { n: i + 1, count: images.length })} loading="lazy">
      ${readOnly ? nothing : html`<button class="button button--icon" type="button" aria-label=${t('picture.remove')} @click=${() => set(PREFIX + image)(null)}>${icon('x')}</button>`}</figure>`)}
    ${readOnly ? nothing : html`<label class="moods__add">${icon('image')}<span>${t('persona.addMood')}</span><input class="visually-hidden" type="file" accept="image/*" multiple @change=${chosen}></label>`}</div>`;
}

// The camera of the phone, one tap away: what it takes is stored and hung up where the button stands.
import { html, nothing } from '#lit';
import { PictureRefused, upload } from '../sync/pictures.js';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { toast } from '../ui/toast.js';

export class Camera extends Element {
  /** @override */
  static properties = { label: {}, write: { attribute: false }, progress: { state: true } };

  constructor() {
    super();
    /** What the photo is for, as a screen reader says it. */
    this.label = '';
    /** @type {(image: string) => unknown} */
    this.write = () => {};
    /** @type {number|null} */
    this.progress = null;
  }

  /** @override */
  render() {
    const busy = this.progress !== null;
    return html`<label class="camera" ?data-busy=${busy}>${icon('camera')}<span class="camera__word">${t('phone.photo')}</span>
      <input class="visually-hidden" type="file" accept="image/*" capture="environment" aria-label=${this.label || nothing} ?disabled=${busy} @change=${this.#taken}>
      ${busy ? html`<progress max="1" .value=${this.progress} aria-label=${t('picture.loading')}></progress>` : nothing}</label>`;
  }

  /** @param {Event} event */
  #taken = async ({ target }) => {
    const field = /** @type {HTMLInputElement} */ (target);
    const [photo] = field.files ?? [];
    field.value = '';
    if (!photo) return;
    const { write } = this; // the button may stand for another thing when the picture has arrived
    this.progress = 0;
    try {
      const { id } = await upload(photo, (share) => { this.progress = share; });
      write(id);
    } catch (error) {
      toast(t(error instanceof PictureRefused ? error.message : 'picture.refused.trouble'));
    } finally {
      this.progress = null;
    }
  };
}

customElements.define('bb-camera', Camera);

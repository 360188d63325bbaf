// A picture: from a file, from the camera, by drop or out of the clipboard, which anywhere in its panel means this picture.
import { html, nothing } from '#lit';
import { PictureRefused, upload, url } from '../../sync/pictures.js';
import { Element } from '../../ui/element.js';
import { t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';
import { picturesIn } from '../pictures.js';

export class PictureField extends Element {
  /** @override */
  static properties = { image: {}, label: {}, describe: {}, write: { attribute: false }, progress: { state: true }, trouble: { state: true } };

  constructor() {
    super();
    /** @type {string|undefined} */
    this.image = undefined;
    this.label = '';
    this.describe = '';
    /** @type {(image: string|null) => unknown} */
    this.write = () => {};
    /** @type {number|null} */
    this.progress = null;
    this.trouble = '';
    /** @type {HTMLElement} */
    this.panel = this;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.classList.add('picture');
    this.addEventListener('dragover', (event) => event.preventDefault());
    this.addEventListener('drop', (event) => this.#dropped(event));
    this.panel = this.closest('.panel') ?? this;
    this.panel.addEventListener('paste', this.#pasted);
  }

  /** @override */
  disconnectedCallback() {
    this.panel.removeEventListener('paste', this.#pasted);
    super.disconnectedCallback();
  }

  /** @override */
  render() {
    const { readOnly } = this.session;
    if (readOnly && !this.image) return nothing;
    return html`<span class="field__label">${this.label}</span>
      ${this.image
        ? html`<div class="picture__frame picture__frame--full"><img src=${url(this.image)} alt=${this.describe}></div>`
        : html`<div class="picture__frame">${icon('image')}<span>${t('picture.hint')}</span></div>`}
      ${this.progress === null ? nothing : html`<progress max="1" .value=${this.progress} aria-label=${t('picture.loading')}></progress>`}
      ${this.trouble ? html`<p class="field__error" role="alert">${this.trouble}</p>` : nothing}
      ${readOnly ? nothing : this.#acts()}`;
  }

  #acts() {
    return html`<div class="picture__acts">
      <label class="button">${icon('image')}${t(this.image ? 'picture.other' : 'picture.choose')}<input class="visually-hidden" type="file" accept="image/*" @change=${this.#chosen}></label>
      <label class="button picture__camera">${icon('camera')}${t('picture.camera')}<input class="visually-hidden" type="file" accept="image/*" capture="environment" @change=${this.#chosen}></label>
      ${this.image ? html`<button class="button button--quiet button--danger" type="button" @click=${() => this.write(null)}>${icon('trash-2')}${t('picture.remove')}</button>` : nothing}
    </div>`;
  }

  /** @param {Event} event */
  #chosen = (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const [file] = field.files ?? [];
    field.value = '';
    if (file) void this.#take(file);
  };

  /** @param {DragEvent} event */
  #dropped(event) {
    const [file] = picturesIn(event.dataTransfer);
    if (!file) return;
    event.preventDefault();
    event.stopPropagation();
    void this.#take(file);
  }

  /** Words that bring a picture of themselves along are words in a field. @param {ClipboardEvent} event */
  #pasted = (event) => {
    const [file] = picturesIn(event.clipboardData);
    const words = /** @type {Element} */ (event.target).matches('input, textarea') && event.clipboardData?.getData('text/plain');
    if (!file || words || this.session.readOnly) return;
    event.preventDefault();
    event.stopPropagation();
    void this.#take(file);
  };

  /** @param {File} file */
  async #take(file) {
    if (this.session.readOnly) return;
    this.trouble = '';
    this.progress = 0;
    try {
      const { id } = await upload(file, (share) => { this.progress = share; });
      this.write(id);
    } catch (error) {
      this.trouble = t(error instanceof PictureRefused ? error.message : 'picture.refused.trouble');
    } finally {
      this.progress = null;
    }
  }
}

customElements.define('bb-picture', PictureField);

// A touchpoint in the hand: its picture or the camera for one, its name, who is behind it, and how it feels by one tap.
import { html, nothing } from '#lit';
import { marks } from '../board/outline/marks.js';
import { url } from '../sync/pictures.js';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { FACES, smiley } from '../ui/icons.js';
import '../board/text_field.js';
import './camera.js';

/** @typedef {import('../model/schema.js').Touchpoint} Thing */

export class PhoneTouchpoint extends Element {
  /** @override */
  static properties = { touchpoint: {} };

  constructor() {
    super();
    this.touchpoint = '';
  }

  /** @override */
  topics() { return [`touchpoint:${this.touchpoint}`, 'channels', 'departments', 'role', 'workshop']; }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.classList.add('meeting');
    this.id = this.dataset.item = `touchpoints:${this.touchpoint}`;
    this.tabIndex = 0;
    this.role = 'group';
  }

  /** @override */
  render() {
    const thing = this.board.touchpoint(this.touchpoint);
    if (!thing) return nothing;
    const { readOnly } = this.session;
    this.ariaLabel = thing.name || t('touchpoint.empty');
    return html`${this.#picture(thing, readOnly)}
      <div class="meeting__body">
        <bb-text class="meeting__name" .of=${`touchpoints:${this.touchpoint}:name`} .hint=${t('touchpoint.hint')}></bb-text>
        ${this.#about(thing)}</div>
      ${readOnly ? nothing : html`<button class="more" type="button" data-act="menu" aria-label=${t('outline.more', { name: t('touchpoint.title') })}></button>`}
      ${this.#felt(thing, readOnly)}`;
  }

  /** How it feels, and its marks; who only looks sees nothing where nothing is told. @param {Thing} thing @param {boolean} readOnly */
  #felt(thing, readOnly) {
    if (readOnly && !thing.smiley && !thing.painPoint && !thing.momentOfTruth) return nothing;
    return html`<div class="meeting__feeling">${this.#feeling(thing, readOnly)}<span class="meeting__marks">${marks(this, { root: 'touchpoints', id: this.touchpoint }, thing)}</span></div>`;
  }

  /** @param {Thing} thing @param {boolean} readOnly */
  #picture({ picture, name }, readOnly) {
    if (picture) return html`<button class="meeting__picture" type="button" data-act="open" aria-haspopup="dialog" aria-label=${t('phone.pictureOf', { name: name || t('touchpoint.empty') })}><img src=${url(picture)} alt="" loading="lazy" decoding="async"></button>`;
    return readOnly ? nothing : html`<bb-camera class="meeting__picture" .label=${t('phone.photoFor', { name: name || t('touchpoint.empty') })} .write=${(/** @type {string} */ image) => this.commands.setTouchpoint(this.touchpoint, 'picture', image)}></bb-camera>`;
  }

  /** @param {Thing} thing */
  #about({ channel, department, responsible }) {
    const by = channel ? this.board.channel(channel) : null;
    const behind = department ? this.board.department(department) : null;
    if (!by && !behind && !responsible) return nothing;
    return html`<p class="meeting__about" data-act="open" lang=${this.board.language}>${by ? html`<span class="chip" style=${`--tone: ${by.color || '#44546a'}`}>${by.name}</span>` : nothing}
      ${[behind?.name, responsible].filter(Boolean).join(', ')}</p>`;
  }

  /** @param {Thing} thing @param {boolean} readOnly */
  #feeling({ smiley: face }, readOnly) {
    if (readOnly) return face ? html`<span class="meeting__told">${smiley(face)}${t(`smiley.${face}`)}</span>` : nothing;
    const rate = (/** @type {number} */ value) => this.commands.setTouchpoint(this.touchpoint, 'smiley', face === value ? null : value);
    return html`<span class="faces" role="group" aria-label=${t('touchpoint.smiley')}>${FACES.map((value) => html`
      <button class="face" type="button" aria-pressed=${face === value} aria-label=${t(`smiley.${value}`)} title=${t(`smiley.${value}`)} @click=${() => rate(value)}>${smiley(value)}</button>`)}</span>`;
  }
}

customElements.define('bb-phone-touchpoint', PhoneTouchpoint);

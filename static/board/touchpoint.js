// A touchpoint: its picture, its name, by which channel, who is behind it, and how it feels.
import { html, nothing } from '#lit';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { smiley } from '../ui/icons.js';
import { url } from '../sync/pictures.js';
import { mark } from './marks.js';
import './text_field.js';

/** @typedef {import('../model/schema.js').Touchpoint} Thing */

export class Touchpoint extends Element {
  /** @override */
  static properties = { touchpoint: {} };

  constructor() {
    super();
    this.touchpoint = '';
  }

  /** @override */
  topics() { return [`fields:touchpoints:${this.touchpoint}`, `text:touchpoints:${this.touchpoint}:name`, 'channels', 'departments']; }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.classList.add('touchpoint');
    this.id = this.dataset.item = `touchpoints:${this.touchpoint}`;
    this.tabIndex = -1;
    this.role = 'group';
  }

  /** @override */
  render() {
    const thing = this.board.touchpoint(this.touchpoint);
    if (!thing) return nothing;
    const channel = thing.channel ? this.board.channel(thing.channel) : null;
    this.ariaLabel = inWords(thing, channel?.name ?? '');
    return html`${thing.picture ? html`<img class="touchpoint__picture" data-act="open" src=${url(thing.picture)} alt="" loading="lazy" decoding="async" draggable="false">` : nothing}
      <div class="touchpoint__body">
        <bb-text class="touchpoint__name" .of=${`touchpoints:${this.touchpoint}:name`} .label=${t('touchpoint.title')} .hint=${t('touchpoint.hint')}></bb-text>
        ${channel ? html`<span class="chip" data-act="open" lang=${this.board.language} style=${`--tone: ${channel.color || '#44546a'}`}>${channel.name}</span>` : nothing}
        <div class="touchpoint__foot" data-act="open">
          <span class="touchpoint__department" lang=${this.board.language}>${this.#department(thing)}</span>
          ${marks(thing)}
        </div>
      </div>
      <button class="more" type="button" tabindex="-1" data-act="menu" aria-label=${t('act.more')}></button>`;
  }

  /** @param {Thing} thing */
  #department({ department, responsible }) {
    const found = department ? this.board.department(department) : null;
    if (!found) return responsible ?? nothing;
    return html`${found.color ? html`<i style=${`--tone: ${found.color}`}></i>` : nothing}<span>${found.code && (found.name ?? '').length > 18 ? found.code : found.name}</span>`;
  }
}

/** @param {Thing} thing */
function marks({ smiley: face, painPoint, momentOfTruth }) {
  const unset = !face && !painPoint && !momentOfTruth;
  return html`<button class="marks ${unset ? 'marks--unset' : ''}" type="button" tabindex="-1" data-act="marks" aria-label=${t('touchpoint.rate')}>
    ${painPoint ? mark('bolt') : nothing}${momentOfTruth ? mark('star') : nothing}${face || unset ? smiley(face ?? 0) : nothing}</button>`;
}

/** @param {Thing} thing @param {string} channel */
function inWords(thing, channel) {
  return [
    thing.name || t('touchpoint.empty'), channel, thing.smiley && t(`smiley.${thing.smiley}`),
    thing.painPoint && t('mark.painPoint'), thing.momentOfTruth && t('mark.momentOfTruth'),
  ].filter(Boolean).join(', ');
}

customElements.define('bb-touchpoint', Touchpoint);

// All that is known of a touchpoint, in the groups of the method: first what a workshop asks, below what comes later, then the group's own.
import { html, nothing } from '#lit';
import { Element } from '../../ui/element.js';
import { t } from '../../ui/i18n.js';
import { FACES, icon, smiley } from '../../ui/icons.js';
import { mark } from '../marks.js';
import { placeOf, wayTo } from '../places.js';
import { area, line, toggle } from './fields.js';
import './labels.js';
import './measures.js';
import { openMove } from './move.js';
import { ownFields } from './own_fields.js';
import './picture_field.js';
import { segments } from './segments.js';
import './writing.js';

/** @typedef {import('../../model/schema.js').Touchpoint} Thing */
/** @typedef {(field: string) => (value: any) => unknown} Set */

const USE = ['mediaType', 'frequency', 'perception', 'persons'];
const PUBLISHING = ['criteria', 'schedule', 'reach'];

export class TouchpointPanel extends Element {
  /** @override */
  static properties = { touchpoint: {}, view: { attribute: false } };

  constructor() {
    super();
    this.touchpoint = '';
    /** @type {import('../items.js').View|null} */
    this.view = null;
  }

  /** @override */
  topics() { return [`touchpoint:${this.touchpoint}`, 'role', 'workshop', 'activities', 'stages']; }

  /** @override */
  render() {
    const thing = this.board.touchpoint(this.touchpoint);
    if (!thing || !this.board.exists('touchpoints', this.touchpoint)) return html`<p class="panel__lead">${t('panel.gone')}</p>`;
    const { readOnly } = this.session;
    /** @type {Set} */
    const set = (field) => (value) => this.commands.setTouchpoint(this.touchpoint, field, value);
    return html`
      <bb-writing .root=${'touchpoints'} .item=${this.touchpoint} .name=${'name'} .label=${t('touchpoint.name')} .hint=${t('touchpoint.hint')}></bb-writing>
      <bb-picture .image=${thing.picture} .label=${t('touchpoint.picture')} .describe=${thing.name} .write=${set('picture')}></bb-picture>
      ${this.#place()}
      <bb-label .root=${'channels'} .label=${t('touchpoint.channel')} .value=${thing.channel} .write=${set('channel')}></bb-label>
      <bb-label .root=${'departments'} .label=${t('touchpoint.department')} .value=${thing.department} .write=${set('department')}></bb-label>
      ${line(t('touchpoint.responsible'), thing.responsible, set('responsible'), { readOnly, of: this.#of('responsible') })}
      ${this.#feeling(thing, set, readOnly)}
      <details ?open=${readOnly}><summary>${t('touchpoint.later')}</summary><div>${this.#later(thing, set, readOnly)}</div></details>
      ${readOnly && !Object.keys(thing).some((key) => key.startsWith('custom:')) ? nothing : html`<details ?open=${readOnly}><summary>${t('own.title')}</summary><div>${ownFields(thing, (field, value) => set(field)(value), readOnly)}</div></details>`}`;
  }

  /** @param {string} field */
  #of(field) { return `touchpoints:${this.touchpoint}:${field}`; }

  /** Stage and activity, and the way to another one. */
  #place() {
    const ref = /** @type {const} */ ({ root: 'touchpoints', id: this.touchpoint });
    const move = (/** @type {Event} */ event) => this.view && openMove(this.view, ref, /** @type {HTMLElement} */ (event.currentTarget));
    return html`<div class="field"><span class="field__label">${t('touchpoint.place')}</span><span class="standing"><span dir="auto">${wayTo(this.board, ref, placeOf(this.board, ref)).join(' › ')}</span>
      ${this.session.readOnly || !this.view ? nothing : html`<button class="button button--quiet" type="button" aria-haspopup="dialog" @click=${move}>${icon('move')}${t('act.move')}</button>`}</span></div>`;
  }

  /** @param {Thing} thing @param {Set} set @param {boolean} readOnly */
  #feeling(thing, set, readOnly) {
    return html`<div class="field"><span class="field__label" id="feels">${t('touchpoint.smiley')}</span>
      <div class="faces" role="group" aria-labelledby="feels">${FACES.map((value) => html`
        <button class="face" type="button" ?disabled=${readOnly} aria-pressed=${thing.smiley === value} aria-label=${t(`smiley.${value}`)} title=${t(`smiley.${value}`)} @click=${() => set('smiley')(thing.smiley === value ? null : value)}>${smiley(value)}</button>`)}</div></div>
      <div class="toggles">
        ${toggle(t('mark.painPoint'), thing.painPoint, set('painPoint'), mark(thing.painPoint ? 'bolt' : 'bolt-off'), { readOnly })}
        ${toggle(t('mark.momentOfTruth'), thing.momentOfTruth, set('momentOfTruth'), mark(thing.momentOfTruth ? 'star' : 'star-off'), { readOnly })}
      </div>`;
  }

  /** @param {Thing} thing @param {Set} set @param {boolean} readOnly */
  #later(thing, set, readOnly) {
    const flag = (/** @type {string} */ field) => segments(t(`touchpoint.${field}`), thing[field], [[true, t(`touchpoint.${field}.yes`)], [false, t(`touchpoint.${field}.no`)]], set(field), readOnly);
    const areas = (/** @type {string[]} */ fields) => fields.map((field) => area(t(`touchpoint.${field}`), thing[field], set(field), { readOnly, lines: 1, of: this.#of(field) }));
    return html`<div class="panel__pair">${flag('direct')}${flag('online')}</div>
      ${segments(t('touchpoint.relevance'), thing.relevance, FACES.map((n) => [n, readOnly ? t(`relevance.${n}`) : String(n)]), set('relevance'), readOnly)}
      ${readOnly ? nothing : html`<p class="panel__hint">${thing.relevance ? t(`relevance.${thing.relevance}`) : t('relevance.hint')}</p>`}
      <bb-measures .values=${thing} .write=${(/** @type {string} */ field, /** @type {number|null} */ value) => set(field)(value)}></bb-measures>
      ${areas(USE)}${this.#link(thing, set, readOnly)}${areas(PUBLISHING)}`;
  }

  /** An address opens in a page of its own. @param {Thing} thing @param {Set} set @param {boolean} readOnly */
  #link({ url }, set, readOnly) {
    const href = addressOf(url);
    const open = href ? html`<a class="button button--quiet" href=${href} target="_blank" rel="noopener noreferrer">${icon('external-link')}${t('touchpoint.openUrl')}</a>` : nothing;
    if (readOnly) return url ? html`<div class="field"><span class="field__label">${t('touchpoint.url')}</span><span class="standing"><span>${url}</span>${open}</span></div>` : nothing;
    return html`<div class="linked">${line(t('touchpoint.url'), url, set('url'), { type: 'url', placeholder: 'https://', of: this.#of('url') })}${open}</div>`;
  }
}

/** Only what a browser may open: a page. @param {unknown} url */
function addressOf(url) {
  const words = String(url ?? '').trim();
  if (!words) return null;
  try {
    const address = new URL(/^[a-z][a-z\d+.-]*:/i.test(words) ? words : `https://${words}`);
    return ['http:', 'https:'].includes(address.protocol) ? address.href : null;
  } catch {
    return null;
  }
}

customElements.define('bb-touchpoint-panel', TouchpointPanel);

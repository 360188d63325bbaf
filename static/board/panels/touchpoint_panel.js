// All that is known of a touchpoint: first what a workshop asks, below what comes later.
import { html } from '#lit';
import { Element } from '../../ui/element.js';
import { t } from '../../ui/i18n.js';
import { smiley } from '../../ui/icons.js';
import { mark } from '../marks.js';
import { area, bounded, choice, line, toggle } from './fields.js';
import { ownFields } from './own_fields.js';
import './labels.js';
import './picture_field.js';
import './writing.js';

const FACES = [1, 2, 3, 4, 5];
const LATER = ['mediaType', 'frequency', 'perception', 'persons', 'criteria', 'schedule', 'reach'];
const MEASURES = ['current', 'target', 'bestInClass'];

export class TouchpointPanel extends Element {
  /** @override */
  static properties = { touchpoint: {} };

  constructor() {
    super();
    this.touchpoint = '';
  }

  /** @override */
  topics() { return [`touchpoint:${this.touchpoint}`, 'role', 'workshop']; }

  /** @override */
  render() {
    const thing = this.board.touchpoint(this.touchpoint);
    if (!thing || !this.board.exists('touchpoints', this.touchpoint)) return html`<p class="panel__lead">${t('panel.gone')}</p>`;
    const { readOnly } = this.session;
    const set = (/** @type {string} */ field) => (/** @type {any} */ value) => this.commands.setTouchpoint(this.touchpoint, field, value);
    return html`
      <bb-writing .root=${'touchpoints'} .item=${this.touchpoint} .name=${'name'} .label=${t('touchpoint.name')} .hint=${t('touchpoint.hint')}></bb-writing>
      <bb-picture .image=${thing.picture} .label=${t('touchpoint.picture')} .describe=${thing.name} .write=${set('picture')}></bb-picture>
      <bb-label .root=${'channels'} .label=${t('touchpoint.channel')} .value=${thing.channel} .write=${set('channel')}></bb-label>
      <bb-label .root=${'departments'} .label=${t('touchpoint.department')} .value=${thing.department} .write=${set('department')}></bb-label>
      ${line(t('touchpoint.responsible'), thing.responsible, set('responsible'), { readOnly })}
      ${this.#feeling(thing, set, readOnly)}
      <details ?open=${readOnly}><summary>${t('touchpoint.later')}</summary><div>${this.#later(thing, set, readOnly)}</div></details>
      <details><summary>${t('own.title')}</summary><div>${ownFields(thing, (field, value) => set(field)(value), readOnly)}</div></details>`;
  }

  /** @param {import('../../model/schema.js').Touchpoint} thing @param {(field: string) => (value: any) => unknown} set @param {boolean} readOnly */
  #feeling(thing, set, readOnly) {
    return html`<div class="field"><span class="field__label" id="feels">${t('touchpoint.smiley')}</span>
      <div class="faces" role="group" aria-labelledby="feels">${FACES.map((value) => html`
        <button class="face" type="button" ?disabled=${readOnly} aria-pressed=${thing.smiley === value} aria-label=${t(`smiley.${value}`)} title=${t(`smiley.${value}`)} @click=${() => set('smiley')(thing.smiley === value ? null : value)}>${smiley(value)}</button>`)}</div></div>
      <div class="toggles">
        ${toggle(t('mark.painPoint'), thing.painPoint, set('painPoint'), mark(thing.painPoint ? 'bolt' : 'bolt-off'), { readOnly })}
        ${toggle(t('mark.momentOfTruth'), thing.momentOfTruth, set('momentOfTruth'), mark(thing.momentOfTruth ? 'star' : 'star-off'), { readOnly })}
      </div>`;
  }

  /** @param {import('../../model/schema.js').Touchpoint} thing @param {(field: string) => (value: any) => unknown} set @param {boolean} readOnly */
  #later(thing, set, readOnly) {
    const flag = (/** @type {string} */ field, /** @type {string} */ yes, /** @type {string} */ no) => choice(t(`touchpoint.${field}`), thing[field] === undefined ? '' : thing[field] ? 'yes' : 'no',
      [['yes', t(yes)], ['no', t(no)]], (value) => set(field)(value === null ? null : value === 'yes'), { readOnly });
    return html`<div class="panel__pair">${flag('direct', 'touchpoint.direct.yes', 'touchpoint.direct.no')}${flag('online', 'touchpoint.online.yes', 'touchpoint.online.no')}</div>
      ${choice(t('touchpoint.relevance'), thing.relevance ? String(thing.relevance) : '', FACES.map((n) => [String(n), t(`relevance.${n}`)]), (value) => set('relevance')(value ? Number(value) : null), { readOnly })}
      <div class="panel__triple">${MEASURES.map((field) => line(t(`touchpoint.${field}`), thing[field], (value) => set(field)(bounded(value, 1, 10)), { readOnly, type: 'number', min: 1, max: 10, step: 0.1 }))}</div>
      ${LATER.map((field) => area(t(`touchpoint.${field}`), thing[field], set(field), { readOnly }))}
      ${line(t('touchpoint.url'), thing.url, set('url'), { readOnly, type: 'url', placeholder: 'https://' })}`;
  }
}

customElements.define('bb-touchpoint-panel', TouchpointPanel);

// An activity beside the board: its words, which micro-moment it is, its marks, its sketch for the storyboard.
import { html } from '#lit';
import { Element } from '../../ui/element.js';
import { t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';
import { mark } from '../marks.js';
import { toggle } from './fields.js';
import './picture_field.js';
import { segments } from './segments.js';
import { openSketch } from './sketch_sheet.js';
import './writing.js';

export class ActivityPanel extends Element {
  /** @override */
  static properties = { activity: {} };

  constructor() {
    super();
    this.activity = '';
  }

  /** @override */
  topics() { return [`activity:${this.activity}`, 'role', 'workshop']; }

  /** @override */
  render() {
    const activity = this.board.activity(this.activity);
    if (!activity || !this.board.exists('activities', this.activity)) return html`<p class="panel__lead">${t('panel.gone')}</p>`;
    const { readOnly } = this.session;
    const set = (/** @type {string} */ field) => (/** @type {any} */ value) => this.commands.setActivity(this.activity, field, value);
    return html`
      <bb-writing .root=${'activities'} .item=${this.activity} .name=${'text'} .label=${t('activity.text')} .hint=${t('activity.hint')}></bb-writing>
      ${segments(t('activity.kind'), activity.kind, [['goal', t('activity.goal')], ['experience', t('activity.experience')]], set('kind'), readOnly)}
      <div class="toggles">
        ${toggle(t('mark.painPoint'), activity.painPoint, set('painPoint'), mark(activity.painPoint ? 'bolt' : 'bolt-off'), { readOnly })}
        ${toggle(t('mark.momentOfTruth'), activity.momentOfTruth, set('momentOfTruth'), mark(activity.momentOfTruth ? 'star' : 'star-off'), { readOnly })}
        ${toggle(t('activity.decision'), activity.decision, set('decision'), icon('waypoints'), { readOnly })}
      </div>
      <bb-picture .image=${activity.sketch} .label=${t('activity.sketch')} .describe=${t('sketch.of', { activity: activity.text })} .write=${set('sketch')}></bb-picture>
      ${readOnly ? '' : html`<button class="button" type="button" @click=${(/** @type {Event} */ event) => openSketch(this.activity, /** @type {HTMLElement} */ (event.currentTarget))}>${icon('pencil')}${t('sketch.begin')}</button>`}`;
  }
}

customElements.define('bb-activity-panel', ActivityPanel);

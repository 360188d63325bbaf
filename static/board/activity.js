// An activity: a blue arrow card, in the first person, with its number in the journey.
import { html, nothing } from '#lit';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { hintMark } from './hinted.js';
import { mark } from './marks.js';
import './text_field.js';

const SIGNS = { goal: 'target', experience: 'lightbulb', decision: 'waypoints' };

export class Activity extends Element {
  /** @override */
  static properties = { activity: {}, number: { type: Number } };

  constructor() {
    super();
    this.activity = '';
    this.number = 0;
  }

  /** @override */
  topics() { return [`fields:activities:${this.activity}`, `text:activities:${this.activity}:text`]; }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.classList.add('activity');
    this.id = this.dataset.item = `activities:${this.activity}`;
    if (!this.hasAttribute('tabindex')) this.tabIndex = -1; // where no arrow walks, Tab comes to it
    this.role = 'group';
  }

  /** @override */
  render() {
    const activity = this.board.activity(this.activity);
    if (!activity) return nothing;
    const marks = this.#marks(activity);
    this.toggleAttribute('data-marked', marks.length > 0);
    this.ariaLabel = inWords(this.number, activity);
    return html`${this.number ? html`<span class="activity__number" aria-hidden="true">${this.number}</span>` : nothing}
      <bb-text class="activity__text" .of=${`activities:${this.activity}:text`} .label=${t('activity.title')} .hint=${t('activity.hint')}></bb-text>
      ${marks.length ? html`<span class="activity__marks">${marks}</span>` : nothing}
      ${hintMark({ root: 'activities', id: this.activity }, 'activity', activity.text)}
      <button class="more" type="button" tabindex="-1" data-act="menu" aria-label=${t('act.more')}></button>`;
  }

  /** @param {import('../model/schema.js').Activity} activity */
  #marks({ kind, decision, painPoint, momentOfTruth }) {
    return [kind && said(kind), decision && said('decision'), painPoint && mark('bolt'), momentOfTruth && mark('star')].filter(Boolean);
  }
}

/** What an activity is, by a sign and a word. @param {keyof typeof SIGNS} what */
function said(what) {
  return html`<span class="activity__said">${icon(SIGNS[what])}${t(`activity.${what}.short`)}</span>`;
}

/** @param {number} number @param {import('../model/schema.js').Activity} activity */
function inWords(number, { text, kind, decision, painPoint, momentOfTruth }) {
  return [`${number || ''} ${text || t('activity.empty')}`.trim(), kind && t(`activity.${kind}`), decision && t('activity.decision'), painPoint && t('mark.painPoint'), momentOfTruth && t('mark.momentOfTruth')].filter(Boolean).join(', ');
}

customElements.define('bb-activity', Activity);

// An activity: a blue arrow card, in the first person, with its number in the journey.
import { html, nothing } from '#lit';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { hintMark } from './hinted.js';
import { mark } from './marks.js';
import './text_field.js';

export class Activity extends Element {
  /** @override */
  static properties = { activity: {}, number: { type: Number } };

  constructor() {
    super();
    this.activity = '';
    this.number = 0;
  }

  /** @override */
  topics() { return [`activity:${this.activity}`]; }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.classList.add('activity');
    this.id = this.dataset.item = `activities:${this.activity}`;
    this.tabIndex = -1;
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
      <bb-text class="activity__text" .of=${`activities:${this.activity}:text`} .value=${activity.text} .hint=${t('activity.hint')}></bb-text>
      ${marks.length ? html`<span class="activity__marks">${marks}</span>` : nothing}
      ${hintMark(this.activity, 'activity', activity.text)}
      <button class="more" type="button" tabindex="-1" data-act="menu" aria-label=${t('act.more')}></button>`;
  }

  /** @param {import('../model/schema.js').Activity} activity */
  #marks({ kind, decision, painPoint, momentOfTruth }) {
    const shown = [];
    if (kind === 'goal') shown.push(icon('target', t('activity.goal')));
    if (kind === 'experience') shown.push(icon('lightbulb', t('activity.experience')));
    if (decision) shown.push(icon('waypoints', t('activity.decision')));
    if (painPoint) shown.push(mark('bolt'));
    if (momentOfTruth) shown.push(mark('star'));
    return shown;
  }
}

/** @param {number} number @param {import('../model/schema.js').Activity} activity */
function inWords(number, { text, painPoint, momentOfTruth }) {
  return [`${number || ''} ${text || t('activity.empty')}`.trim(), painPoint && t('mark.painPoint'), momentOfTruth && t('mark.momentOfTruth')].filter(Boolean).join(', ');
}

customElements.define('bb-activity', Activity);

// An activity as a leg of the journey: a blue arrow card; at hand it opens, with everything that hangs below it on the map.
import { html, nothing, repeat } from '#lit';
import { marks } from '../board/outline/marks.js';
import { mark } from '../board/marks.js';
import { laneTitle, oneOf, tone } from '../board/kinds.js';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { shelf } from './shelf.js';
import '../board/activity.js';

export class Leg extends Element {
  /** @override */
  static properties = { view: { attribute: false }, activity: {}, number: { type: Number }, open: { type: Boolean, reflect: true }, series: {}, persona: {} };

  constructor() {
    super();
    /** @type {import('./phone.js').Phone|null} */
    this.view = null;
    this.activity = '';
    this.number = 0;
    this.open = false;
    this.series = 'outside';
    /** @type {string|null} */
    this.persona = null;
  }

  /** @override */
  topics() {
    const { activity, board } = this;
    return [`activity:${activity}`, `touchpoints:${activity}`, `rating:${activity}`, 'lanes', 'personas', 'role', 'workshop', ...board.lanes().map(({ id }) => `cell:${activity}|${id}`)];
  }

  /** @override */
  render() {
    const activity = this.board.activity(this.activity);
    if (!activity || !this.view) return nothing;
    return this.open ? this.#whole(activity, this.view) : this.#folded(activity);
  }

  /** @param {import('../model/schema.js').Activity} activity @param {import('./phone.js').Phone} view */
  #whole(activity, view) {
    const ref = /** @type {const} */ ({ root: 'activities', id: this.activity });
    return html`<h3 class="visually-hidden">${t('activity.title')} ${this.number}</h3>
      <bb-activity tabindex="0" .activity=${this.activity} .number=${this.number}></bb-activity>
      <div class="leg__marks">${marks(this, ref, activity)}</div>
      ${repeat(this.board.lanes(), ({ id }) => id, (lane) => shelf(view, this.activity, lane))}`;
  }

  /** @param {import('../model/schema.js').Activity} activity */
  #folded({ text, painPoint, momentOfTruth }) {
    return html`<h3 class="leg__fold"><button class="activity" type="button" aria-expanded="false" data-leg=${this.activity} data-item=${`activities:${this.activity}`}>
      <span class="activity__number">${this.number}</span>
      <span class="activity__text" lang=${text ? this.board.language : nothing} dir="auto">${text || t('activity.empty')}${this.#digest()}</span>
      ${painPoint || momentOfTruth ? html`<span class="leg__signs">${painPoint ? html`${mark('bolt')}<span class="visually-hidden">${t('mark.painPoint')}</span>` : nothing}${momentOfTruth ? html`${mark('star')}<span class="visually-hidden">${t('mark.momentOfTruth')}</span>` : nothing}</span>` : nothing}</button></h3>`;
  }

  /** How much hangs below it, lane by lane, and how it is rated. */
  #digest() {
    const value = this.board.rating(this.activity, this.persona, 'outside');
    const parts = this.board.lanes().map((lane) => ({ lane, count: lane.kind === 'touchpoint' ? this.board.touchpoints(this.activity).length : this.board.cards(this.activity, lane.id).length })).filter(({ count }) => count);
    if (!parts.length && value === null) return nothing;
    return html`<span class="digest">${parts.map(({ lane, count }) => html`<span class="digest__one" style=${tone(lane.kind)}>${count} ${count === 1 ? oneOf(lane) : laneTitle(lane)} </span>`)}
      ${value === null ? nothing : html`<span class="digest__value" style="--tone: var(--smiley-${Math.ceil(value / 2)})"><span class="visually-hidden">${t('series.outside')}: </span>${value}</span>`}</span>`;
  }
}

customElements.define('bb-leg', Leg);

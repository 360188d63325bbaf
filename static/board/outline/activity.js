// An activity in the outline: its text and marks, and lane by lane what hangs below it, in the order of the map.
import { html, nothing, repeat } from '#lit';
import { url } from '../../sync/pictures.js';
import { Element } from '../../ui/element.js';
import { t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';
import { hintMark } from '../hinted.js';
import { laneTitle, oneOf, tone } from '../kinds.js';
import { line, more, offer } from './entry.js';
import { marks } from './marks.js';
import { rates } from './rates.js';
import './card.js';
import './touchpoint.js';

/** @typedef {import('../kinds.js').Lane} Lane */

export class OutlineActivity extends Element {
  /** @override */
  static properties = { activity: {}, number: { type: Number } };

  constructor() {
    super();
    this.activity = '';
    this.number = 0;
  }

  /** @override */
  topics() {
    const { activity, board } = this;
    return [`activity:${activity}`, `touchpoints:${activity}`, `rating:${activity}`, 'lanes', 'personas', 'role', 'workshop', ...board.personas().map((id) => `persona:${id}`), ...board.lanes().map(({ id }) => `cell:${activity}|${id}`)];
  }

  /** @override */
  render() {
    const activity = this.board.activity(this.activity);
    if (!activity) return nothing;
    const ref = /** @type {const} */ ({ root: 'activities', id: this.activity });
    const { readOnly } = this.session;
    const name = this.number ? `${t('activity.title')} ${this.number}` : t('activity.title');
    const kind = activity.kind ? t(`activity.${activity.kind}`) : '';
    return html`<div class="entry entry--activity"><h3 class="entry__head">${this.number ? html`<span class="entry__number">${this.number}</span>` : html`<span class="visually-hidden">${name}</span>`}${line(ref, name, { hint: t('activity.hint') })}</h3>${readOnly ? nothing : hintMark(ref, 'activity', activity.text, 0)}
        <span class="entry__marks">${marks(this, ref, activity)}</span>${more(ref, name, readOnly)}</div>
      ${kind || activity.decision ? html`<p class="entry__note">${[kind, activity.decision && t('activity.decision')].filter(Boolean).join(' · ')}</p>` : nothing}
      ${repeat(this.board.lanes(), ({ id }) => id, (lane) => this.#lane(lane, readOnly))}`;
  }

  /** @param {Lane} lane @param {boolean} readOnly */
  #lane(lane, readOnly) {
    const body = this.#body(lane, readOnly);
    if (body === nothing) return nothing;
    return html`<div class="shelf" data-kind=${lane.kind} style=${tone(lane.kind)}><h4 class="shelf__title" lang=${lane.title ? this.board.language : nothing}>${laneTitle(lane)}</h4><div class="shelf__body">${body}</div></div>`;
  }

  /** @param {Lane} lane @param {boolean} readOnly */
  #body(lane, readOnly) {
    switch (lane.kind) {
      case 'storyboard': return this.#sketch(readOnly);
      case 'touchpoint': return this.#touchpoints(readOnly);
      case 'rating': return rates(this, this.activity);
      default: return this.#cards(lane, readOnly);
    }
  }

  /** @param {boolean} readOnly */
  #sketch(readOnly) {
    const activity = this.board.activity(this.activity);
    if (!activity?.sketch && readOnly) return nothing;
    return html`${activity?.sketch ? html`<img class="shelf__sketch" src=${url(activity.sketch)} alt=${t('sketch.of', { activity: activity.text })} loading="lazy" decoding="async">` : nothing}
      ${readOnly ? nothing : html`<button class="button button--quiet outline__add" type="button" data-open="activities:${this.activity}" aria-haspopup="dialog">${icon('plus')}<span>${t('cell.addSketch')}</span></button>`}`;
  }

  /** @param {boolean} readOnly */
  #touchpoints(readOnly) {
    const ids = this.board.touchpoints(this.activity);
    if (!ids.length && readOnly) return nothing;
    return html`${ids.length ? html`<ul class="things">${repeat(ids, (id) => id, (id) => html`<li class="thing"><bb-outline-touchpoint .touchpoint=${id}></bb-outline-touchpoint></li>`)}</ul>` : nothing}
      ${offer('touchpoints', [this.activity], t('cell.addTouchpoint'), '', readOnly)}`;
  }

  /** @param {Lane} lane @param {boolean} readOnly */
  #cards(lane, readOnly) {
    const ids = this.board.cards(this.activity, lane.id);
    if (!ids.length && readOnly) return nothing;
    return html`${ids.length ? html`<ul class="things">${repeat(ids, (id) => id, (id) => html`<li class="thing"><bb-outline-card .card=${id} .kind=${lane.kind} .name=${oneOf(lane)}></bb-outline-card></li>`)}</ul>` : nothing}
      ${offer('cards', [this.activity, lane.id], t('cell.add'), laneTitle(lane), readOnly)}`;
  }
}

customElements.define('bb-outline-activity', OutlineActivity);

// One place of the map: what stands under one activity in one lane, and the offer to add to it.
import { html, nothing, repeat } from '#lit';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { url } from '../sync/pictures.js';
import { laneTitle, openings } from './kinds.js';
import './card.js';
import './touchpoint.js';

export class Cell extends Element {
  /** @override */
  static properties = { activity: {}, lane: {}, kind: {}, column: { type: Number }, alone: { type: Boolean } };

  constructor() {
    super();
    this.activity = '';
    this.lane = '';
    /** @type {import('../model/schema.js').LaneKind} */
    this.kind = 'custom';
    this.column = 0;
    /** The lane is empty throughout: the first cell says what goes there. */
    this.alone = false;
    this.released = true;
    /** @type {import('./fill.js').Filler|null} */
    this.filler = null;
  }

  /** @override */
  topics() {
    if (this.kind === 'touchpoint') return [`touchpoints:${this.activity}`];
    if (this.kind === 'storyboard') return [`activity:${this.activity}`];
    return [`cell:${this.activity}|${this.lane}`];
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.classList.add('cell');
    this.role = 'gridcell';
    this.tabIndex = -1;
    this.released = !this.filler?.holds(this);
  }

  /** Shows a cell that waited for its turn, at once. */
  release() {
    if (this.released) return;
    this.released = true;
    this.requestUpdate();
    this.performUpdate();
  }

  /** @override */
  willUpdate() {
    this.dataset.cell = `${this.activity}|${this.lane}`;
    this.id = `cell:${this.dataset.cell}`;
    this.dataset.column = String(this.column);
  }

  /** @override */
  shouldUpdate() { return this.released; }

  /** @override */
  render() {
    if (this.kind === 'touchpoint') return this.#touchpoints();
    if (this.kind === 'storyboard') return this.#sketch();
    return this.#cards();
  }

  #cards() {
    const ids = this.board.cards(this.activity, this.lane);
    return html`${repeat(ids, (id) => id, (id) => html`<bb-card .card=${id} .kind=${this.kind}></bb-card>`)}${this.#offer('add-card', ids.length, t('cell.add'))}`;
  }

  #touchpoints() {
    const ids = this.board.touchpoints(this.activity);
    return html`${repeat(ids, (id) => id, (id) => html`<bb-touchpoint .touchpoint=${id}></bb-touchpoint>`)}${this.#offer('add-touchpoint', ids.length, t('cell.addTouchpoint'))}`;
  }

  #sketch() {
    const sketch = this.board.activity(this.activity)?.sketch;
    if (!sketch) return this.#offer('add-sketch', 0, t('cell.addSketch'));
    return html`<div class="sketch" data-act="sketch"><img src=${url(sketch)} alt=${t('sketch.of', { activity: this.board.activity(this.activity)?.text ?? '' })} loading="lazy" decoding="async" draggable="false">
      <button class="more" type="button" tabindex="-1" data-act="sketch" aria-label=${t('act.more')}></button></div>`;
  }

  /** @param {string} act @param {number} count @param {string} words */
  #offer(act, count, words) {
    const opening = this.alone ? openings(this.kind)[0] : undefined;
    const label = `${words}: ${laneTitle({ kind: this.kind, title: this.board.lane(this.lane)?.title ?? null })}`;
    return html`<button class="add ${count ? 'add--more' : ''} ${this.alone ? 'add--always' : ''}" type="button" tabindex="-1" data-act=${act} aria-label=${opening ? `${opening} ${label}` : label}>
      ${count ? nothing : html`<span>${opening ?? words}</span>`}</button>`;
  }
}

customElements.define('bb-cell', Cell);

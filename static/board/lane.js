// A lane: one row of the map, its head and a cell for each activity.
import { html, nothing, repeat } from '#lit';
import { t } from '../ui/i18n.js';
import { laneHint, laneTitle, tone } from './kinds.js';
import { Row } from './row.js';
import './text_field.js';
import './cell.js';

export class Lane extends Row {
  /** @override */
  static properties = { lane: {}, columns: { attribute: false }, filler: { attribute: false } };

  constructor() {
    super();
    this.lane = '';
    this.empty = false;
  }

  /** While a lane is empty it waits for its first card; then a card more is its cell's affair alone. @override */
  topics() {
    const { kind } = this.dataset;
    const topic = (/** @type {string|null} */ activity) => (kind === 'touchpoint' ? `touchpoints:${activity}` : kind === 'storyboard' ? `activity:${activity}` : `cell:${activity}|${this.lane}`);
    return [`lane:${this.lane}`, ...(this.empty ? this.columns.map(({ activity }) => topic(activity)) : [])];
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.classList.add('lane');
    this.dataset.lane = this.lane;
  }

  /** @override */
  render() {
    const lane = this.board.lane(this.lane);
    if (!lane) return nothing;
    this.dataset.kind = lane.kind;
    this.style.cssText = tone(lane.kind);
    const first = this.columns.find((column) => column.activity)?.key;
    this.empty = this.#isEmpty(lane.kind);
    return html`${laneHead(this.commands, lane)}
      ${repeat(this.columns.slice(0, this.reach), (column) => column.key, (column, i) => (column.activity
        ? html`<bb-cell .filler=${this.filler} .column=${i} .activity=${column.activity} .lane=${this.lane} .kind=${lane.kind} .alone=${this.empty && column.key === first}></bb-cell>`
        : html`<div class="cell cell--void" role="gridcell" data-column=${i}></div>`))}`;
  }

  /** @param {import('../model/schema.js').LaneKind} kind */
  #isEmpty(kind) {
    const { board } = this;
    return this.columns.every(({ activity }) => {
      if (!activity) return true;
      if (kind === 'storyboard') return !board.map('activities', activity)?.get('sketch');
      return !(kind === 'touchpoint' ? board.touchpoints(activity) : board.cards(activity, this.lane)).length;
    });
  }
}

/**
 * The head of a row: its name, a sentence of what goes there, and its menu.
 * @param {import('../model/commands.js').Commands} commands
 * @param {import('./kinds.js').Lane} lane
 * @param {unknown} [more]
 * @param {string} [modifier]
 */
export function laneHead(commands, lane, more = nothing, modifier = '') {
  const [title, hint] = [laneTitle(lane), laneHint(lane)];
  const rename = (/** @type {string} */ words) => commands.setLane(lane.id, 'title', words === t(`lane.${lane.kind}`) ? null : words || null);
  return html`<div class="head ${modifier}" role="rowheader" aria-label=${title} aria-description=${hint || nothing} data-item=${`lanes:${lane.id}`} tabindex="-1">
    <bb-text class="head__title" .of=${`lanes:${lane.id}:title`} .value=${title} .label=${t('lane.name')} .offered=${!lane.title} .plain=${rename}></bb-text>
    ${hint ? html`<span class="head__hint">${hint}</span>` : nothing}
    ${more}
    <button class="more" type="button" tabindex="-1" data-act="menu" aria-label=${t('lane.more', { lane: title })}></button>
  </div>`;
}

customElements.define('bb-lane', Lane);

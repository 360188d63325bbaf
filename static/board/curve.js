// The row of the performance curve: a pin for each activity from 1 to 10, and a string through the pins.
import { html, nothing, svg } from '#lit';
import { SERIES } from '../model/schema.js';
import { t } from '../ui/i18n.js';
import { drops, heightOf, HIGHEST, isDropAbove, LOWEST, path } from './curve_math.js';
import { tone } from './kinds.js';
import { laneHead } from './lane.js';
import { Row } from './row.js';

/** @typedef {import('../model/schema.js').Series} Series */
/** @typedef {import('./columns.js').Column} Column */
/** @typedef {(number | null)[]} Values */

/** Share of the plot above 10, and below 1: room for the heads of the pins. */
export const PAD = 0.07;
/** What tells the series apart where colour does not: the shape of its pins, in a box of 28 by 12. */
const SIGNS = { outside: 'M14 2a4 4 0 1 0 .1 0z', inside: 'M14 2l4 4-4 4-4-4z', target: 'M10.5 4.5h7v3h-7z', best: 'M14 2l4.5 7.5h-9z' };
/** Lower edges of the red, amber and green bands. */
const BANDS = /** @type {const} */ ([['poor', 1, 4], ['fair', 4, 7], ['good', 7, 10]]);

export class Curve extends Row {
  /** @override */
  static properties = { lane: {}, columns: { attribute: false }, filler: { attribute: false }, persona: {}, series: {}, preview: { attribute: false } };

  constructor() {
    super();
    this.lane = '';
    /** @type {string|null} */
    this.persona = null;
    /** The series that a hand here moves. @type {Series} */
    this.series = 'outside';
    /** A pin under somebody's hand: shown, not written yet (R13). @type {{activity: string, series: Series, value: number|null}|null} */
    this.preview = null;
    this.heldByOthers = '';
    /** What comes behind the first screen: gaps, others' strings, faces for numbers, words on what one points at. @type {import('./curve_more.js').More|null} */
    this.more = null;
    /** @type {(() => void)|null} */
    this.offPresence = null;
  }

  /** Its string runs through all columns: of a wide map it comes with the next frame. @override */
  get reach() { return this.released ? this.columns.length : 0; }

  /** @override */
  topics() { return ['ratings', `lane:${this.lane}`]; }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.classList.add('row--rating');
    this.dataset.lane = this.lane;
    this.dataset.kind = 'rating';
    this.offPresence = this.session.hub.on('presence', () => this.#lookAtOthers());
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.offPresence?.();
  }

  /** It says more when somebody looks. @override */
  firstUpdated() {
    new IntersectionObserver(async ([look], seen) => {
      if (!look?.isIntersecting) return;
      seen.disconnect();
      this.more = await (await import('./curve_more.js')).moreOf(this);
      this.requestUpdate();
    }).observe(this);
  }

  /** Others move their pointers all the time; the curve redraws only when one of them holds a pin. */
  #lookAtOthers() {
    const held = JSON.stringify(this.session.presence.others().map(({ drag }) => (drag?.pin ? drag : null)).filter(Boolean));
    if (held === this.heldByOthers) return;
    this.heldByOthers = held;
    this.requestUpdate();
  }

  /** @param {Series} series @returns {Values} one value per column of the map */
  values(series) {
    const held = this.#held(series);
    return this.columns.map(({ activity }) => {
      if (!activity) return null;
      return held.has(activity) ? held.get(activity) ?? null : this.board.rating(activity, this.persona, series);
    });
  }

  /** Pins under a hand, here or elsewhere. @param {Series} series @returns {Map<string, number|null>} */
  #held(series) {
    const held = new Map();
    for (const { drag } of this.session.presence.others()) {
      if (drag?.pin && drag.series === series && (drag.persona ?? null) === this.persona) held.set(drag.pin, drag.value);
    }
    if (this.preview?.series === series) held.set(this.preview.activity, this.preview.value);
    return held;
  }

  /** @override */
  render() {
    const lane = this.board.lane(this.lane);
    if (!lane) return nothing;
    this.style.cssText = tone('rating');
    const values = /** @type {Record<Series, Values>} */ (Object.fromEntries(SERIES.map((series) => [series, this.released ? this.values(series) : []])));
    const falls = new Map(drops(values.outside).map(({ index, by }) => [index, by]));
    return html`${laneHead(this.commands, lane, this.#headMore(), 'head--rating')}
      <div class="curve__plot" role="presentation">${this.#plot(values)}</div>
      ${this.columns.slice(0, this.reach).map((column, i) => this.#cell(column, i, values, falls.get(i)))}`;
  }

  #headMore() {
    return html`
      <span class="curve__scale" aria-hidden="true">${this.more?.scale() ?? scale().map((value) => html`<span style="top:${percent(value)}">${value}</span>`)}</span>
      <div class="curve__series" role="radiogroup" aria-label=${t('curve.chooser')}>${SERIES.map((series) => html`
        <button class="series" type="button" role="radio" id=${`series:${series}`} tabindex=${series === this.series ? 0 : -1} aria-checked=${series === this.series} data-act="series" data-series=${series}>
          <svg viewBox="0 0 28 12" aria-hidden="true">${strokeOf(series)}</svg>${t(`series.${series}`)}</button>`)}</div>
      ${this.more?.chooser()}`;
  }

  /** @param {Record<Series, Values>} values */
  #plot(values) {
    const width = Math.max(1, this.columns.length);
    const order = [...SERIES].reverse().filter((series) => series !== this.series).concat(this.series);
    return html`<svg viewBox="0 0 ${width} 1" preserveAspectRatio="none" aria-hidden="true">
      ${BANDS.map(([name, low, high]) => svg`<rect x="0" width=${width} y=${high === HIGHEST ? 0 : heightOf(high, PAD)} height=${bandHeight(low, high)} fill="var(--band-${name})"></rect>`)}
      ${scale().map((value) => svg`<line x1="0" x2=${width} y1=${heightOf(value, PAD)} y2=${heightOf(value, PAD)} stroke="var(--rule)" vector-effect="non-scaling-stroke"></line>`)}
      ${this.more?.strings()}
      <path class="string string--shadow" d=${path(values.outside, PAD)}></path>
      ${order.map((series) => svg`<path class="string string--${series}" d=${path(values[series], PAD)}></path>`)}
    </svg>${this.more?.names()}`;
  }

  /** @param {Column} column @param {number} i @param {Record<Series, Values>} values @param {number} [fall] */
  #cell({ activity }, i, values, fall) {
    if (!activity) return html`<div class="curve__cell" role="gridcell" data-column=${i} style="--i: ${i}"></div>`;
    const value = values[this.series][i] ?? null;
    return html`<div class="curve__cell" role="gridcell" data-column=${i} data-pin=${activity} style="--i: ${i}">
      ${SERIES.filter((series) => series !== this.series && values[series][i] != null).map((series) => this.#tick(series, /** @type {number} */ (values[series][i])))}
      ${this.#pin(activity, value, this.more?.about(i, values, fall), this.more?.middle(values[this.series], i))}
      ${fall ? drop(fall, /** @type {number} */ (values.outside[i]), SERIES.map((series) => values[series][i] ?? null)) : nothing}
      ${this.more?.gaps(i, values)}
    </div>`;
  }

  /** Named by the arrow that it stands under. @param {string} activity @param {number|null} value @param {string} [about] @param {number} [middle] where it would stand */
  #pin(activity, value, about = '', middle = 5.5) {
    const held = this.preview?.activity === activity;
    return html`<div class="pin pin--${this.series} ${value === null ? 'pin--unset' : ''}" role="slider" tabindex="-1" ?data-held=${held}
      aria-labelledby=${`series:${this.series} activities:${activity}`} aria-orientation="vertical"
      aria-valuemin=${LOWEST} aria-valuemax=${HIGHEST} aria-valuenow=${value ?? LOWEST} aria-valuetext=${value === null ? t('curve.unrated') : String(value)}
      aria-description=${about || nothing} aria-readonly=${this.commands.readOnly} style="top:${percent(value ?? middle)}; ${pinTone(this.series, value)}">
      <span class="pin__head"><span>${value === null ? '+' : this.more?.face(value) ?? value}</span></span></div>`;
  }

  /** @param {Series} series @param {number} value */
  #tick(series, value) {
    if (series === 'outside') return html`<i class="tick tick--outside" style="top:${percent(value)}; ${pinTone(series, value)}"><span>${this.more?.face(value) ?? value}</span></i>`;
    return html`<i class="tick tick--${series}" style="top:${percent(value)}; ${pinTone(series, value)}"></i>`;
  }
}

/** Heads of the outside view go from red over amber to green, as the smileys do; the other series keep their own colour. @param {Series} series @param {number|null} value */
function pinTone(series, value) {
  if (series !== 'outside' || value === null) return `--tone: var(--curve-${series})`;
  return `--tone: var(--smiley-${Math.ceil(value / 2)})`;
}

/** @param {number} by @param {number} value @param {Values} others */
function drop(by, value, others) {
  return html`<span class="drop ${isDropAbove(value, others) ? 'drop--above' : ''}" style="top:${percent(value)}" aria-hidden="true">−${by}</span>`;
}

/** @param {number} value */
export function percent(value) {
  return `${(heightOf(value, PAD) * 100).toFixed(2)}%`;
}

/** The outer bands reach to the edge of the plot. @param {number} low @param {number} high */
function bandHeight(low, high) {
  const top = high === HIGHEST ? 0 : heightOf(high, PAD);
  return (low === LOWEST ? 1 : heightOf(low, PAD)) - top;
}

/** @param {Series} series */
export function strokeOf(series) {
  return svg`<g class="sample" stroke="var(--curve-${series})"><line class="string string--${series}" x1="2" y1="6" x2="26" y2="6"></line><path d=${SIGNS[series]}></path></g>`;
}

function scale() {
  return Array.from({ length: HIGHEST - LOWEST + 1 }, (_, i) => HIGHEST - i);
}

customElements.define('bb-curve', Curve);

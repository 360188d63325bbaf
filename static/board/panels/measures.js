// Current, target and best value of a touchpoint on one small scale, each by a mark of its own shape; set by hand on the scale or as numbers.
import { html, nothing, svg } from '#lit';
import { Element } from '../../ui/element.js';
import { number, t } from '../../ui/i18n.js';
import { bounded, line } from './fields.js';

/** @typedef {'current'|'target'|'bestInClass'} Measure */

/** @type {readonly Measure[]} */
const MEASURES = ['current', 'target', 'bestInClass'];
const [LOW, HIGH] = [1, 10];
const [WIDE, TALL, EDGE, LINE] = [300, 54, 14, 30];

export class Measures extends Element {
  /** @override */
  static properties = { values: { attribute: false }, write: { attribute: false }, held: { state: true } };

  constructor() {
    super();
    /** @type {Partial<Record<Measure, number>>} */
    this.values = {};
    /** @type {(field: Measure, value: number|null) => unknown} */
    this.write = () => {};
    /** The mark under the hand: shown, not written yet. @type {{field: Measure, value: number}|null} */
    this.held = null;
  }

  /** @override */
  topics() { return ['role', 'workshop']; }

  /** @override */
  render() {
    const { readOnly } = this.session;
    const known = MEASURES.filter((field) => this.#value(field) !== undefined);
    if (readOnly && !known.length) return nothing;
    const [current, target] = [this.#value('current'), this.#value('target')];
    return html`<div class="measures" role="group" aria-label=${t('touchpoint.measures')}>
      <svg class="measures__scale" viewBox="0 0 ${WIDE} ${TALL}" aria-hidden="true" ?data-still=${readOnly} @pointerdown=${this.#take}>
        <line x1=${at(LOW)} x2=${at(HIGH)} y1=${LINE} y2=${LINE} class="measures__line"></line>
        ${Array.from({ length: HIGH }, (_, i) => svg`<line x1=${at(i + 1)} x2=${at(i + 1)} y1=${LINE - 4} y2=${LINE + 4} class="measures__line"></line><text x=${at(i + 1)} y=${TALL - 4}>${i + 1}</text>`)}
        ${current !== undefined && target !== undefined ? svg`<line x1=${at(current)} x2=${at(target)} y1=${LINE} y2=${LINE} class="measures__gap"></line>` : nothing}
        ${known.map((field) => sign(field, at(/** @type {number} */ (this.#value(field)))))}</svg>
      <div class="panel__triple">${MEASURES.map((field) => this.#number(field, readOnly))}</div>
      ${current !== undefined && target !== undefined && target > current ? html`<p class="panel__hint">${t('touchpoint.gap', { gap: number(target - current, { maximumFractionDigits: 1 }) })}</p>` : nothing}</div>`;
  }

  /** @param {Measure} field */
  #value(field) {
    return this.held?.field === field ? this.held.value : this.values[field];
  }

  /** @param {Measure} field @param {boolean} readOnly */
  #number(field, readOnly) {
    const label = html`<svg class="measures__sign" viewBox="-9 -9 18 18" aria-hidden="true">${sign(field, 0, 0)}</svg>${t(`touchpoint.${field}`)}`;
    return line(label, this.values[field], (value) => this.write(field, bounded(value, LOW, HIGH)), { readOnly, type: 'number', min: LOW, max: HIGH, step: 0.1 });
  }

  /** The nearest mark comes to the hand; on an empty scale the first that is missing. @param {PointerEvent} down */
  #take = (down) => {
    if (this.session.readOnly || down.button) return;
    down.preventDefault();
    const scale = /** @type {SVGElement} */ (down.currentTarget);
    const here = valueAt(scale, down.clientX);
    const known = MEASURES.filter((field) => this.values[field] !== undefined);
    const far = (/** @type {Measure} */ field) => Math.abs((this.values[field] ?? 0) - here);
    const field = [...known].sort((a, b) => far(a) - far(b))[0] ?? 'current';
    const stop = new AbortController();
    scale.setPointerCapture(down.pointerId);
    this.held = { field, value: here };
    scale.addEventListener('pointermove', (move) => { this.held = { field, value: valueAt(scale, move.clientX) }; }, { signal: stop.signal });
    const end = (/** @type {PointerEvent} */ event) => {
      stop.abort();
      if (event.type === 'pointerup' && this.held) this.write(field, this.held.value);
      this.held = null;
    };
    scale.addEventListener('pointerup', end, { signal: stop.signal });
    scale.addEventListener('pointercancel', end, { signal: stop.signal });
  };
}

/** @param {number} value */
function at(value) {
  return EDGE + ((value - LOW) / (HIGH - LOW)) * (WIDE - 2 * EDGE);
}

/** By half points: a hand is no finer. @param {Element|SVGElement} scale @param {number} x */
function valueAt(scale, x) {
  const { left, width } = scale.getBoundingClientRect();
  const share = (((x - left) / width) * WIDE - EDGE) / (WIDE - 2 * EDGE);
  return Math.round(Math.min(HIGH, Math.max(LOW, LOW + share * (HIGH - LOW))) * 2) / 2;
}

/** A pin, a ring, a star. @param {Measure} field @param {number} x @param {number} [y] */
function sign(field, x, y = LINE) {
  const shape = { current: 'M0 -7A7 7 0 1 1 0 7A7 7 0 1 1 0 -7Z', target: 'M-7 -7H7V7H-7Z', bestInClass: 'M0 -9L2.6 -3L9 -2.6L4 1.6L5.6 8L0 4.5L-5.6 8L-4 1.6L-9 -2.6L-2.6 -3Z' }[field];
  return svg`<path class="measures__mark measures__mark--${field}" transform="translate(${x} ${y})" d=${shape}></path>`;
}

customElements.define('bb-measures', Measures);

// Words on the column one points at or has the focus in: whose pins stand there, how it fell, how far the views lie apart.
import { html, nothing, render } from '#lit';
import { SERIES } from '../model/schema.js';
import { t } from '../ui/i18n.js';
import { announce } from '../ui/live.js';
import { strokeOf } from './curve.js';
import { drops, gaps } from './curve_math.js';

/** @typedef {import('./curve.js').Curve} Curve */
/** @typedef {import('./curve_math.js').Values} Values */
/** @typedef {Record<import('../model/schema.js').Series, Values>} All */

const GAP_PX = 4;

/** The sentences about a column: its drop, its gaps. @param {number} index @param {All} values @param {number} [fall] @returns {string[]} */
export function wordsOf(index, values, fall) {
  const outside = [values.outside[index] ?? null];
  const apart = (/** @type {'inside'|'target'} */ series) => gaps(outside, [values[series][index] ?? null]).map(({ by }) => t(`curve.gap.${series}.${by > 0 ? 'above' : 'below'}`, { by: Math.abs(by) }));
  return [...(fall ? [t('curve.drop', { by: fall })] : []), ...apart('inside'), ...apart('target')];
}

export class Note {
  #curve;
  #place = document.createElement('div');
  /** The column that it speaks of. @type {HTMLElement|null} */
  #cell = null;
  /** A pin may be on its way: then its number is all that counts. */
  #pressed = false;

  /** @param {Curve} curve */
  constructor(curve) {
    this.#curve = curve;
    this.#place.className = 'curve-note';
    this.#place.setAttribute('aria-hidden', 'true'); // the pin itself says the same
    this.#place.popover = 'manual';
    curve.addEventListener('pointerover', (event) => this.#over(event));
    curve.addEventListener('pointerleave', (event) => { if (event.pointerType !== 'touch' && event.relatedTarget !== this.#place) this.#hide(); });
    this.#place.addEventListener('pointerleave', (event) => { if (!curve.contains(/** @type {Node} */ (event.relatedTarget))) this.#hide(); });
    curve.addEventListener('pointerdown', (event) => this.#press(event));
    curve.addEventListener('focusin', ({ target }) => { if (/** @type {HTMLElement} */ (target).matches('.pin:focus-visible')) this.#show(cellOf(target)); });
    curve.addEventListener('focusout', () => this.#hide());
    curve.addEventListener('keydown', (event) => { if (event.key === 'Escape') this.#hide(); }, { capture: true });
    curve.addEventListener('keyup', () => { if (this.#cell) this.#draw(); });
  }

  /** @param {PointerEvent} event */
  #over(event) {
    if (event.pointerType === 'touch' || this.#pressed) return;
    const cell = cellOf(event.target);
    if (cell) this.#show(cell);
    else this.#hide();
  }

  /** A press on a number that says how far: it is explained. @param {PointerEvent} event */
  #press(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const badge = target.closest('.drop, .gap');
    if (!badge) {
      this.#pressed = true;
      addEventListener('pointerup', () => { this.#pressed = false; }, { once: true });
      return this.#hide();
    }
    event.stopPropagation();
    event.preventDefault();
    this.#show(cellOf(badge));
    announce(this.#words().join(' '));
  }

  /** @param {HTMLElement|null} cell */
  #show(cell) {
    if (!cell || cell === this.#cell) return;
    this.#cell = cell;
    this.#curve.append(this.#place);
    this.#place.showPopover();
    this.#draw();
  }

  #hide() {
    this.#cell = null;
    this.#place.remove();
  }

  #draw() {
    const values = this.#values();
    const i = Number(this.#cell?.dataset.column);
    const rated = SERIES.filter((series) => values[series][i] != null);
    const words = this.#words();
    if (!rated.length) return this.#hide();
    render(html`<ul class="curve-note__values">${rated.map((series) => html`<li class=${series === this.#curve.series ? 'curve-note__own' : nothing} style="color: var(--curve-${series})"><svg viewBox="0 0 28 12">${strokeOf(series)}</svg><span>${t(`series.${series}`)}</span><b>${values[series][i]}</b></li>`)}</ul>
      ${words.map((sentence) => html`<p>${sentence}</p>`)}`, this.#place);
    this.#lay();
  }

  /** @returns {string[]} */
  #words() {
    const values = this.#values();
    const i = Number(this.#cell?.dataset.column);
    return wordsOf(i, values, drops(values.outside).find(({ index }) => index === i)?.by);
  }

  #values() {
    return /** @type {All} */ (/** @type {unknown} */ (Object.fromEntries(SERIES.map((series) => [series, this.#curve.values(series)]))));
  }

  /** Above the row, or below it: never on the pins. */
  #lay() {
    const cell = this.#cell?.getBoundingClientRect();
    if (!cell) return;
    const { offsetWidth: width, offsetHeight: height } = this.#place;
    const top = cell.top - height - GAP_PX > 0 ? cell.top - height - GAP_PX : Math.min(cell.bottom + GAP_PX, innerHeight - height - GAP_PX);
    const left = Math.max(GAP_PX, Math.min(cell.left + (cell.width - width) / 2, innerWidth - width - GAP_PX));
    this.#place.style.inset = `${top}px auto auto ${left}px`;
  }
}

/** @param {EventTarget|null} target @returns {HTMLElement|null} */
function cellOf(target) {
  return target instanceof Element ? target.closest('[data-pin]') : null;
}

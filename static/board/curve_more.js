// What the curve's row shows behind the first screen: how far two views lie apart, the strings of other personas,
// faces or lights for numbers, an invitation where a pin is missing, and words on what one points at.
import { html, nothing, svg } from '#lit';
import { t } from '../ui/i18n.js';
import { smiley } from '../ui/icons.js';
import { announce } from '../ui/live.js';
import { styles } from '../ui/styles.js';
import { PAD, percent } from './curve.js';
import { gaps, middleOf, path } from './curve_math.js';
import { light } from './curve_lights.js';
import { Note, wordsOf } from './curve_note.js';
import { companions } from './personas_compare.js';

/** @typedef {import('./curve.js').Curve} Curve */
/** @typedef {import('./curve_math.js').Values} Values */
/** @typedef {import('../model/schema.js').Series} Series */
/** @typedef {Record<Series, Values>} All */
/** @typedef {typeof SCALES[number]} Scale */

const SCALES = /** @type {const} */ (['numbers', 'smileys', 'lights']);
const DRAWER = 'brownboard scale';
const THIN_PX = 2; // the string of a persona who is not chosen
const LABEL_SHARE = 0.11; // of the plot's height: names at the end stand so far apart

/** The faces and lights of the scale, each at the middle of the values it stands for. */
const FACES = [1.5, 3.5, 5.5, 7.5, 9.5];
const LIGHTS = [2, 5, 8.5];

/** With what it is dressed in. @param {Curve} curve */
export async function moreOf(curve) {
  await styles('css/curve.css');
  return new More(curve);
}

export class More {
  #curve;
  /** @type {Scale} */
  #scale = readScale();

  /** @param {Curve} curve */
  constructor(curve) {
    this.#curve = curve;
    new Note(curve);
    curve.dataset.scale = this.#scale;
  }

  // The scale: numbers, smileys or a traffic light

  chooser() {
    if (this.#curve.closest('[data-wall]')) return nothing;
    return html`<div class="curve__scales" role="radiogroup" aria-label=${t('curve.scale')}>${SCALES.map((scale) => html`
      <button class="series" type="button" role="radio" tabindex=${scale === this.#scale ? 0 : -1} aria-checked=${scale === this.#scale} aria-label=${t(`curve.scale.${scale}`)} title=${t(`curve.scale.${scale}`)}
        @click=${() => this.#choose(scale)}>${scale === 'numbers' ? '1–10' : scale === 'smileys' ? smiley(4) : light(8)}</button>`)}</div>`;
  }

  /** The marks beside the plot; none: the numbers. */
  scale() {
    if (this.#scale === 'numbers') return undefined;
    return (this.#scale === 'smileys' ? FACES : LIGHTS).map((value) => html`<span style="top:${percent(value)}">${this.face(value)}</span>`);
  }

  /** What a value looks like; none: its number. @param {number} value */
  face(value) {
    if (this.#scale === 'smileys') return smiley(Math.ceil(value / 2));
    return this.#scale === 'lights' ? light(value) : undefined;
  }

  /** @param {Scale} scale */
  #choose(scale) {
    this.#scale = this.#curve.dataset.scale = scale;
    keepScale(scale);
    announce(t(`curve.scale.${scale}`));
    this.#curve.requestUpdate();
  }

  // Other personas

  strings() {
    return this.#others().map(({ color, dash, values }) => svg`<path class="string string--other" d=${path(values, PAD)}
      style="--tone: ${color}; stroke-dasharray: ${dash.split(' ').map((width) => Number(width) * THIN_PX).join(' ')}"></path>`);
  }

  /** The name at the end of each string, none over another. */
  names() {
    const width = Math.max(1, this.#curve.columns.length);
    let last = -1;
    const ends = this.#others().flatMap(({ name, color, values }) => {
      const at = values.findLastIndex((value) => value !== null);
      return at < 0 ? [] : [{ name, color, at, top: parseFloat(percent(values[at] ?? 1)) / 100 }];
    });
    return ends.sort((a, b) => a.top - b.top).map(({ name, color, at, top }) => {
      last = Math.max(top, last < 0 ? top : last + LABEL_SHARE);
      return html`<span class="curve__name" style="--tone: ${color}; inset-inline-start: ${((at + 0.5) / width) * 100}%; inset-block-start: ${last * 100}%">${name}</span>`;
    });
  }

  /** A value for each column of the map, also for a stage that has no activity yet. */
  #others() {
    const { board, persona, columns } = this.#curve;
    return companions(board, persona).map((other) => {
      let next = 0;
      return { ...other, values: columns.map(({ activity }) => (activity ? other.values[next++] ?? null : null)) };
    });
  }

  // Pins that are missing, views that differ

  /** @param {Values} values @param {number} index */
  middle(values, index) { return middleOf(values, index); }

  /** What is worth saying about a column, for those who listen. @param {number} index @param {All} values @param {number} [fall] */
  about(index, values, fall) { return wordsOf(index, values, fall).join(' '); }

  /** @param {number} index @param {All} values */
  gaps(index, values) {
    const own = values[this.#curve.series];
    const missing = own[index] == null;
    return html`${missing ? this.#invite(index, own) : nothing}
      ${(/** @type {const} */ (['inside', 'target'])).map((series) => {
        const [gap] = gaps([values.outside[index] ?? null], [values[series][index] ?? null]);
        return gap ? bracket(series, /** @type {number} */ (values.outside[index]), gap.by) : nothing;
      })}`;
  }

  /** One quiet word under the empty pin: where a string is broken, or where the first one goes. @param {number} index @param {Values} own */
  #invite(index, own) {
    const none = own.every((value) => value == null);
    const broken = own.slice(0, index).some(Number) && own.slice(index).some(Number);
    if (this.#curve.commands.readOnly || !(none ? this.#curve.columns.findIndex(({ activity }) => activity) === index : broken)) return nothing;
    return html`<span class="curve__missing" style="top:${percent(middleOf(own, index))}" aria-hidden="true">${t(none ? 'curve.begin' : 'curve.unrated')}</span>`;
  }
}

/** @param {'inside'|'target'} series @param {number} outside @param {number} by */
function bracket(series, outside, by) {
  const [top, end] = [percent(Math.max(outside, outside + by)), percent(Math.min(outside, outside + by))];
  return html`<button class="gap gap--${series}" type="button" tabindex="-1" aria-hidden="true" style="top:${top}; bottom:calc(100% - ${end})"><span>${Math.abs(by)}</span></button>`;
}

/** @returns {Scale} */
function readScale() {
  try {
    return SCALES.find((scale) => scale === localStorage.getItem(DRAWER)) ?? 'numbers';
  } catch {
    return 'numbers';
  }
}

/** @param {Scale} scale */
function keepScale(scale) {
  try {
    localStorage.setItem(DRAWER, scale);
  } catch { /* a device that keeps nothing asks again */ }
}

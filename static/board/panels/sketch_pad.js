// A sheet to sketch on with finger, pen or mouse; what is finished becomes the activity's picture in the storyboard.
import { html, nothing, svg } from '#lit';
import { PictureRefused, upload } from '../../sync/pictures.js';
import { Element } from '../../ui/element.js';
import { t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';

const [WIDE, HIGH] = [800, 600];
const INK = '#1d2b3a';
const BRUSH = { size: 9, thinning: 0.5, smoothing: 0.5, streamline: 0.4 };

/** @typedef {number[][]} Stroke */

export class SketchPad extends Element {
  /** @override */
  static properties = { write: { attribute: false }, open: { state: true }, strokes: { state: true }, busy: { state: true }, trouble: { state: true } };

  constructor() {
    super();
    /** @type {(image: string) => unknown} */
    this.write = () => {};
    this.open = false;
    /** @type {Stroke[]} */
    this.strokes = [];
    this.busy = false;
    this.trouble = '';
    /** @type {((stroke: Stroke, options: object) => number[][])|null} */
    this.outline = null;
  }

  /** @override */
  render() {
    if (!this.open) return html`<button class="button" type="button" @click=${this.#begin}>${icon('pencil')}${t('sketch.begin')}</button>`;
    return html`<svg class="pad" viewBox="0 0 ${WIDE} ${HIGH}" role="img" aria-label=${t('sketch.sheet')} @pointerdown=${this.#down}>
        ${this.strokes.map((stroke) => svg`<path d=${this.#path(stroke)} fill=${INK}></path>`)}</svg>
      ${this.trouble ? html`<p class="field__error" role="alert">${this.trouble}</p>` : nothing}
      <div class="picture__acts">
        <button class="button button--main" type="button" ?disabled=${this.busy || !this.strokes.length} @click=${this.#save}>${icon('check')}${t('sketch.save')}</button>
        <button class="button" type="button" ?disabled=${!this.strokes.length} @click=${() => { this.strokes = this.strokes.slice(0, -1); }}>${icon('undo-2')}${t('sketch.back')}</button>
        <button class="button button--quiet" type="button" @click=${this.#end}>${t('app.cancel')}</button>
      </div>`;
  }

  #begin = async () => {
    ({ getStroke: this.outline } = await import('../../vendor/freehand.js'));
    this.open = true;
  };

  #end = () => {
    this.open = false;
    this.strokes = [];
    this.trouble = '';
  };

  /** @param {PointerEvent} down */
  #down = (down) => {
    if (down.button) return;
    down.preventDefault();
    const sheet = /** @type {SVGElement} */ (down.currentTarget);
    sheet.setPointerCapture(down.pointerId);
    const stop = new AbortController();
    this.strokes = [...this.strokes, [this.#point(sheet, down)]];
    sheet.addEventListener('pointermove', (move) => {
      if (move.pointerId !== down.pointerId) return;
      const last = this.strokes[this.strokes.length - 1] ?? [];
      this.strokes = [...this.strokes.slice(0, -1), [...last, this.#point(sheet, move)]];
    }, { signal: stop.signal });
    for (const type of /** @type {const} */ (['pointerup', 'pointercancel'])) sheet.addEventListener(type, () => stop.abort(), { signal: stop.signal });
  };

  /** @param {SVGElement} sheet @param {PointerEvent} event */
  #point(sheet, event) {
    const { left, top, width, height } = sheet.getBoundingClientRect();
    return [Math.round(((event.clientX - left) / width) * WIDE), Math.round(((event.clientY - top) / height) * HIGH), event.pressure || 0.5];
  }

  /** @param {Stroke} stroke */
  #path(stroke) {
    const points = this.outline?.(stroke, BRUSH) ?? [];
    return points.length ? `M${points.map(([x = 0, y = 0]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z` : '';
  }

  #save = async () => {
    this.busy = true;
    try {
      const { id } = await upload(await this.#drawn());
      this.write(id);
      this.#end();
    } catch (error) {
      this.trouble = t(error instanceof PictureRefused ? error.message : 'picture.refused.trouble');
    }
    this.busy = false;
  };

  /** @returns {Promise<Blob>} */
  #drawn() {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [WIDE, HIGH];
    const paper = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    paper.fillStyle = '#fff';
    paper.fillRect(0, 0, WIDE, HIGH);
    paper.fillStyle = INK;
    for (const stroke of this.strokes) paper.fill(new Path2D(this.#path(stroke)));
    return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'));
  }
}

customElements.define('bb-sketch-pad', SketchPad);

// The sheet of an activity: drawn on by finger, pen or mouse, or filled by a photo; what is on it hangs in the storyboard afterwards.
import { html, nothing } from '#lit';
import { PictureRefused, upload, url } from '../../sync/pictures.js';
import { Element } from '../../ui/element.js';
import { t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';
import { announce } from '../../ui/live.js';
import { toast } from '../../ui/toast.js';
import { sketchesOf, toldStroke } from '../live_sketch.js';
import { draftOf, keepDraft } from './drafts.js';
import { listenToHand } from './hand.js';
import { HIGH, PAPER, WIDE, drawAll, ink } from './strokes.js';

/** @typedef {import('./strokes.js').Stroke} Stroke */

/** Ink, and three colours to point at things. */
const PENS = [['ink', '#1d2b3a'], ['blue', '#1f6fb5'], ['red', '#c0392b'], ['green', '#2e8b57']];
const UNREACHED = 'picture.refused.unreached';
const OTHERS = 0.55; // opacity of what others draw
const FINE = 2; // points of the stored picture for each unit of the sheet

export class SketchPad extends Element {
  /** @override */
  static properties = { activity: {}, close: { attribute: false }, strokes: { state: true }, color: { state: true }, busy: { state: true }, trouble: { state: true } };

  constructor() {
    super();
    this.activity = '';
    /** @type {() => void} */
    this.close = () => {};
    /** @type {Stroke[]} */
    this.strokes = [];
    /** What was on the sheet before each act. @type {Stroke[][]} */
    this.acts = [];
    this.color = PENS[0]?.[1] ?? '';
    this.busy = false;
    this.trouble = '';
    /** The sketch that hangs there already: one draws on. @type {HTMLImageElement|null} */
    this.under = null;
    this.underId = '';
    /** All finished strokes; the one under the hand is drawn over it. */
    this.paper = document.createElement('canvas');
    this.frame = 0;
    /** The one under the hand. @type {Stroke|null} */
    this.hand = null;
    /** @type {(() => void)[]} */
    this.off = [];
    this.sizes = new ResizeObserver(() => this.#fit());
  }

  /** @override */
  topics() { return [`activity:${this.activity}`, 'role', 'workshop']; }

  get sheet() { return /** @type {HTMLCanvasElement} */ (this.querySelector('canvas')); }
  get place() { return this.session.head.board; }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    const { hub } = this.session;
    this.off = [hub.on('online', () => this.#again()), hub.on('presence', () => this.#paint())];
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    for (const off of this.off) off();
    this.sizes.disconnect();
    this.session.presence.set({ focus: null, sketch: null });
  }

  /** @override */
  firstUpdated() {
    this.strokes = draftOf(this.place, this.activity);
    this.session.presence.set({ focus: `activities:${this.activity}:sketch` });
    this.sizes.observe(this.sheet);
    listenToHand(this.sheet, {
      color: () => this.color,
      drawing: (stroke) => this.#draw(stroke),
      drawn: (stroke) => {
        this.#draw(null);
        this.#set([...this.strokes, stroke]);
      },
      dropped: () => this.#draw(null),
    });
  }

  /** @override @param {import('lit').PropertyValues} changed */
  updated(changed) {
    super.updated(changed);
    const { sketch = '' } = this.board.activity(this.activity) ?? {};
    if (sketch !== this.underId) this.#lay(sketch);
    if (changed.has('strokes')) this.#fit();
  }

  /** @override */
  render() {
    const { text = '', sketch } = this.board.activity(this.activity) ?? {};
    const tool = (/** @type {string} */ color, /** @type {string} */ label, /** @type {unknown} */ sign) => html`<button class="colour" type="button" role="radio" aria-checked=${color === this.color} aria-label=${label} title=${label} style="--tone: ${color}" @click=${() => { this.color = color; }}>${sign}</button>`;
    const act = (/** @type {string} */ name, /** @type {string} */ label, /** @type {() => void} */ run, off = false) => html`<button class="button button--quiet button--icon" type="button" aria-label=${label} title=${label} ?disabled=${off} @click=${run}>${icon(name)}</button>`;
    const empty = !this.strokes.length;
    return html`<div class="sketch-sheet__head"><h2>${text || t('activity.empty')}</h2>${act('x', t('sketch.close'), this.leave)}</div>
      <canvas class="pad" role="img" aria-label=${t('sketch.sheet')}></canvas>
      ${this.trouble ? html`<p class="field__error" role="alert">${t(this.trouble === UNREACHED ? 'sketch.waits' : this.trouble)}</p>` : nothing}
      <div class="sketch-sheet__tools">
        <span class="colours" role="radiogroup" aria-label=${t('sketch.tools')}>${PENS.map(([name, color = '']) => tool(color, t(`sketch.${name}`), nothing))}${tool(PAPER, t('sketch.eraser'), icon('eraser'))}</span>
        ${act('undo-2', t('sketch.back'), this.back, !this.acts.length)}
        ${act('trash-2', t('sketch.clear'), this.clear, empty && !sketch)}
        <label class="button button--quiet picture__camera" title=${t('picture.camera')}>${icon('camera')}<span class="sketch-sheet__word">${t('picture.camera')}</span><input class="visually-hidden" type="file" accept="image/*" capture="environment" @change=${this.#photo}></label>
        <label class="button button--quiet" title=${t('picture.choose')}>${icon('image')}<span class="sketch-sheet__word">${t('picture.choose')}</span><input class="visually-hidden" type="file" accept="image/*" @change=${this.#photo}></label>
        <span class="profile__gap"></span>
        <button class="button button--main" type="button" ?disabled=${this.busy || empty} @click=${this.save}>${icon('check')}${t('sketch.save')}</button>
      </div>`;
  }

  // Acts

  back = () => {
    const last = this.acts.pop();
    if (!last) return;
    this.strokes = last;
    this.#keep();
  };

  /** The strokes first; an empty sheet gives back what hung there, too. */
  clear = () => {
    if (this.strokes.length) return this.#set([]);
    const { sketch = null } = this.board.activity(this.activity) ?? {};
    this.commands.setActivity(this.activity, 'sketch', null);
    toast(t('sketch.gone'), { label: t('app.undo'), run: () => this.commands.setActivity(this.activity, 'sketch', sketch) });
  };

  save = async () => {
    this.busy = true;
    this.trouble = '';
    try {
      const { id } = await upload(await this.#drawn());
      this.#hang(id);
    } catch (error) {
      this.trouble = error instanceof PictureRefused ? error.message : 'picture.refused.trouble';
    }
    this.busy = false;
  };

  /** The connection is back. */
  #again() {
    if (this.trouble === UNREACHED && this.session.connected && !this.busy) void this.save();
  }

  /** What was drawn stays, as with every field that one leaves. */
  leave = () => {
    if (this.strokes.length && !this.trouble) void this.save();
    else this.close();
  };

  /** @param {Event} event */
  #photo = async (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const [file] = field.files ?? [];
    field.value = '';
    if (!file) return;
    this.busy = true;
    try {
      this.#hang((await upload(file)).id);
    } catch (error) {
      toast(t(error instanceof PictureRefused ? error.message : 'picture.refused.trouble'));
    }
    this.busy = false;
  };

  /** @param {string} image */
  #hang(image) {
    if (this.commands.setActivity(this.activity, 'sketch', image) === null) return;
    keepDraft(this.place, this.activity, []);
    announce(t('sketch.hangs'));
    this.close();
  }

  // The sheet

  /** @param {Stroke[]} strokes */
  #set(strokes) {
    this.acts.push(this.strokes);
    this.strokes = strokes;
    this.#keep();
  }

  #keep() {
    keepDraft(this.place, this.activity, this.strokes);
    this.#tell(this.strokes.length - 1, this.strokes.at(-1));
  }

  /** @param {Stroke|null} stroke */
  #draw(stroke) {
    this.hand = stroke;
    if (stroke) this.#tell(this.strokes.length, stroke);
    this.#paint();
  }

  /** @param {number} nth @param {Stroke} [stroke] */
  #tell(nth, stroke) {
    this.session.presence.set({ sketch: toldStroke(this.activity, nth, stroke) });
  }

  /** @param {string} sketch */
  #lay(sketch) {
    this.underId = sketch;
    this.under = null;
    const image = new Image();
    image.onload = () => {
      this.under = image;
      this.#fit();
    };
    if (sketch) image.src = url(sketch);
    this.#fit();
  }

  /** As fine as the screen. */
  #fit() {
    const { sheet, paper } = this;
    const { clientWidth: width } = sheet;
    if (!width) return;
    const scale = (width / WIDE) * devicePixelRatio;
    for (const canvas of [sheet, paper]) {
      canvas.width = Math.round(WIDE * scale);
      canvas.height = Math.round(HIGH * scale);
    }
    const context = contextOf(paper);
    context.scale(scale, scale);
    drawAll(context, this.under, this.strokes);
    this.#paint();
  }

  /** What is finished, and over it the strokes in the making, one's own and, paler, the others'; once a frame. */
  #paint() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      const context = contextOf(this.sheet);
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.drawImage(this.paper, 0, 0);
      const scale = this.sheet.width / WIDE;
      context.scale(scale, scale);
      if (this.hand) ink(context, this.hand);
      context.globalAlpha = OTHERS;
      const here = sketchesOf(this.session.presence).filter(({ of }) => of === this.activity).flatMap(({ strokes }) => strokes);
      for (const { points, color } of here) ink(context, { points: pairs(points), color, pressed: false });
      context.globalAlpha = 1;
    });
  }

  /** @returns {Promise<Blob>} */
  #drawn() {
    const canvas = Object.assign(document.createElement('canvas'), { width: WIDE * FINE, height: HIGH * FINE });
    const context = contextOf(canvas);
    context.scale(FINE, FINE);
    drawAll(context, this.under, this.strokes);
    return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'));
  }
}

/** @param {number[]} points x and y in turn */
function pairs(points) {
  return points.flatMap((x, i) => (i % 2 ? [] : [[x, points[i + 1] ?? 0, 0.5]]));
}

/** @param {HTMLCanvasElement} canvas */
function contextOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
}

customElements.define('bb-sketch-pad', SketchPad);

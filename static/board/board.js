// The board itself: persona and title above, the map below; it hands every press and key to those who know what to do.
import { html, nothing, repeat } from '#lit';
import { ITEM_ROOTS } from '../model/schema.js';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { styles } from '../ui/styles.js';
import { act, focusOn } from './acts.js';
import { anchorAt, listenToPointer } from './pointer.js';
import { columnsOf } from './columns.js';
import { listenToHands, selects } from './hands.js';
import { Filler } from './fill.js';
import { listenToFiles } from './files.js';
import { glow } from './glow.js';
import { heading } from './heading.js';
import { listenToWriting } from './hinted.js';
import { invitation } from './invite.js';
import { elementOf, refOf } from './items.js';
import { listenToKeys } from './keys.js';
import { listenToPins } from './pins.js';
import { Zoom } from './zoom.js';
import './curve.js';
import './lane.js';
import './persona.js';
import './stages.js';
import './tools.js';
import './tray.js';

/** @typedef {import('./columns.js').Column} Column */
/** @typedef {import('../model/schema.js').Series} Series */

const HEAD_PX = 150;
const COLUMN_PX = 200; // about; only to guess how many columns the first screen shows

export class BoardView extends Element {
  /** @override */
  static properties = { chosen: { state: true }, series: { state: true } };

  constructor() {
    super();
    /** The persona whose card and curve are shown; null: the first. @type {string|null} */
    this.chosen = null;
    /** @type {Series} */
    this.series = 'outside';
    this.wall = new URLSearchParams(location.search).get('view') === 'wall';
    /** Moves the wall, where nobody can. @type {import('./wall.js').Wall|null} */
    this.guide = null;
    this.zoom = new Zoom(this);
    this.filler = new Filler(Math.ceil((innerWidth - HEAD_PX) / COLUMN_PX), () => this.#ready());
    /** @type {AbortController} */
    this.stop = new AbortController();
    /** What hands do to things, once they are there. @type {import('./grasp.js').Grasp|null} */
    this.grasp = null;
    /** What was taken back last. @type {import('../model/undo.js').Place|null} */
    this.undone = null;
  }

  /** @override */
  topics() { return ['stages', 'activities', 'lanes', 'personas', 'meta', 'role', 'workshop', 'closed', 'reset']; }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.toggleAttribute('data-wall', this.wall);
    this.style.setProperty('--wide', `${innerWidth}px`); // mostly; another width means to lay out twice
    this.stop = new AbortController();
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.stop.abort();
  }

  get scroller() { return /** @type {HTMLElement} */ (this.querySelector('.board__scroll')); }
  get content() { return /** @type {HTMLElement} */ (this.querySelector('.board__content')); }
  get map() { return /** @type {HTMLElement} */ (this.querySelector('.map')); }
  get persona() { return this.chosen && this.board.exists('personas', this.chosen) ? this.chosen : this.board.personas()[0] ?? null; }
  get readOnly() { return this.session.readOnly || this.wall; }

  /** Tells the others where this person points, and what hangs on the pointer. @param {number} x @param {number} y @param {object|null} [carried] */
  pointAt(x, y, carried = null) {
    const cursor = anchorAt(this, x, y);
    this.session.presence.set({ cursor, drag: carried && { ...carried, ...cursor } });
  }

  /** @override */
  firstUpdated() {
    const { content, session } = this;
    const { signal } = this.stop;
    content.addEventListener('click', (event) => this.#click(event), { signal });
    content.addEventListener('dblclick', (event) => event.preventDefault(), { signal });
    content.addEventListener('contextmenu', (event) => this.#contextMenu(event), { signal });
    this.addEventListener('click', (event) => { if (!content.contains(/** @type {Node} */ (event.target))) this.#click(event); }, { signal });
    this.scroller.addEventListener('scroll', () => this.scroller.toggleAttribute('data-scrolled', this.scroller.scrollTop > content.offsetTop + 40), { passive: true, signal });
    this.addEventListener('bb-show', (event) => void this.#show(/** @type {CustomEvent} */ (event).detail.id), { signal });
    // Not by container units: with them each letter written anywhere costs a recalculation of all styles.
    const sizes = new ResizeObserver(() => this.style.setProperty('--wide', `${this.scroller.clientWidth}px`));
    sizes.observe(this.scroller);
    signal.addEventListener('abort', () => sizes.disconnect());
    addEventListener('beforeprint', () => this.zoom.print(), { signal });
    listenToPointer(this);
    listenToPins(content, session);
    listenToKeys(this);
    listenToHands(this);
    listenToFiles(this);
    listenToWriting(this);
    glow(this);
    this.session.hub.on('undo', () => this.#showUndone());
    if (this.wall) void import('./wall.js').then(({ Wall }) => { this.guide = new Wall(this); });
    else for (const type of ['pointerover', 'focusin']) this.addEventListener(type, () => void import('./desk.js').then(({ desk }) => desk(this)), { once: true, signal });
    this.filler.start();
  }

  /** @override */
  render() {
    const columns = columnsOf(this.board);
    const lanes = this.board.lanes();
    const stages = this.board.stages();
    this.toggleAttribute('data-readonly', this.readOnly);
    this.toggleAttribute('data-empty', stages.length === 0);
    return html`<div class="board__scroll" tabindex="-1">
        <div class="board__content" style="--columns: ${Math.max(1, columns.length)}">
          ${heading(this)}
          ${stages.length ? nothing : invitation(this)}
          ${this.#map(columns, lanes)}
          <bb-cursors></bb-cursors>
        </div>
      </div>
      <bb-tray></bb-tray>
      ${this.wall ? nothing : html`<bb-tools .view=${this}></bb-tools>`}`;
  }

  /** @param {Column[]} columns @param {import('./kinds.js').Lane[]} lanes */
  #map(columns, lanes) {
    return html`<div class="map" role="grid" aria-label=${t('board.map')} aria-description=${this.readOnly ? nothing : t('board.mapKeys')} aria-readonly=${this.readOnly} aria-rowcount=${lanes.length + 2} aria-colcount=${columns.length + 1}>
      ${columns.length ? html`<bb-stages .columns=${columns}></bb-stages>` : nothing}
      <bb-activities .filler=${this.filler} .columns=${columns}></bb-activities>
      ${repeat(lanes, ({ id }) => id, ({ id, kind }) => (kind === 'rating'
        ? html`<bb-curve .lane=${id} .columns=${columns} .filler=${this.filler} .persona=${this.persona} .series=${this.series}></bb-curve>`
        : html`<bb-lane .lane=${id} .columns=${columns} .filler=${this.filler}></bb-lane>`))}
    </div>`;
  }

  /** @param {MouseEvent} event */
  #click(event) {
    if (selects(this, event)) return;
    const target = /** @type {HTMLElement} */ (event.target);
    const button = /** @type {HTMLElement|null} */ (target.closest('[data-act]'));
    if (button && this.contains(button)) return act(this, button, event);
    if (target.closest('textarea, input, a, button, .pin')) return;
    const ref = refOf(target);
    if (ref && !this.readOnly) act(this, target, event, 'edit');
  }

  /** @param {MouseEvent} event */
  #contextMenu(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (this.readOnly || target.closest('textarea, input') || !target.closest('[data-item], .cell')) return;
    event.preventDefault();
    if (/** @type {PointerEvent} */ (event).pointerType === 'touch') return;
    if (refOf(target)) act(this, target, event, 'menu');
    else this.grasp?.openPlaceMenu(/** @type {HTMLElement} */ (target.closest('.cell')));
  }

  /** Brings a thing into view, whatever it is. @param {string} id */
  async #show(id) {
    const root = ITEM_ROOTS.find((name) => this.board.exists(name, id));
    if (root) await focusOn(this, { root, id });
  }

  /** Whoever takes something back sees where. */
  #showUndone() {
    const { last } = this.session.undo;
    if (!last || last === this.undone) return;
    this.undone = last;
    setTimeout(() => elementOf(this, /** @type {import('./items.js').Ref} */ (last))?.scrollIntoView({ block: 'nearest', inline: 'nearest' }));
  }

  #ready() {
    document.body.dataset.ready = '';
    const { hub, presence } = this.session;
    const meet = () => { if (presence.others().length) void styles('css/others.css').then(() => import('./cursors.js')).then(off); };
    const off = hub.on('presence', meet);
    meet();
  }
}

customElements.define('bb-board', BoardView);

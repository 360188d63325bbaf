// What lies in the tray: pictures and quotes brought along before the workshop, cards and activities without a place; all of it is sorted from here.
import { html, nothing, repeat } from '#lit';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { keyOf } from './items.js';
import { linesOf } from './paste_list.js';
import { isQuote } from './quote.js';
import { layCards } from './ways.js';

/** @typedef {import('./items.js').Ref} Ref */
/** @typedef {'pictures'|'quotes'|'cards'|'touchpoints'|'activities'} Kind */
/** @typedef {Ref & {kind: Kind}} Loose */

/** @type {readonly Kind[]} */
const KINDS = ['pictures', 'quotes', 'cards', 'touchpoints', 'activities'];
const BY = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

export class Evidence extends Element {
  /** @override */
  static properties = { kind: { state: true } };

  constructor() {
    super();
    /** What is shown of it; null: all. @type {Kind|null} */
    this.kind = null;
  }

  /** @override */
  topics() { return ['unplaced', 'activities', 'reset', 'role', 'workshop', ...this.#all().map(({ root, id }) => `${root === 'cards' ? 'card' : root === 'touchpoints' ? 'touchpoint' : 'activity'}:${id}`)]; }

  get view() { return /** @type {import('./board.js').BoardView} */ (this.closest('bb-board')); }

  /** @override */
  render() {
    const all = this.#all();
    const kinds = KINDS.filter((kind) => all.some((loose) => loose.kind === kind));
    if (this.kind && !kinds.includes(this.kind)) this.kind = null;
    const shown = all.filter(({ kind }) => !this.kind || kind === this.kind);
    return html`<section class="tray" aria-label=${t('tray.title')} @keydown=${this.#press} @focusin=${this.#entered} @dragover=${this.#over} @drop=${this.#dropped}>
      <div class="tray__head"><h2 class="tray__title">${t('tray.title')}</h2>
        ${kinds.length > 1 ? this.#filter(all, kinds) : html`<p class="tray__hint">${all.length ? t('tray.hint') : t('tray.empty')}</p>`}
        <button class="button button--quiet button--icon tray__close" type="button" aria-label=${t('tray.close')} title=${t('tray.close')} @click=${this.#close}>${icon('x')}</button></div>
      <bb-ways></bb-ways>
      <div class="tray__items" tabindex="-1">${repeat(shown, keyOf, (loose) => this.#thing(loose))}
        ${this.session.readOnly ? nothing : html`<button class="add add--always" type="button" data-act="add-loose">${t('tray.add')}</button>`}</div>
    </section>`;
  }

  /** @override @param {import('lit').PropertyValues} changed */
  updated(changed) {
    super.updated(changed);
    const stops = this.#stops;
    if (stops.length && !stops.some(({ tabIndex }) => tabIndex === 0)) /** @type {HTMLElement} */ (stops[0]).tabIndex = 0;
  }

  get #stops() { return /** @type {HTMLElement[]} */ ([...this.querySelectorAll('.tray__items > [data-item]')]); }

  /** @returns {Loose[]} */
  #all() {
    const { board } = this;
    const { activities, touchpoints, cards } = board.unplaced();
    return [
      ...touchpoints.map((id) => /** @type {Loose} */ ({ root: 'touchpoints', id, kind: board.touchpoint(id)?.picture ? 'pictures' : 'touchpoints' })),
      ...cards.map((id) => /** @type {Loose} */ ({ root: 'cards', id, kind: isQuote(board.card(id)?.text ?? '') ? 'quotes' : 'cards' })),
      ...activities.map((id) => /** @type {Loose} */ ({ root: 'activities', id, kind: 'activities' })),
    ];
  }

  /** @param {Loose} loose */
  #thing({ root, id, kind }) {
    if (root === 'activities') return html`<bb-activity .activity=${id}></bb-activity>`;
    if (root === 'touchpoints') return html`<bb-touchpoint .touchpoint=${id}></bb-touchpoint>`;
    return html`<bb-card ?data-quote=${kind === 'quotes'} .card=${id} .kind=${this.board.lane(this.board.card(id)?.lane ?? '')?.kind ?? 'custom'}></bb-card>`;
  }

  /** @param {Loose[]} all @param {Kind[]} kinds */
  #filter(all, kinds) {
    const one = (/** @type {Kind|null} */ kind, /** @type {number} */ count) => html`<button class="sieve" type="button" aria-pressed=${this.kind === kind} @click=${() => { this.kind = kind; }}>${t(`tray.${kind ?? 'all'}`)} <b>${count}</b></button>`;
    return html`<div class="sieves" role="group" aria-label=${t('tray.filter')}>${one(null, all.length)}${kinds.map((kind) => one(kind, all.filter((loose) => loose.kind === kind).length))}</div>`;
  }

  /** @param {DragEvent} event */
  #over = (event) => { if (event.dataTransfer?.types.includes('text/plain')) event.preventDefault(); };

  /** Words become a card for each line; pictures are taken by the board. @param {DragEvent} event */
  #dropped = (event) => {
    const lines = linesOf(event.dataTransfer?.getData('text/plain') ?? '');
    if (this.session.readOnly || !lines.length || event.dataTransfer?.files.length) return;
    event.preventDefault();
    layCards(this.commands, lines);
  };

  #close = () => {
    /** @type {import('./tray.js').Tray} */ (this.closest('bb-tray')).open = false;
    /** @type {HTMLElement|null} */ (this.view.querySelector('[data-drop="tray"]'))?.focus();
  };

  /** One tab stop; arrows walk. @param {KeyboardEvent} event */
  #press = (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const by = BY[/** @type {keyof typeof BY} */ (event.key)];
    const stops = this.#stops;
    const at = stops.indexOf(target);
    if (at < 0 || target.matches('.is-lifted') || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = by ? stops[at + by] : event.key === 'Home' ? stops[0] : event.key === 'End' ? stops.at(-1) : undefined;
    if (!by && !next) return;
    event.preventDefault();
    next?.focus();
    next?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };

  /** @param {FocusEvent} event */
  #entered = (event) => {
    const stop = this.#stops.find((thing) => thing.contains(/** @type {Node} */ (event.target)));
    if (stop) for (const other of this.#stops) other.tabIndex = other === stop ? 0 : -1;
  };
}

customElements.define('bb-evidence', Evidence);

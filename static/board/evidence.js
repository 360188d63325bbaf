// What lies in the tray: pictures and quotes brought along before the workshop, cards and activities without a place; all of it is sorted from here.
import { html, nothing, repeat } from '#lit';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { keyOf } from './items.js';
import { looseOf, sieves, sifted, topicsOf } from './loose.js';
import { linesOf } from './paste_list.js';
import { layCards } from './ways.js';

/** @typedef {import('./loose.js').Loose} Loose */

const BY = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

export class Evidence extends Element {
  /** @override */
  static properties = { kind: { state: true } };

  constructor() {
    super();
    /** What is shown of it; null: all. @type {import('./loose.js').Kind|null} */
    this.kind = null;
  }

  /** @override */
  topics() { return ['unplaced', 'activities', 'reset', 'role', 'workshop', ...topicsOf(this.board)]; }

  get view() { return /** @type {import('./board.js').BoardView} */ (this.closest('bb-board')); }

  /** @override */
  render() {
    const all = looseOf(this.board);
    const sieve = sieves(all, this.kind, (kind) => { this.kind = kind; });
    return html`<section class="tray" aria-label=${t('tray.title')} @keydown=${this.#press} @focusin=${this.#entered} @dragover=${this.#over} @drop=${this.#dropped}>
      <div class="tray__head"><h2 class="tray__title">${t('tray.title')}</h2>
        ${sieve !== nothing ? sieve : html`<p class="tray__hint">${!all.length ? t('tray.empty') : this.session.readOnly ? nothing : t('tray.hint')}</p>`}
        <button class="button button--quiet button--icon tray__close" type="button" aria-label=${t('tray.close')} title=${t('tray.close')} @click=${this.#close}>${icon('x')}</button></div>
      <bb-ways></bb-ways>
      <div class="tray__items" tabindex="-1">${repeat(sifted(all, this.kind), keyOf, (loose) => this.#thing(loose))}
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

  /** @param {Loose} loose */
  #thing({ root, id, kind }) {
    if (root === 'activities') return html`<bb-activity .activity=${id}></bb-activity>`;
    if (root === 'touchpoints') return html`<bb-touchpoint .touchpoint=${id}></bb-touchpoint>`;
    return html`<bb-card ?data-quote=${kind === 'quotes'} .card=${id} .kind=${this.board.lane(this.board.card(id)?.lane ?? '')?.kind ?? 'custom'}></bb-card>`;
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

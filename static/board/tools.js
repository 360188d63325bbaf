// What one needs at hand at the lower edge: the rows, what is not placed yet, the bin, the search, and how large the board stands.
import { html, nothing } from '#lit';
import { Element } from '../ui/element.js';
import { percent, t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { thrown } from './thrown.js';

export class Tools extends Element {
  /** @override */
  static properties = { view: { attribute: false } };

  constructor() {
    super();
    /** @type {import('./board.js').BoardView|null} */
    this.view = null;
  }

  /** @override */
  topics() { return ['unplaced', 'activities', 'bin', 'zoom', 'role', 'workshop']; }

  /** @override */
  render() {
    const view = /** @type {import('./board.js').BoardView} */ (this.view);
    return html`${this.#left(view.readOnly)}
      <div class="tools tools--right" role="group" aria-label=${t('tools.size')} @click=${this.#look}>
        ${sight('search', 'find', t('find.title'))}
        <span class="zoom">${sight('zoom-out', 'smaller', t('tools.smaller'))}
          <button class="button button--quiet tools__zoom" type="button" data-sight="menu" aria-haspopup="menu" aria-expanded="false" title=${t('tools.sight')}>${percent(view.zoom.value)}<span class="visually-hidden"> ${t('tools.sight')}</span></button>
          ${sight('zoom-in', 'larger', t('tools.larger'))}${sight('maximize', 'whole', t('tools.fit'))}${sight('map', 'overview', t('overview.show'), this.#overview?.open ?? false)}</span>
      </div>`;
  }

  /** Who only looks needs nothing but the tray, where something lies in it. @param {boolean} readOnly */
  #left(readOnly) {
    const loose = Object.values(this.board.unplaced()).reduce((sum, ids) => sum + ids.length, 0);
    const { length } = thrown(this.board);
    const tray = html`<button class="button button--quiet" type="button" data-drop="tray" aria-pressed=${this.#tray?.open ?? false} @click=${() => this.#toggleTray()}>${icon('inbox')}<span>${t('tray.title')}</span>${loose ? html`<span class="count">${loose}</span>` : nothing}</button>`;
    if (readOnly) return loose ? html`<div class="tools">${tray}</div>` : nothing;
    return html`<div class="tools tools--left" role="group" aria-label=${t('tools.title')}>
      <button class="button button--quiet" type="button" data-act="lanes" aria-haspopup="dialog">${icon('layers')}<span>${t('tools.lanes')}</span></button>
      ${tray}
      <button class="button button--quiet button--icon" type="button" data-act="bin" data-drop="bin" aria-haspopup="dialog" aria-label=${t('tools.bin', { count: length })} title=${t('tools.bin', { count: length })}>${icon('trash-2')}</button>
    </div>`;
  }

  /** @param {Event} event */
  #look = async ({ target }) => {
    const button = /** @type {HTMLElement|null} */ (/** @type {HTMLElement} */ (target).closest('[data-sight]'));
    if (button && this.view) (await import('./desk.js')).look(this.view, button);
  };

  get #overview() { return /** @type {import('./minimap.js').Minimap|null} */ (this.view?.querySelector('bb-minimap') ?? null); }

  get #tray() { return /** @type {import('./tray.js').Tray|null} */ (this.view?.querySelector('bb-tray') ?? null); }

  #toggleTray() {
    if (this.#tray) this.#tray.open = !this.#tray.open;
    this.requestUpdate();
  }
}

/** @param {string} name @param {string} what @param {string} label @param {boolean} [on] of what stays on */
function sight(name, what, label, on) {
  return html`<button class="button button--quiet button--icon" type="button" data-sight=${what} aria-pressed=${on ?? nothing} aria-label=${label} title=${label}>${icon(name)}</button>`;
}

customElements.define('bb-tools', Tools);

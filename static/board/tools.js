// What one needs at hand at the lower edge: the rows, what is not placed yet, the bin, and how large the board stands.
import { html, nothing } from '#lit';
import { Element } from '../ui/element.js';
import { number, t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';

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
    return html`${view.readOnly ? nothing : this.#left()}
      <div class="tools tools--right" role="group" aria-label=${t('tools.size')}>
        <span class="zoom">${button('zoom-out', t('tools.smaller'), () => view.zoom.step(-1))}</span>
        <button class="button button--quiet tools__zoom zoom" type="button" title=${t('tools.actual')} @click=${() => view.zoom.set(1)}>${number(view.zoom.value, { style: 'percent' })}<span class="visually-hidden"> ${t('tools.actual')}</span></button>
        <span class="zoom">${button('zoom-in', t('tools.larger'), () => view.zoom.step(1))}</span>
        ${button('maximize', t('tools.fit'), () => view.zoom.fit())}
      </div>`;
  }

  #left() {
    const loose = Object.values(this.board.unplaced()).reduce((sum, ids) => sum + ids.length, 0);
    const thrown = this.board.bin().length;
    return html`<div class="tools tools--left" role="group" aria-label=${t('tools.title')}>
      <button class="button button--quiet" type="button" data-act="lanes" aria-haspopup="dialog">${icon('layers')}<span>${t('tools.lanes')}</span></button>
      <button class="button button--quiet" type="button" data-drop="tray" aria-pressed=${this.#tray?.open ?? false} @click=${() => this.#toggleTray()}>${icon('inbox')}<span>${t('tools.tray')}</span>${loose ? html`<span class="count">${loose}</span>` : nothing}</button>
      <button class="button button--quiet button--icon" type="button" data-act="bin" data-drop="bin" aria-haspopup="dialog" aria-label=${t('tools.bin', { count: thrown })} title=${t('tools.bin', { count: thrown })}>${icon('trash-2')}</button>
    </div>`;
  }

  get #tray() { return /** @type {import('./tray.js').Tray|null} */ (this.view?.querySelector('bb-tray') ?? null); }

  #toggleTray() {
    if (this.#tray) this.#tray.open = !this.#tray.open;
    this.requestUpdate();
  }
}

/** @param {string} name @param {string} label @param {() => void} run */
function button(name, label, run) {
  return html`<button class="button button--quiet button--icon" type="button" aria-label=${label} title=${label} @click=${run}>${icon(name)}</button>`;
}

customElements.define('bb-tools', Tools);

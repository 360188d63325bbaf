// The persona in the corner of the map, small, while the head of the board is out of sight: whose journey it is stays known.
import { html, nothing } from '#lit';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { url } from '../sync/pictures.js';

/** @typedef {import('./board.js').BoardView} View */

export class Corner extends Element {
  /** @override */
  static properties = { view: { attribute: false }, away: { state: true } };

  constructor() {
    super();
    /** @type {View|null} */
    this.view = null;
    /** The head of the board is out of sight. */
    this.away = false;
    this.sight = new IntersectionObserver((entries) => { this.away = !entries.at(-1)?.isIntersecting; });
  }

  /** @override */
  topics() { return ['personas', ...this.board.personas().map((id) => `persona:${id}`)]; }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    const card = this.view?.querySelector('bb-persona');
    if (card) this.sight.observe(card);
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.sight.disconnect();
  }

  /** @override */
  render() {
    const persona = this.board.persona(this.view?.persona ?? '');
    const shown = this.away && persona !== null;
    this.parentElement?.toggleAttribute('data-away', shown);
    if (!shown) return nothing;
    const name = persona.name || t('persona.unnamed');
    return html`<button class="corner" type="button" tabindex="-1" data-act="persona" aria-haspopup="dialog" aria-label=${t('persona.open', { name })} title=${name}>
      ${persona.picture ? html`<img src=${url(persona.picture)} alt="" draggable="false">` : html`<span>${icon('user')}</span>`}
      <b lang=${this.board.language}>${name}</b></button>`;
  }
}

/** Puts it into the corner, wherever that is drawn anew. @param {View} view */
export function showCorner(view) {
  const corner = new Corner();
  corner.view = view;
  const put = () => setTimeout(() => {
    const place = view.querySelector('.head--stages');
    if (place && corner.parentElement !== place) place.append(corner);
  });
  const off = view.session.hub.on('stages', put);
  view.stop.signal.addEventListener('abort', off);
  put();
}

customElements.define('bb-corner', Corner);

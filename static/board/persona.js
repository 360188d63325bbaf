// The persona up left: picture, name and typical quote, so that all know whose journey it is; a press opens the whole profile.
import { html, nothing } from '#lit';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { styles } from '../ui/styles.js';
import { url } from '../sync/pictures.js';

/** What the card shows of a profile, in this order, as far as it is known. */
const FACTS = ['goals', 'values', 'fears', 'needs', 'motivation', 'behaviours'];
const MOST_FACTS = 4;

export class PersonaCard extends Element {
  /** @override */
  static properties = { persona: {} };

  constructor() {
    super();
    /** @type {string|null} */
    this.persona = null;
  }

  /** @override */
  topics() { return ['personas', ...this.board.personas().map((id) => `persona:${id}`)]; }

  /** @override */
  render() {
    const ids = this.board.personas();
    const persona = this.persona ? this.board.persona(this.persona) : null;
    return html`${ids.length > 1 ? this.#heads() : nothing}
      <div class="persona" role="group" data-item=${persona ? `personas:${persona.id}` : nothing} aria-label=${t('persona.title')}>
        ${persona?.picture
          ? html`<img class="persona__picture" src=${url(persona.picture)} alt="" draggable="false">`
          : html`<span class="persona__nobody">${icon('user')}</span>`}
        <div class="persona__body">${persona && (persona.name || persona.quote) ? this.#profile(persona) : this.#nobody()}</div>
        <button class="persona__open" type="button" data-act="persona" aria-haspopup="dialog" aria-label=${persona?.name ? t('persona.open', { name: persona.name }) : t('persona.begin')}></button>
      </div>`;
  }

  /** @param {import('../model/schema.js').Persona} persona */
  #profile(persona) {
    const who = [persona.age, persona.occupation, persona.residence].filter(Boolean).join(', ');
    const facts = FACTS.filter((field) => persona[field]).slice(0, MOST_FACTS);
    return html`<p class="persona__name">${persona.name || t('persona.unnamed')} <span class="persona__who" lang=${this.board.language}>${who}</span></p>
      ${persona.quote ? html`<p class="persona__quote" lang=${this.board.language}>${t('persona.quoted', { quote: persona.quote })}</p>` : nothing}
      ${facts.length ? html`<dl class="persona__facts">${facts.map((field) => html`<div><dt>${t(`persona.${field}`)}:</dt> <dd lang=${this.board.language}>${persona[field]}</dd></div>`)}</dl>` : nothing}`;
  }

  /** Who else travels; that comes only where there are several. */
  #heads() {
    void import('./persona_heads.js').then(() => styles('css/things.css'));
    return html`<bb-persona-heads .chosen=${this.persona}></bb-persona-heads>`;
  }

  #nobody() {
    return html`<p class="persona__name">${t('persona.whose')}</p><p class="persona__invite">${t('persona.invite')}</p>`;
  }
}

customElements.define('bb-persona', PersonaCard);

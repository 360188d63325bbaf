// A card in a lane: paper with the lane's colour on its edge; an action also says who, until when and how far.
import { html, nothing } from '#lit';
import { Element } from '../ui/element.js';
import { date, t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { hintMark } from './hinted.js';
import { openings } from './kinds.js';
import './card_persona.js';
import './text_field.js';

export class Card extends Element {
  /** @override */
  static properties = { card: {}, kind: {} };

  constructor() {
    super();
    this.card = '';
    /** @type {import('../model/schema.js').LaneKind} */
    this.kind = 'custom';
    /** The persona it speaks of. @type {string|undefined} */
    this.about = undefined;
  }

  /** @override */
  topics() { return [`fields:cards:${this.card}`, `text:cards:${this.card}:text`, ...(this.about ? ['personas', `persona:${this.about}`] : [])]; }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.classList.add('card');
    this.id = this.dataset.item = `cards:${this.card}`;
    if (!this.hasAttribute('tabindex')) this.tabIndex = -1; // where no arrow walks, Tab comes to it
    this.role = 'group';
  }

  /** @override */
  render() {
    const card = this.board.card(this.card);
    if (!card) return nothing;
    this.classList.toggle('card--done', card.status === 'done');
    const about = this.#about(card);
    this.ariaLabel = [card.text || t('card.empty'), about?.name].filter(Boolean).join(', ');
    return html`<bb-text .of=${`cards:${this.card}:text`} .label=${t(`lane.${this.kind}.card`)} .hint=${openings(this.kind)[0] ?? t('card.hint')}></bb-text>
      ${this.kind === 'action' ? this.#action(card) : nothing}
      ${about ? html`<bb-card-persona .persona=${about.id}></bb-card-persona>` : nothing}
      ${hintMark({ root: 'cards', id: this.card }, this.kind, card.text)}
      <button class="more" type="button" tabindex="-1" data-act="menu" aria-label=${t('act.more')}></button>`;
  }

  /** @param {import('../model/schema.js').Card} card */
  #action({ responsible, due, status = 'open' }) {
    return html`<div class="card__meta" data-act="open">
      ${responsible ? html`<span>→ ${responsible}</span>` : html`<span class="card__open">${t('action.nobody')}</span>`}
      ${due ? html`<span>${date(`${due}T12:00`)}</span>` : nothing}
      ${status === 'open' ? nothing : html`<span>${status === 'done' ? icon('check') : icon('refresh-cw')} ${t(`action.status.${status}`)}</span>`}
    </div>`;
  }

  /** Of whom a card speaks matters only where several travel. @param {import('../model/schema.js').Card} card */
  #about({ persona }) {
    this.about = persona;
    if (!persona || this.board.personas().length < 2) return null;
    return this.board.exists('personas', persona) ? this.board.persona(persona) : null;
  }
}

customElements.define('bb-card', Card);

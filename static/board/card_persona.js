// Of whom a card speaks, where several travel one map: her colour, her letters, her name.
import { html } from '#lit';
import { inkOn } from '../ui/disc.js';
import { Element } from '../ui/element.js';
import { styles } from '../ui/styles.js';
import { lookOf } from './personas_compare.js';

export class CardPersona extends Element {
  /** @override */
  static properties = { persona: {} };

  constructor() {
    super();
    this.persona = '';
  }

  /** @override */
  topics() { return ['personas', `persona:${this.persona}`]; }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.classList.add('card__persona');
    void styles('css/card_persona.css');
    this.dataset.act = 'open';
  }

  /** @override */
  render() {
    const { name, letters, color } = lookOf(this.board, this.persona);
    return html`<i style="--who: ${color}; --on-who: ${inkOn(color)}" aria-hidden="true">${letters}</i><span lang=${this.board.language}>${name}</span>`;
  }
}

customElements.define('bb-card-persona', CardPersona);

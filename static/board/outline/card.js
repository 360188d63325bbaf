// A card in the outline: its text; an action also says who, until when and how far.
import { html, nothing } from '#lit';
import { Element } from '../../ui/element.js';
import { date, t } from '../../ui/i18n.js';
import { hintMark } from '../hinted.js';
import { openings } from '../kinds.js';
import { line, more } from './entry.js';

export class OutlineCard extends Element {
  /** @override */
  static properties = { card: {}, kind: {}, name: {} };

  constructor() {
    super();
    this.card = '';
    /** @type {import('../../model/schema.js').LaneKind} */
    this.kind = 'custom';
    this.name = '';
  }

  /** @override */
  topics() { return [`fields:cards:${this.card}`, `text:cards:${this.card}:text`, 'personas', 'role', 'workshop']; }

  /** @override */
  render() {
    const card = this.board.card(this.card);
    if (!card) return nothing;
    const ref = /** @type {const} */ ({ root: 'cards', id: this.card });
    const facts = this.#facts(card);
    const { readOnly } = this.session;
    return html`<div class="entry">${line(ref, this.name, { hint: openings(this.kind)[0] ?? t('card.hint') })}${readOnly ? nothing : hintMark(ref, this.kind, card.text, 0)}${more(ref, this.name, readOnly)}</div>
      ${facts ? html`<p class="entry__note">${facts}</p>` : nothing}`;
  }

  /** Of whom it speaks where several travel; of an action, who does it, until when and how far. @param {import('../../model/schema.js').Card} card */
  #facts({ persona, responsible, due, status = 'open' }) {
    const about = persona && this.board.personas().length > 1 ? this.board.persona(persona)?.name : '';
    const action = this.kind === 'action' ? [responsible || t('action.nobody'), due && date(`${due}T12:00`), t(`action.status.${status}`)] : [];
    return [about, ...action].filter(Boolean).join(' · ');
  }
}

customElements.define('bb-outline-card', OutlineCard);

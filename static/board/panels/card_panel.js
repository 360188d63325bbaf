// A card beside the board: of whom it speaks, at which touchpoint; an action has one responsible person, a date and a status.
import { html, nothing } from '#lit';
import { Element } from '../../ui/element.js';
import { t } from '../../ui/i18n.js';
import { choice, line, told } from './fields.js';
import './writing.js';

const STATES = ['open', 'doing', 'done'];

export class CardPanel extends Element {
  /** @override */
  static properties = { card: {} };

  constructor() {
    super();
    this.card = '';
  }

  /** @override */
  topics() { return [`card:${this.card}`, 'role', 'workshop', 'personas', 'people']; }

  /** @override */
  render() {
    const card = this.board.card(this.card);
    if (!card || !this.board.exists('cards', this.card)) return html`<p class="panel__lead">${t('panel.gone')}</p>`;
    const { readOnly } = this.session;
    const set = (/** @type {string} */ field) => (/** @type {any} */ value) => this.commands.setCard(this.card, field, value);
    const action = this.board.lane(card.lane ?? '')?.kind === 'action';
    return html`
      <bb-writing .root=${'cards'} .item=${this.card} .name=${'text'} .label=${t('card.text')} .hint=${t('card.hint')}></bb-writing>
      ${action ? this.#action(card, set, readOnly) : nothing}
      ${this.#touchpoint(card, set, readOnly)}
      ${this.#persona(card, set, readOnly)}`;
  }

  /** @param {import('../../model/schema.js').Card} card @param {(field: string) => (value: any) => unknown} set @param {boolean} readOnly */
  #action(card, set, readOnly) {
    const source = card.from ? this.board.card(card.from) : null;
    return html`${line(t('action.responsible'), card.responsible, set('responsible'), { readOnly, list: 'people-here' })}
      <datalist id="people-here">${this.session.people.map(({ name }) => html`<option value=${name}></option>`)}</datalist>
      <div class="panel__pair">
        ${line(t('action.due'), card.due, set('due'), { readOnly, type: 'date' })}
        ${choice(t('action.status'), card.status ?? 'open', STATES.map((state) => [state, t(`action.status.${state}`)]), (value) => set('status')(value ?? 'open'), { readOnly })}
      </div>
      ${source ? told(t('action.from'), source.text) : nothing}`;
  }

  /** @param {import('../../model/schema.js').Card} card @param {(field: string) => (value: any) => unknown} set @param {boolean} readOnly */
  #touchpoint(card, set, readOnly) {
    const here = card.activity ? this.board.touchpoints(card.activity) : [];
    if (!here.length) return nothing;
    return choice(t('card.touchpoint'), card.touchpoint, here.map((id) => [id, this.board.touchpoint(id)?.name || t('touchpoint.empty')]), set('touchpoint'), { readOnly });
  }

  /** @param {import('../../model/schema.js').Card} card @param {(field: string) => (value: any) => unknown} set @param {boolean} readOnly */
  #persona(card, set, readOnly) {
    const ids = this.board.personas();
    if (ids.length < 2) return nothing;
    return choice(t('card.persona'), card.persona, ids.map((id) => [id, this.board.persona(id)?.name || t('persona.unnamed')]), set('persona'), { readOnly });
  }
}

customElements.define('bb-card-panel', CardPanel);

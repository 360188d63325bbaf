// The tray: activities, touchpoints and cards that have no place on the map yet. It opens when something comes into it.
import { html, nothing, repeat } from '#lit';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import './activity.js';
import './card.js';
import './touchpoint.js';

export class Tray extends Element {
  /** @override */
  static properties = { open: { type: Boolean, reflect: true } };

  constructor() {
    super();
    this.open = false;
    this.count = 0;
  }

  /** @override */
  topics() { return ['unplaced', 'activities', 'reset', 'role', 'workshop']; }

  /** @override */
  willUpdate() {
    const { activities, touchpoints, cards } = this.board.unplaced();
    const count = activities.length + touchpoints.length + cards.length;
    if (count > this.count) this.open = true;
    if (!count && this.count) this.open = false;
    this.count = count;
  }

  /** @override */
  render() {
    if (!this.open) return nothing;
    const { activities, touchpoints, cards } = this.board.unplaced();
    return html`<section class="tray" aria-label=${t('tray.title')}>
      <p class="tray__title">${t('tray.title')} <small>${this.count ? t('tray.hint') : t('tray.empty')}</small></p>
      <div class="tray__items">
        ${repeat(activities, (id) => id, (id) => html`<bb-activity .activity=${id}></bb-activity>`)}
        ${repeat(touchpoints, (id) => id, (id) => html`<bb-touchpoint .touchpoint=${id}></bb-touchpoint>`)}
        ${repeat(cards, (id) => id, (id) => html`<bb-card .card=${id} .kind=${this.board.lane(this.board.card(id)?.lane ?? '')?.kind ?? 'custom'}></bb-card>`)}
        ${this.session.readOnly ? nothing : html`<button class="add add--always" type="button" data-act="add-loose">${t('tray.add')}</button>`}
      </div>
    </section>`;
  }
}

customElements.define('bb-tray', Tray);

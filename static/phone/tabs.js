// Above the page: whose journey it is, the stages as chevrons, and what has no place yet; who else is where.
import { html, nothing, repeat } from '#lit';
import { url } from '../sync/pictures.js';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { START, TRAY } from './walk.js';

const SHADES = 3; // of deep blue, in turn (look.md)
const DOTS = 3; // people shown on a chevron; the page itself names them all

export class PhoneTabs extends Element {
  /** @override */
  static properties = { view: { attribute: false }, page: {}, company: { attribute: false } };

  constructor() {
    super();
    /** @type {import('./phone.js').Phone|null} */
    this.view = null;
    this.page = '';
    /** @type {import('./company.js').Company} */
    this.company = new Map();
  }

  /** @override */
  topics() { return ['stages', 'activities', 'unplaced', 'personas', 'role', 'workshop', ...this.board.personas().map((id) => `persona:${id}`)]; }

  /** @override */
  render() {
    const stages = this.board.stages();
    const { activities, touchpoints, cards } = this.board.unplaced();
    const loose = activities.length + touchpoints.length + cards.length;
    return html`<nav class="tabs" aria-label=${t('stages.title')}>
      ${this.#start()}<div class="tabs__roll">
      ${repeat(stages, ({ id }) => id, ({ id, title }, i) => this.#stage(id, title, i))}
      ${this.session.readOnly ? nothing : html`<button class="tab tab--add" type="button" data-act="add-stage" aria-label=${t('invite.own')} title=${t('invite.own')}>${icon('plus')}</button>`}
      ${loose || this.page === TRAY || !this.session.readOnly ? html`<button class="tab tab--tray" type="button" data-page=${TRAY} data-drop="tray" aria-current=${this.page === TRAY ? 'page' : nothing} aria-label=${loose ? `${t('tray.title')}: ${loose}` : t('tray.title')} title=${t('tray.title')}>${icon('inbox')}${loose ? html`<span class="tab__count">${loose}</span>` : nothing}</button>` : nothing}
    </div></nav>`;
  }

  /** @override @param {import('lit').PropertyValues} changed */
  updated(changed) {
    super.updated(changed);
    if (!changed.has('page') && this.page !== TRAY) return; // whose number grows
    requestAnimationFrame(() => this.#roll()); // all that is drawn with it is laid out once
  }

  #roll() {
    const [roll, tab] = [this.querySelector('.tabs__roll'), /** @type {HTMLElement|null} */ (this.querySelector('.tabs__roll > [aria-current]'))];
    if (roll && tab) roll.scrollLeft = tab.offsetLeft - (roll.clientWidth - tab.offsetWidth) / 2;
  }

  #start() {
    const persona = this.view?.persona ? this.board.persona(this.view.persona) : null;
    return html`<button class="tab tab--start" type="button" data-page=${START} aria-current=${this.page === START ? 'page' : nothing} aria-label=${t('phone.start')} title=${t('phone.start')}>
      ${persona?.picture ? html`<img src=${url(persona.picture)} alt="" fetchpriority="low">` : icon('user')}</button>`;
  }

  /** @param {string} id @param {string} title @param {number} i */
  #stage(id, title, i) {
    const here = this.company.get(id) ?? [];
    return html`<button class="tab tab--stage stage--${i % SHADES}" type="button" data-page=${id} aria-current=${this.page === id ? 'page' : nothing}>
      <span class="tab__title" lang=${title ? this.board.language : nothing}>${title || t('stage.hint')}</span>
      ${here.length ? html`<span class="tab__here" aria-hidden="true">${here.slice(0, DOTS).map(({ color }) => html`<i style="--person: ${color}"></i>`)}</span>` : nothing}</button>`;
  }
}

customElements.define('bb-phone-tabs', PhoneTabs);

// The list of who is here; moderators change roles and remove people, everybody changes the own name.
import { html, nothing, repeat } from '#lit';
import { disc } from '../ui/disc.js';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { ofBoard } from './api.js';

/** @typedef {{id: string, name: string, role: string, color: string, online: boolean, devices: number}} Seat */

const ROLES = ['moderator', 'participant', 'follower'];
const REFUSALS = { 'last-moderator': 'people.lastModerator', 'link-role': 'people.linkRole' };

export class People extends Element {
  /** What the server lists for moderators, also who is away. @type {Seat[]|null} */
  #seats = null;
  /** The seat whose removal waits for a yes. */
  #leaving = '';
  #renaming = false;

  /** @override */
  topics() { return ['people', 'role']; }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.#stop = this.session.hub.on('people', () => void this.#load());
    void this.#load();
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop();
  }

  #stop = () => {};

  /** @override */
  render() {
    const { followers } = this.session;
    return html`
      <ul class="people">${repeat(this.#list(), ({ id }) => id, (seat) => this.#person(seat))}</ul>
      ${followers && !this.#moderates ? html`<p class="people__followers">${icon('eye')}${t('people.followers', { count: followers })}</p>` : nothing}`;
  }

  /** @returns {Seat[]} */
  #list() {
    const here = this.session.people.map(({ seat, ...person }) => ({ ...person, id: seat, online: true }));
    const seats = this.#moderates ? this.#seats ?? here : here;
    const rank = (/** @type {Seat} */ { id, online }) => (id === this.session.seat ? 0 : online ? 1 : 2);
    return [...seats].sort((a, b) => rank(a) - rank(b));
  }

  /** @param {Seat} seat */
  #person(seat) {
    const me = seat.id === this.session.seat;
    if (seat.id === this.#leaving) return this.#farewell(seat);
    if (me && this.#renaming) return this.#rename(seat);
    return html`<li class="people__one ${seat.online ? '' : 'people__one--away'}">
      ${disc(seat)}
      <span class="people__name">${seat.name}${me ? html` <span class="people__me">(${t('people.me')})</span>` : nothing}
        <small class="people__about">${this.#about(seat)}</small></span>
      ${this.#moderates ? this.#moderation(seat, me) : nothing}
      ${me ? html`<button class="button button--quiet button--icon" type="button" aria-label=${t('people.rename')} title=${t('people.rename')} @click=${this.#startRename}>${icon('pencil')}</button>` : nothing}
    </li>`;
  }

  /** @param {Seat} seat */
  #about({ online, devices, role }) {
    const words = this.#moderates ? [] : [t(`role.${role}`)];
    if (!online) words.push(t('people.away'));
    if (devices > 1) words.push(t('people.devices', { count: devices }));
    return words.join(' · ');
  }

  /** @param {Seat} seat @param {boolean} me */
  #moderation(seat, me) {
    const label = t('people.role', { name: seat.name });
    return html`
      <select class="input people__role" aria-label=${label} @change=${(/** @type {Event} */ event) => this.#setRole(seat, /** @type {HTMLSelectElement} */ (event.target))}>
        ${ROLES.map((role) => html`<option value=${role} ?selected=${role === seat.role}>${t(`role.${role}`)}</option>`)}
      </select>
      ${me ? nothing : html`<button class="button button--quiet button--icon button--danger" type="button" aria-label=${t('people.removeOf', { name: seat.name })}
        title=${t('people.remove')} @click=${() => this.#askFarewell(seat.id)}>${icon('user-x')}</button>`}`;
  }

  /** @param {Seat} seat */
  #farewell(seat) {
    return html`<li class="people__one people__one--asks" @keydown=${(/** @type {KeyboardEvent} */ event) => this.#keep(event)}>
      <p>${t('people.removeSure', { name: seat.name })}</p>
      <button class="button button--danger" type="button" data-first @click=${() => this.#remove(seat)}>${t('people.removeYes')}</button>
      <button class="button" type="button" @click=${() => this.#askFarewell('')}>${t('app.cancel')}</button></li>`;
  }

  /** @param {Seat} seat */
  #rename(seat) {
    return html`<li><form class="people__rename" @submit=${this.#saveName} @keydown=${(/** @type {KeyboardEvent} */ event) => this.#keep(event)}>
      <input class="input" name="name" data-first .value=${seat.name} maxlength="60" required aria-label=${t('people.name')} autocomplete="name">
      <button class="button button--main">${t('people.save')}</button></form></li>`;
  }

  #startRename = () => {
    this.#renaming = true;
    this.#show();
  };

  /** @param {string} id */
  #askFarewell(id) {
    this.#leaving = id;
    this.#show();
  }

  /** Escape leaves what was begun, not the panel. @param {KeyboardEvent} event */
  #keep(event) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    this.#leaving = '';
    this.#renaming = false;
    this.#show();
  }

  #show() {
    this.requestUpdate();
    this.performUpdate();
    const first = /** @type {HTMLElement|null} */ (this.querySelector('[data-first]'));
    first?.focus();
    if (first instanceof HTMLInputElement) first.select();
    if (!first) document.getElementById('panel-title')?.focus({ preventScroll: true });
  }

  /** @param {SubmitEvent} event */
  #saveName = async (event) => {
    event.preventDefault();
    const name = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('name') ?? '').trim();
    if (!name || !(await ofBoard('PATCH', '/me', { name }))) return;
    this.#renaming = false;
    await this.#load();
    this.#show();
  };

  /** @param {Seat} seat @param {HTMLSelectElement} select */
  async #setRole(seat, select) {
    if (!(await ofBoard('PATCH', `/seats/${seat.id}`, { role: select.value }, REFUSALS))) select.value = seat.role;
    await this.#load();
  }

  /** @param {Seat} seat */
  async #remove(seat) {
    await ofBoard('DELETE', `/seats/${seat.id}`, undefined, REFUSALS);
    this.#leaving = '';
    await this.#load();
    this.#show();
  }

  async #load() {
    if (!this.#moderates) return;
    const seats = await ofBoard('GET', '/seats');
    if (Array.isArray(seats)) this.#seats = seats;
    this.requestUpdate();
  }

  get #moderates() { return this.session.role === 'moderator'; }
}

customElements.define('bb-people', People);

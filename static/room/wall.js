// The wall: for the big screen of the room; the step and the time, how to join, who writes. Nothing to press.
import { html, nothing } from '#lit';
import { disc } from '../ui/disc.js';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { call } from '../ui/http.js';
import { boardPath } from './api.js';
import { spelled } from './share.js';
import { LAST_STEP, sentenceKey, titleKey } from './steps.js';
import './timer.js';

const RENEW_MS = 60_000; // a renewed code reaches the wall within a minute

export class Wall extends Element {
  /** @type {import('./share.js').Invitation|null} */
  #ways = null;
  #renewal = 0;

  /** @override */
  topics() { return ['workshop', 'people', 'presence', 'meta', 'saved']; }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    void this.#load();
    this.#renewal = window.setInterval(() => void this.#load(), RENEW_MS);
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#renewal);
  }

  /** @override */
  render() {
    const { step } = this.session.workshop;
    return html`
      <div class="wall__words">
        <h1 class="wall__title" lang=${this.board.language}>${this.board.meta().title || t('board.untitled')}</h1>
        ${step ? html`<p class="wall__step"><strong>${t('agenda.of', { step, last: LAST_STEP })} · ${t(titleKey(step))}</strong> ${t(sentenceKey(step))}</p>` : nothing}
        ${this.#crowd()}
      </div>
      <bb-timer></bb-timer>
      ${this.#door()}`;
  }

  #crowd() {
    const { people, followers, saved } = this.session;
    const writing = new Set(this.session.presence.others().filter(({ focus }) => focus).map(({ seat }) => seat));
    return html`<p class="wall__crowd" aria-label=${t('people.open', { count: people.length })}>
      ${people.map((person) => html`<span class="wall__one ${writing.has(person.seat) ? 'wall__one--writes' : ''}">${disc(person)}${writing.has(person.seat)
        ? html`<span class="wall__name">${person.name}${icon('pencil')}</span>` : nothing}</span>`)}
      ${followers ? html`<span class="crowd__eye">${icon('eye')}${followers}</span>` : nothing}
      ${saved.state === 'offline' ? html`<span class="wall__away">${icon('cloud-off')}${t('saved.offlineBare')}</span>` : nothing}</p>`;
  }

  #door() {
    const { code, address, links } = this.#ways ?? { code: null, address: '', links: {} };
    if (!code && !links.participant) return nothing;
    return html`<div class="wall__door">
      <p class="wall__join"><span>${t('wall.join')}: ${address}</span>${code ? html`<span class="code">${spelled(code)}</span>` : nothing}</p>
      ${links.participant ? html`<img class="wall__qr" src="${boardPath('/qr.svg')}?role=participant" alt=${t('share.qr')} width="120" height="120">` : nothing}
    </div>`;
  }

  /** A follower's wall shows no door: who may not invite is told no code. */
  async #load() {
    if (this.session.role === 'follower') return;
    this.#ways = await call('GET', boardPath('/invite')).catch(() => null);
    this.requestUpdate();
  }
}

customElements.define('bb-wall', Wall);

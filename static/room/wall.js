// The wall: for the big screen of the room. The step and the time, whose journey it is, what is new and who writes, how to join. Nothing to press.
import { html, nothing, repeat } from '#lit';
import { url } from '../sync/pictures.js';
import { disc } from '../ui/disc.js';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { call } from '../ui/http.js';
import { boardPath } from './api.js';
import { News } from './news.js';
import { spelled } from './share.js';
import { LAST_STEP, sentenceKey, titleKey } from './steps.js';
import './timer.js';

/** @typedef {import('./news.js').Piece} Piece */

const RENEW_MS = 60_000; // a renewed code reaches the wall within a minute
const RECENT_MS = 12 * 3600 * 1000; // what was committed longer ago is another day's result
const MOST_PERSONAS = 3; // in sight; more would be faces without names

export class Wall extends Element {
  /** @type {import('./share.js').Invitation|null} */
  #ways = null;
  #renewal = 0;
  /** @type {News|null} */
  #news = null;
  /** The stage that the map shows now, while it shows one after the other. @type {string|null} */
  #stage = null;
  /** What was committed, and at which step. @type {{id: string, label: string, step: number}|null} */
  #result = null;
  #stop = new AbortController();

  /** @override */
  topics() {
    const { board } = this;
    return ['workshop', 'people', 'presence', 'meta', 'saved', 'stages', 'personas', ...board.personas().map((id) => `persona:${id}`),
      ...(this.#news?.pieces ?? []).map(({ root, id }) => `${{ activities: 'activity', touchpoints: 'touchpoint', cards: 'card' }[root]}:${id}`)];
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    const { hub } = this.session;
    this.#stop = new AbortController();
    this.#news = new News(this.session, () => this.requestUpdate());
    const off = hub.on('notice', () => this.#heed());
    this.#stop.signal.addEventListener('abort', off);
    document.addEventListener('bb-stage', (event) => {
      this.#stage = /** @type {CustomEvent<string|null>} */ (event).detail;
      this.requestUpdate();
    }, { signal: this.#stop.signal });
    void this.#load();
    void this.#recall();
    this.#renewal = window.setInterval(() => void this.#load(), RENEW_MS);
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop.abort();
    this.#news?.close();
    clearInterval(this.#renewal);
  }

  /** @override */
  render() {
    const { step } = this.session.workshop;
    const waiting = step === 0 && !this.board.stages().length && !this.#result;
    this.closest('body')?.toggleAttribute('data-waiting', waiting);
    return waiting ? this.#waitingRoom() : html`<div class="wall__top">${this.#words(step)}<bb-timer></bb-timer>${this.#way()}</div>
      <aside class="wall__side ${this.#news?.pieces.length ? '' : 'wall__side--quiet'}" aria-label=${t('wall.side')}>${this.#personas()}${this.#newest()}${this.#crowd()}${this.#door()}</aside>`;
  }

  /** Before the first step there is nothing to see but how to come in. */
  #waitingRoom() {
    const { people } = this.session;
    return html`<div class="wall__waiting">
      <div class="wall__welcome"><h1 class="wall__title" lang=${this.board.language}>${this.#title}</h1><p class="wall__soon">${t('wall.soon')}</p>
        ${people.length ? html`<div><p class="wall__label">${t('people.open', { count: people.length })}</p>${this.#crowd(true)}</div>` : nothing}</div>
      ${this.#door()}</div>`;
  }

  get #title() { return this.board.meta().title || t('board.untitled'); }

  /** What was committed, as long as the workshop has not gone on. */
  get #current() { return this.#result?.step === this.session.workshop.step ? this.#result : null; }

  /** @param {number} step */
  #words(step) {
    const { scenario } = this.board.meta();
    return html`<div class="wall__words">
      <h1 class="wall__title" lang=${this.board.language}>${this.#title}</h1>
      ${this.#current ? this.#where(this.#current)
        : step ? html`<p class="wall__step"><span class="wall__count">${step}<span class="visually-hidden"> ${t('agenda.of', { step, last: LAST_STEP })}</span></span><strong>${t(titleKey(step))}</strong></p><p class="wall__sentence">${t(sentenceKey(step))}</p>`
          : scenario ? html`<p class="wall__sentence" lang=${this.board.language}>${scenario}</p>` : nothing}
    </div>`;
  }

  /** @param {{id: string, label: string}} result */
  #where({ id, label }) {
    const host = this.#ways?.address.replace(/\/j$/, '') ?? location.host;
    return html`<p class="wall__step wall__step--done">${icon('bookmark')}<strong>${t('notice.record', { label })}</strong></p>
      <p class="wall__sentence">${t('wall.result')} <b class="wall__address">${host}/r/${id}</b></p>`;
  }

  /** Where on the way the map is, and which stage comes next. */
  #way() {
    if (this.#stage === null) return nothing;
    return html`<ol class="wall__way">${this.board.stages().map(({ id, title }) => html`<li class="wall__leg" aria-current=${id === this.#stage ? 'step' : nothing} lang=${this.board.language}><span>${title || t('stage.one')}</span></li>`)}</ol>`;
  }

  #personas() {
    const { board } = this;
    const personas = board.personas().slice(0, MOST_PERSONAS).map((id) => board.persona(id)).filter((persona) => persona !== null);
    return html`<section class="wall__personas ${personas.length > 1 ? 'wall__personas--several' : ''}" aria-label=${t('persona.title')}>${personas.map((persona) => html`<div class="persona">
      ${persona.picture ? html`<img class="persona__picture" src=${url(persona.picture)} alt="">` : html`<span class="persona__nobody">${icon('user')}</span>`}
      <p class="persona__name" lang=${board.language}>${persona.name || t('persona.whose')}</p>
      ${persona.quote ? html`<p class="persona__quote" lang=${board.language}>${t('persona.quoted', { quote: persona.quote })}</p>` : nothing}</div>`)}</section>`;
  }

  #newest() {
    const pieces = this.#news?.pieces ?? [];
    return html`<section class="wall__news" aria-label=${t('wall.news')}>${pieces.length ? html`<p class="wall__label">${t('wall.news')}</p>` : nothing}
      ${repeat(pieces, ({ id }) => id, (piece) => this.#piece(piece))}</section>`;
  }

  /** @param {Piece} piece */
  #piece({ root, id, author }) {
    const { board } = this;
    const thing = board.item(root, id) ?? {};
    const lane = root === 'cards' ? board.lane(thing.lane ?? '') : null;
    const kind = lane?.kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`) ?? 'touchpoint';
    const where = lane ? lane.title || t(`lane.${lane.kind}`) : t(root === 'activities' ? 'activity.title' : 'touchpoint.title');
    return html`<article class="wall__piece" style="--tone: var(--lane-${kind})">
      <p class="wall__text" lang=${board.language}>${thing.text || thing.name || '…'}</p>
      <p class="wall__by">${author ? html`${disc(author)}<b>${author.name}</b>` : nothing}<span lang=${lane?.title ? board.language : nothing}>${where}</span></p></article>`;
  }

  /** Who is here; who writes, with a pencil that moves. @param {boolean} [named] */
  #crowd(named = false) {
    const { people, followers, saved } = this.session;
    const writing = new Set(this.session.presence.others().filter(({ focus }) => focus).map(({ seat }) => seat));
    return html`<p class="wall__crowd" role="group" aria-label=${t('people.open', { count: people.length })}>
      ${people.map((person) => html`<span class="wall__one ${writing.has(person.seat) ? 'wall__one--writes' : ''}">${disc(person)}${writing.has(person.seat) || named
        ? html`<span class="wall__name">${person.name}${writing.has(person.seat) ? icon('pencil') : nothing}</span>` : nothing}</span>`)}
      ${followers ? html`<span class="wall__eye">${icon('eye')}${t('people.followers', { count: followers })}</span>` : nothing}
      ${saved.state === 'offline' ? html`<span class="wall__away">${icon('cloud-off')}${t('saved.offlineBare')}</span>` : nothing}</p>`;
  }

  /** The way in; with a result the drawn code leads to that: whoever scans it then has long been here. */
  #door() {
    const result = this.#current;
    const { code, address, links } = this.#ways ?? { code: null, address: '', links: {} };
    if (!code && !links.participant) return nothing;
    return html`<div class="wall__door">
      ${result || links.participant ? html`<img class="wall__qr" src="${boardPath('/qr.svg')}?${result ? `record=${result.id}` : 'role=participant'}" alt=${t(result ? 'wall.resultQr' : 'share.qr')} width="120" height="120">` : nothing}
      <p class="wall__join">${result ? html`<b class="wall__to">${t('wall.toResult')}</b>` : nothing}<span>${t('wall.join')}</span><b class="wall__address">${address}</b>${code ? html`<span class="code">${spelled(code)}</span>` : nothing}</p>
    </div>`;
  }

  /** The result stays in sight until the workshop goes on. */
  #heed() {
    const { notice, workshop } = this.session;
    if (notice?.code !== 'record') return;
    this.#result = { ...notice.record, step: workshop.step };
    this.requestUpdate();
  }

  /** A wall that is opened after the commit knows of it, too. */
  async #recall() {
    const [newest] = await call('GET', boardPath('/records')).catch(() => []);
    if (!newest || this.session.now() - Date.parse(newest.at) > RECENT_MS) return;
    const { session } = await call('GET', `/api/records/${newest.id}`).catch(() => ({}));
    if (!session || this.#result) return;
    this.#result = { ...newest, step: session.step };
    this.requestUpdate();
  }

  /** A follower's wall shows no door: who may not invite is told no code. */
  async #load() {
    if (this.session.role === 'follower') return;
    this.#ways = await call('GET', boardPath('/invite')).catch(() => this.#ways);
    this.requestUpdate();
  }
}

customElements.define('bb-wall', Wall);

// A walk through the moments of the workshop: the whole board as it was, to be read only, while the board of now goes on underneath.
import { html, nothing } from '#lit';
import { difference } from '../../model/difference.js';
import { Element } from '../../ui/element.js';
import { ago, date, t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';
import { announce } from '../../ui/live.js';
import { closePanel, openPanel, openedPanel } from '../../ui/panel.js';
import { styles } from '../../ui/styles.js';
import { countOf } from './changes.js';
import { allMoments, boardAt, diffTo, labelOf, restore } from './moments.js';
import { Scroll } from './scroll.js';
import { Since } from './since.js';
import './since_panel.js';

/** @typedef {import('./moments.js').Moment} Moment */
/** @typedef {import('./moments.js').Diff} Diff */

const PLAY_MS = 1600; // a moment: long enough to see what came
const COMPARE_MS = 2500; // others go on writing: how often at most what changed since is asked for
const PANEL = 'since';

/** Opens the walk, at a moment if one is named or stands in the address. @param {string|null} [id] */
export async function openHistory(id = new URLSearchParams(location.search).get('at')) {
  await styles('css/history.css');
  closePanel();
  const open = /** @type {History|null} */ (document.querySelector('bb-history'));
  if (open) return open.begin(id);
  const made = /** @type {History} */ (document.createElement('bb-history'));
  document.getElementById('main')?.append(made);
  await made.begin(id);
}

export class History extends Element {
  /** @override */
  static properties = { all: { state: true }, at: { state: true }, diff: { state: true }, playing: { state: true }, pointed: { state: true } };

  constructor() {
    super();
    /** Oldest first. @type {Moment[]|null} */
    this.all = null;
    /** Which of them is wanted; behind the last one is now. */
    this.at = 0;
    /** From now to the moment that is shown. @type {Diff|null} */
    this.diff = null;
    this.playing = false;
    /** The mark under the pointer. @type {number|null} */
    this.pointed = null;
    this.shown = -1;
    this.busy = false;
    this.opener = /** @type {HTMLElement|null} */ (document.activeElement);
    /** @type {Since|null} */
    this.since = null;
    this.view = new Scroll();
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.comparing = undefined;
    this.stop = new AbortController();
  }

  /** @override */
  topics() { return ['role']; }

  /** The moment that is shown; null: now. */
  get moment() { return this.all?.[this.at] ?? null; }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.classList.add('history');
    document.body.dataset.history = '';
    this.since = new Since();
    this.addEventListener('keydown', (event) => this.#press(event), { signal: this.stop.signal });
    this.stop.signal.addEventListener('abort', this.session.board.follow(() => this.#compareSoon()));
  }

  /** Whatever takes it away, the board is that of now again. @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.stop.abort();
    clearTimeout(this.comparing);
    this.playing = false;
    delete document.body.dataset.history;
    delete document.body.dataset.past;
    if (this.session.past) this.#look(null);
    this.since?.stop();
    tell(null);
  }

  /** @param {string|null} id */
  async begin(id) {
    const all = await allMoments();
    if (!all) return this.leave(); // it has been said why
    this.all = all.reverse();
    const found = this.all.findIndex((moment) => moment.id === id);
    this.at = this.shown = this.all.length;
    await this.updateComplete;
    this.querySelector('input')?.focus({ preventScroll: true });
    if (id && found < 0) announce(t('history.gone'));
    await this.go(found < 0 ? this.all.length - 1 : found);
  }

  /** @override */
  render() {
    const last = this.all?.length ?? 0;
    return html`<section class="history__bar" aria-label=${t('history.title')}>
      ${last ? this.#line(last) : html`<p class="history__none">${this.all ? t('snapshots.none') : t('app.loading')}</p>`}
      <div class="history__words">
        ${last ? this.#words() : nothing}
        <span class="history__space"></span>
        ${this.moment ? this.#acts() : nothing}
        <button class="button ${this.moment ? '' : 'button--quiet'}" type="button" @click=${() => this.leave()}>${icon('x')}<span>${this.moment ? t('history.now') : t('app.close')}</span></button>
      </div>
    </section>`;
  }

  /** @param {number} last */
  #line(last) {
    const all = /** @type {Moment[]} */ (this.all);
    const told = this.pointed === null ? null : all[this.pointed];
    return html`<div class="history__line">
      <button class="button button--icon history__play" type="button" aria-label=${t(this.playing ? 'history.pause' : 'history.play')} title=${t(this.playing ? 'history.pause' : 'history.play')}
        @click=${() => this.#play()}>${icon(this.playing ? 'pause' : 'play')}</button>
      <div class="history__track" style="--last: ${last}">
        ${all.map(({ kind }, i) => html`<i class="history__tick history__tick--${kind}" style="--i: ${i}" ?data-here=${i === this.at}></i>`)}
        <i class="history__tick history__tick--now" style="--i: ${last}"></i>
        <input class="history__slider" type="range" min="0" max=${last} step="1" .value=${String(this.at)} aria-label=${t('history.slider')} aria-valuetext=${this.#spoken()}
          @input=${(/** @type {Event} */ event) => this.#slide(event)} @pointermove=${(/** @type {PointerEvent} */ event) => this.#point(event)} @pointerleave=${() => { this.pointed = null; }}>
        ${told ? html`<span class="history__tip" style="--i: ${this.pointed}" ?data-late=${/** @type {number} */ (this.pointed) > last / 2}>${labelOf(told)} <small>${when(told)}</small></span>` : nothing}
      </div>
    </div>`;
  }

  #words() {
    const { moment } = this;
    if (!moment) return html`<p class="history__label"><strong>${t('history.isNow')}</strong></p>`;
    return html`<p class="history__label"><strong>${labelOf(moment)}</strong>
      <small><time datetime=${moment.at} title=${date(moment.at, { dateStyle: 'long', timeStyle: 'short' })}>${ago(moment.at, this.session.now())}</time> · ${t(`snapshots.kind.${moment.kind}`, { name: moment.name })}</small></p>`;
  }

  #acts() {
    const count = this.diff ? countOf(this.diff) : null;
    const moderates = this.session.role === 'moderator';
    return html`${count === null ? nothing : html`<button class="button button--quiet history__count" type="button" aria-expanded="false" data-panel=${PANEL} ?disabled=${!count} @click=${(/** @type {Event} */ event) => this.#compared(event)}>
        ${count ? t('history.count', { count }) : t('history.same')}</button>`}
      ${moderates && count ? html`<button class="button button--main history__restore" type="button" @click=${(/** @type {Event} */ event) => this.#compared(event)}>${icon('rotate-ccw')}<span>${t('snapshots.restore')} …</span></button>` : nothing}`;
  }

  // Walking

  /** Shows a moment; while one is being drawn only the last wish counts. @param {number} index */
  async go(index) {
    this.at = Math.max(0, Math.min(index, this.all?.length ?? 0));
    if (this.busy) return;
    this.busy = true;
    while (this.isConnected && this.shown !== this.at) await this.#show(this.at);
    this.busy = false;
  }

  /** @param {number} index */
  async #show(index) {
    const moment = this.all?.[index];
    const board = moment ? await boardAt(moment.id) : null;
    if (!this.isConnected || index !== this.at) return;
    if (moment && !board) {
      this.at = this.shown;
      return;
    }
    this.shown = index;
    this.diff = null;
    if (openedPanel() !== PANEL) closePanel();
    this.view.keep();
    document.body.toggleAttribute('data-past', Boolean(moment));
    this.#look(board);
    await this.view.restore();
    tell(moment?.id ?? null);
    this.since?.show(null);
    if (!moment) closePanel();
    else for (const near of [this.all?.[index + 1], this.all?.[index - 1]]) if (near) void boardAt(near.id);
    void this.#compare();
  }

  /** Only what differs is drawn anew. @param {import('../../model/board.js').Board|null} board null: that of now */
  #look(board) {
    this.session.look(board, difference(this.board, board ?? this.session.board));
  }

  /** What has changed since; asked again while others write. */
  async #compare() {
    const { moment } = this;
    const diff = moment && await diffTo(moment.id);
    if (!this.isConnected || moment !== this.moment) return;
    this.diff = diff || null;
    this.since?.show(this.diff);
    this.session.hub.touch('history');
  }

  #compareSoon() {
    this.comparing ??= setTimeout(() => {
      this.comparing = undefined;
      if (this.moment) void this.#compare();
    }, COMPARE_MS);
  }

  async #play() {
    this.playing = !this.playing;
    if (this.playing && !this.moment) await this.go(0);
    while (this.playing && this.moment) {
      await new Promise((resolve) => { setTimeout(resolve, PLAY_MS); });
      if (!this.playing) return;
      await this.go(this.at + 1);
      announce(this.#spoken());
    }
    this.playing = false;
  }

  leave() {
    if (!this.isConnected) return;
    closePanel();
    this.remove();
    (this.opener?.isConnected ? this.opener : /** @type {HTMLElement|null} */ (document.querySelector('.board__scroll') ?? document.getElementById('main')))?.focus({ preventScroll: true });
    announce(t('history.isNow'));
  }

  restore() {
    if (this.moment) void restore(this.moment, () => this.leave());
  }

  // Hands on it

  /** @param {Event} event */
  #slide(event) {
    this.playing = false;
    this.pointed = null;
    void this.go(Number(/** @type {HTMLInputElement} */ (event.target).value));
  }

  /** @param {PointerEvent} event */
  #point(event) {
    const { left, width } = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    const index = Math.round(((event.clientX - left) / Math.max(1, width)) * (this.all?.length ?? 0));
    this.pointed = event.pointerType === 'touch' || index === this.at ? null : index;
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    this.leave();
  }

  /** @param {Event} event */
  async #compared(event) {
    await styles('css/panels.css');
    openPanel({ name: PANEL, title: this.moment ? t('history.since', { label: labelOf(this.moment) }) : '', body: () => html`<bb-since .history=${this}></bb-since>` }, /** @type {HTMLElement} */ (event.target));
  }

  #spoken() {
    return this.moment ? `${labelOf(this.moment)}, ${when(this.moment)}` : t('history.isNow');
  }
}

/** @param {Moment} moment */
function when({ at }) {
  return date(at, { dateStyle: 'short', timeStyle: 'short' });
}

/** The address names the moment, for others of this board too. @param {string|null} id */
function tell(id) {
  const address = new URL(location.href);
  if (id) address.searchParams.set('at', id);
  else address.searchParams.delete('at');
  history.replaceState(history.state, '', address);
}

customElements.define('bb-history', History);

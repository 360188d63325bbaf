// The board in one hand: a stage at a time, its activities one below the other, the one at hand open; what the step asks for lies under the thumb.
import { html, nothing, repeat } from '#lit';
import { ITEM_ROOTS } from '../model/schema.js';
import { act, focusOn } from '../board/acts.js';
import { glow } from '../board/glow.js';
import { grasp, listenToHands, selects } from '../board/hands.js';
import { listenToWriting } from '../board/hinted.js';
import { elementOf, refOf, settled } from '../board/items.js';
import { topicsOf } from '../board/loose.js';
import { anchorAt } from '../board/pointer.js';
import { Writers } from '../board/writers.js';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { announce } from '../ui/live.js';
import { styles } from '../ui/styles.js';
import { along } from './along.js';
import { companyOf, keyOfCompany } from './company.js';
import { START, TRAY, Walk } from './walk.js';
import { stagePage } from './stage.js';
import { standIn } from './stand_in.js';
import { startPage } from './start.js';
import { steady } from './steady.js';
import { listenToSwipes } from './swipe.js';
import { trayPage } from './tray.js';
import { listenToFields } from './writing.js';
import './dock.js';
import './tabs.js';

/** @typedef {import('../board/items.js').Ref} Ref */
/** @typedef {import('../model/schema.js').Series} Series */
/** @typedef {import('./walk.js').Stop} Stop */

const AROUND_MS = 250; // nobody sees who comes and goes any sooner

export class Phone extends Element {
  /** @override */
  static properties = { chosen: { state: true }, series: { state: true }, company: { state: true }, kept: { state: true }, sieve: { state: true } };

  constructor() {
    super();
    /** The persona whose card and curve are shown; null: the first. @type {string|null} */
    this.chosen = null;
    /** The view whose ratings the thumb sets. @type {Series} */
    this.series = 'outside';
    /** Who else is in which stage. @type {import('./company.js').Company} */
    this.company = new Map();
    /** Where something was lifted that is still carried: drawn on, for the finger holds it. @type {Stop|null} */
    this.kept = null;
    /** What is shown of the tray; null: all. @type {import('../board/loose.js').Kind|null} */
    this.sieve = null;
    this.looking = 0;
    this.zoom = { px: 1 };
    this.stop = new AbortController();
    this.walk = new Walk(this);
    this.writers = new Writers(this);
    /** What hands do, once they are there. @type {import('./hand.js').Hand|null} */
    this.grasp = null;
    /** Where they set things down. @type {import('../board/items.js').Ground|undefined} */
    this.ground = undefined;
    /** What was taken back last. @type {import('../model/undo.js').Place|null} */
    this.undone = null;
  }

  get readOnly() { return this.session.readOnly; }
  get persona() { return this.chosen && this.board.exists('personas', this.chosen) ? this.chosen : this.board.personas()[0] ?? null; }
  get scroller() { return /** @type {HTMLElement} */ (this.querySelector('.phone__scroll')); }
  get content() { return /** @type {HTMLElement} */ (this.querySelector('.phone__page')); }

  /** @override */
  topics() { return ['stages', 'activities', 'unplaced', 'personas', 'ratings', 'meta', 'bin', 'role', 'workshop', 'closed', 'reset', ...(this.walk.page === TRAY ? topicsOf(this.board) : [])]; }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    const { stop } = history.state ?? {}; // phones load a page again when one comes back to it
    if (stop) this.walk.take(stop);
    else if (this.session.workshop.step === 1) this.walk.go(START);
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.looking);
    this.stop.abort();
  }

  /** @override */
  firstUpdated() {
    const { content, scroller, session } = this;
    const { signal } = this.stop;
    this.addEventListener('click', (event) => this.#click(event), { signal });
    this.addEventListener('bb-show', (event) => void this.#show(/** @type {CustomEvent} */ (event).detail.id), { signal });
    content.addEventListener('pointerdown', ({ clientX, clientY }) => this.pointAt(clientX, clientY), { passive: true, signal });
    listenToFields(this);
    listenToWriting(this);
    listenToHands(this);
    listenToSwipes(scroller, (by) => this.#turn(by), signal);
    steady(scroller, content, signal);
    glow(this);
    for (const off of [session.hub.on('presence', () => this.#lookAround()), session.hub.on('undo', () => this.#showUndone())]) signal.addEventListener('abort', off);
    this.#lookAround();
    if (history.state?.stop && this.walk.activity) void this.open(this.walk.activity);
    document.body.dataset.ready = '';
  }

  /** @override */
  willUpdate() {
    this.walk.settle(this.querySelector('[data-writing]') !== null);
    this.toggleAttribute('data-readonly', this.readOnly);
  }

  /** @override */
  render() {
    const { page, activity } = this.walk;
    return html`<bb-phone-tabs .view=${this} .page=${page} .company=${this.company}></bb-phone-tabs>
      <div class="phone__scroll" role="region" aria-label=${t('menu.phone')} tabindex=${this.readOnly ? 0 : nothing}><div class="phone__page">
        ${repeat(new Set([this.kept?.page ?? page, page]), (one) => one, (one) => html`<div class="phone__leaf" ?hidden=${one !== page} data-from=${this.walk.from}>${one === START ? startPage(this) : one === TRAY ? trayPage(this) : stagePage(this, one, this.walk.activityOf(one))}</div>`)}
      </div></div>
      <bb-dock .view=${this} .page=${page} .activity=${activity} .series=${this.series} .persona=${this.persona}></bb-dock>`;
  }

  /** @override @param {import('lit').PropertyValues} changed */
  updated(changed) {
    super.updated(changed);
    const { page, activity } = this.walk;
    const { stop } = history.state ?? {};
    if (stop?.page !== page || stop.activity !== activity) history.replaceState({ ...history.state, stop: { page, activity } }, '');
    this.session.presence.set({ at: page });
    void settled().then(() => this.writers.show(true));
  }

  // Where one is

  /** To another stage, to the beginning or to the tray. @param {string} page */
  go(page) {
    if (!this.walk.go(page)) return;
    this.#redraw();
    this.scroller.scrollTop = 0;
  }

  /** Opens another activity of the journey, and comes to its top. @param {string} activity */
  async open(activity) {
    this.unfold(activity);
    await settled(); // what was open above it takes its room no more
    elementOf(this, { root: 'activities', id: activity })?.closest('.leg')?.scrollIntoView({ block: 'start' });
  }

  /** To the activity before or after, across the stages. @param {1|-1} by */
  step(by) {
    const stop = this.walk.next(by);
    if (!stop) return;
    if (stop.activity) void this.open(stop.activity);
    else this.go(stop.page);
    announce(stop.activity ? this.board.activity(stop.activity)?.text || t('activity.empty') : this.board.stage(stop.page)?.title ?? t(stop.page === TRAY ? 'tray.title' : 'phone.start'));
  }

  /** Turns to where a thing stands, so that it is drawn there. @param {Ref} ref */
  reach(ref) {
    if (this.walk.reach(ref)) this.#redraw();
  }

  /** One place up or down, for who does not drag. @param {Ref} ref */
  along(ref) { return along(this, ref); }

  /** Brings the hand with the first touch. */
  hand = async () => (await Promise.all([import('./hand.js'), styles('css/carry.css')]))[0].Hand;

  /** Tells the others where this person points, and what hangs on the finger. @param {number} x @param {number} y @param {object|null} [carried] */
  pointAt(x, y, carried = null) {
    const cursor = anchorAt(this, x, y);
    this.session.presence.set({ cursor, drag: carried && { ...carried, ...cursor } });
  }

  /** Draws on what a finger holds; null: it holds nothing any more. @param {Stop|null} stop */
  keep(stop) {
    this.kept = stop;
    this.#redraw();
  }

  /** Opens an activity where it lies. @param {string} activity */
  unfold(activity) {
    this.walk.open(activity);
    this.#redraw();
  }

  /** What glows for a thing that is not drawn. @param {string} item */
  standIn(item) { return standIn(this, item); }

  #redraw() {
    this.requestUpdate();
    this.performUpdate();
  }

  /** The focus goes along, for the button is gone. @param {string} activity */
  #openWithFocus(activity) {
    void this.open(activity);
    void focusOn(this, { root: 'activities', id: activity });
  }

  /** @param {1|-1} by */
  #turn(by) {
    const page = this.walk.leaf(by);
    if (page) this.go(page);
  }

  // What happens

  /** @param {MouseEvent} event */
  #click(event) {
    if (selects(this, event)) return;
    const target = /** @type {HTMLElement} */ (event.target);
    const button = /** @type {HTMLElement|null} */ (target.closest('[data-act], [data-page], [data-leg]'));
    if (button?.dataset.page) return this.go(button.dataset.page);
    if (button?.dataset.leg) return this.#openWithFocus(button.dataset.leg);
    if (button?.dataset.act === 'menu') return void grasp(this).then(() => act(this, button, event)); // which offers to choose several
    if (button) return act(this, button, event);
    if (this.readOnly || target.closest('textarea, input, a, button, label, summary')) return;
    if (refOf(target)) act(this, target, event, 'edit');
  }

  /** Brings a thing into view, whatever it is. @param {string} id */
  async #show(id) {
    const root = ITEM_ROOTS.find((name) => this.board.exists(name, id));
    if (root) await focusOn(this, { root, id });
  }

  /** Whoever takes something back sees where. */
  #showUndone() {
    const last = /** @type {Ref|null} */ (this.session.undo.last);
    if (!last || last === this.undone) return;
    this.undone = /** @type {import('../model/undo.js').Place} */ (last);
    setTimeout(() => {
      if (!this.board.exists(last.root, last.id)) return;
      this.reach(last);
      elementOf(this, last)?.scrollIntoView({ block: 'nearest' });
    });
  }

  /** Many pointers move at once: who is where is asked now and then, and drawn only when it has changed. */
  #lookAround() {
    this.writers.show();
    if (this.session.presence.others().some(({ sketch }) => sketch)) void import('./sketching.js');
    this.looking ||= window.setTimeout(() => {
      this.looking = 0;
      const company = companyOf(this.board, this.session.presence.others());
      if (keyOfCompany(company) !== keyOfCompany(this.company)) this.company = company;
    }, AROUND_MS);
  }
}

customElements.define('bb-phone', Phone);

// The board as an outline: the same things as on the map, in reading order, for who listens, types fast or prints. No drag, no zoom.
import { html, nothing, repeat } from '#lit';
import { ITEM_ROOTS } from '../../model/schema.js';
import { Element } from '../../ui/element.js';
import { t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';
import { focusOn } from '../acts.js';
import { glow } from '../glow.js';
import { elementOf, parseRef } from '../items.js';
import { openBin, openJourney, openLanes, openProfile, openThing } from '../panels.js';
import { listenToWriting } from '../hinted.js';
import { hold } from '../still.js';
import { thrown } from '../thrown.js';
import { Writers } from '../writers.js';
import { more, line, offer } from './entry.js';
import { journey, personas } from './head.js';
import { help } from './help.js';
import { invitation } from './invitation.js';
import { openEntryMenu } from './menu.js';
import { Typing, placeToAdd } from './typing.js';
import './activity.js';

/** @typedef {import('../items.js').Ref} Ref */

export class Outline extends Element {
  constructor() {
    super();
    /** The persona whose profile was opened last. @type {string|null} */
    this.chosen = null;
    this.zoom = { px: 1 };
    this.stop = new AbortController();
    this.typing = new Typing(this, this.stop.signal);
    this.writers = new Writers(this);
  }

  get readOnly() { return this.session.readOnly; }
  get scroller() { return /** @type {HTMLElement} */ (this.querySelector('.outline__scroll')); }
  get content() { return /** @type {HTMLElement} */ (this.querySelector('.outline__page')); }
  get persona() { return this.chosen ?? this.board.personas()[0] ?? null; }

  /** @override */
  topics() { return ['stages', 'activities', 'lanes', 'personas', 'unplaced', 'bin', 'meta', 'role', 'workshop', 'reset', ...this.board.personas().map((id) => `persona:${id}`)]; }

  /** @override */
  firstUpdated() {
    const { signal } = this.stop;
    this.addEventListener('click', (event) => this.#click(event), { signal });
    this.addEventListener('bb-show', (event) => void this.#show(/** @type {CustomEvent} */ (event).detail.id), { signal });
    const { hub } = this.session;
    for (const off of [hub.on('presence', () => this.writers.show()), hub.on('undo', () => this.#showUndone())]) signal.addEventListener('abort', off);
    glow(this);
    listenToWriting(this);
    this.addEventListener('focusin', ({ target }) => this.#hold(/** @type {HTMLElement} */ (target)), { signal });
    document.body.dataset.ready = '';
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.stop.abort();
  }

  /** @override */
  render() {
    const { readOnly, board } = this;
    let number = 0;
    return html`<div class="outline__scroll" role="region" aria-label=${t('outline.title')} tabindex=${readOnly ? 0 : nothing}><div class="outline__page">
      <p class="outline__title" aria-hidden="true" lang=${board.language}>${board.meta().title}</p>
      ${readOnly ? nothing : this.#tools()}
      ${journey(this)}${personas(this)}
      ${repeat(board.stages(), ({ id }) => id, ({ id, title }, i) => {
        const activities = board.activitiesOf(id);
        const first = number;
        number += activities.length;
        return this.#stage(id, title, i, activities, first);
      })}
      ${invitation(this)}
      ${offer('stages', [], t('invite.own'), '', readOnly)}
      ${this.#tray()}
    </div></div>`;
  }

  #tools() {
    const { length } = thrown(this.board);
    return html`<div class="outline__tools">
      <button class="button" type="button" data-open="lanes" aria-haspopup="dialog">${icon('layers')}${t('tools.lanes')}</button>
      <button class="button" type="button" data-open="bin" aria-haspopup="dialog" aria-label=${t('tools.bin', { count: length })}>${icon('trash-2')}${t('bin.title')}</button>
      ${help()}</div>`;
  }

  /** @param {string} id @param {string} title @param {number} i @param {string[]} activities @param {number} first */
  #stage(id, title, i, activities, first) {
    const ref = /** @type {const} */ ({ root: 'stages', id });
    const name = `${t('stage.one')} ${i + 1}`;
    return html`<section class="part part--stage" aria-label=${`${name}: ${title}`}>
      <div class="entry entry--stage"><h2 class="entry__head"><span class="entry__number">${name}</span>${line(ref, name, { field: 'title', hint: t('stage.hint'), plain: (words) => this.commands.renameStage(id, words) })}</h2>${more(ref, name, this.readOnly)}</div>
      ${activities.length ? html`<ol class="activities">${repeat(activities, (activity) => activity, (activity, at) => html`<li><bb-outline-activity .activity=${activity} .number=${first + at + 1}></bb-outline-activity></li>`)}</ol>` : nothing}
      ${offer('activities', [id], t('activity.add'), title, this.readOnly)}</section>`;
  }

  /** What has no place on the map; the things below an activity come with it. */
  #tray() {
    const { activities, touchpoints, cards } = this.board.unplaced();
    const none = !activities.length && !touchpoints.length && !cards.length;
    if (none && this.readOnly) return nothing;
    return html`<section class="part part--tray" aria-labelledby="outline-tray"><h2 class="part__title" id="outline-tray">${t('tray.title')}</h2>
      ${none ? html`<p class="outline__lead">${t('tray.empty')}</p>` : nothing}
      ${activities.length ? html`<ul class="activities">${repeat(activities, (id) => id, (id) => html`<li><bb-outline-activity .activity=${id}></bb-outline-activity></li>`)}</ul>` : nothing}
      ${touchpoints.length || cards.length ? html`<ul class="things">
        ${repeat(touchpoints, (id) => id, (id) => html`<li class="thing"><bb-outline-touchpoint .touchpoint=${id}></bb-outline-touchpoint></li>`)}
        ${repeat(cards, (id) => id, (id) => html`<li class="thing"><bb-outline-card .card=${id} .name=${t('card.title')} .kind=${this.board.lane(this.board.card(id)?.lane ?? '')?.kind ?? 'custom'}></bb-outline-card></li>`)}</ul>` : nothing}
      ${offer('activities', [null], t('tray.add'), '', this.readOnly)}</section>`;
  }

  /** Nothing jumps while one writes. @param {HTMLElement} field */
  #hold(field) {
    if (field.matches('.line__field')) hold(this, field);
  }

  /** @param {MouseEvent} event */
  #click({ target }) {
    const button = /** @type {HTMLElement} */ (target).closest('button');
    const { add, more: of, open } = button?.dataset ?? {};
    if (!button) return;
    if (add) void this.typing.add(...placeToAdd(button));
    else if (of) openEntryMenu(this, parseRef(of), button);
    else if (open) void this.#open(open, button);
  }

  /** @param {string} what @param {HTMLElement} button */
  #open(what, button) {
    if (what === 'lanes') return openLanes(this, button);
    if (what === 'bin') return openBin(this, button);
    if (what === 'journey') return openJourney(button);
    const ref = parseRef(what);
    return ref.root === 'personas' ? openProfile(this, ref.id || null, button) : openThing(this, ref, button);
  }

  /** Brings a thing into view, whatever it is. @param {string} id */
  async #show(id) {
    const root = ITEM_ROOTS.find((name) => this.board.exists(name, id));
    if (root) await focusOn(this, { root, id });
  }

  #showUndone() {
    const { last } = this.session.undo;
    if (last) setTimeout(() => elementOf(this, /** @type {Ref} */ (last))?.scrollIntoView({ block: 'nearest' }));
  }
}

customElements.define('bb-outline', Outline);

// Under the thumb: back and on through the journey, and between them what the step of the workshop asks for at the activity at hand.
import { html, nothing } from '#lit';
import { addActivity, addCard, addTouchpoint } from '../board/acts.js';
import { elementOf, settled } from '../board/items.js';
import { oneOf, tone } from '../board/kinds.js';
import { marks } from '../board/outline/marks.js';
import { nudged } from '../board/outline/reading_order.js';
import { DERIVED_KINDS, SERIES } from '../model/schema.js';
import { STEPS } from '../room/steps.js';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { openMenu } from '../ui/menu.js';
import { nudge } from './along.js';
import { scale } from './rates.js';
import { START, TRAY } from './walk.js';
import './camera.js';

/** @typedef {import('../model/schema.js').LaneKind} LaneKind */

export class Dock extends Element {
  /** @override */
  static properties = { view: { attribute: false }, page: {}, activity: {}, series: {}, persona: {} };

  constructor() {
    super();
    /** @type {import('./phone.js').Phone|null} */
    this.view = null;
    this.page = START;
    /** @type {string|null} */
    this.activity = null;
    this.series = 'outside';
    /** @type {string|null} */
    this.persona = null;
  }

  /** @override */
  topics() { return ['workshop', 'role', 'lanes', 'stages', 'activities', 'unplaced', 'personas', `activity:${this.activity}`, `rating:${this.activity}`]; }

  /** @override */
  render() {
    const { view } = this;
    if (!view) return nothing;
    return html`<div class="dock" role="group" aria-label=${t('phone.dock')}>
      ${this.#go(-1, 'chevron-left', t('phone.previous'))}
      <div class="dock__acts">${view.readOnly ? this.#where() : this.#acts(view)}</div>
      ${this.#go(1, 'chevron-right', t('phone.next'))}</div>`;
  }

  /** @param {1|-1} by @param {string} name @param {string} label */
  #go(by, name, label) {
    const off = !this.view?.walk.next(by);
    return html`<button class="button button--quiet button--icon dock__go" type="button" aria-label=${label} title=${label} aria-disabled=${String(off)} @click=${() => this.view?.step(by)}>${icon(name)}</button>`;
  }

  #where() {
    const number = this.#number();
    return number ? html`<span class="dock__where">${number} / ${this.board.columns().length}</span>` : nothing;
  }

  /** The number of the activity at hand in the journey, 0 without one. */
  #number() { return this.board.columns().findIndex(({ id }) => id === this.activity) + 1; }

  /** @param {string} series said where there is no choice @param {unknown} body */
  #rates(series, body) {
    return html`<div class="dock__rates"><p class="dock__caption">${t('activity.title')} ${this.#number()}${series && ` · ${series}`}</p>${body}</div>`;
  }

  /** @param {import('./phone.js').Phone} view */
  #acts(view) {
    const step = STEPS[this.session.workshop.step] ?? 'opening';
    if (step === 'persona') return this.#act('persona', 'user', t('persona.title'));
    if (step === 'stages' || !this.board.stages().length) return this.#act('add-stage', 'plus', t('stage.one'));
    if (this.page === TRAY) return this.#act('add-loose', 'plus', t('tray.add'));
    if (this.page === START) return [this.#act('persona', 'user', t('persona.title'), ''), this.#act('add-stage', 'plus', t('stage.one'), '')];
    const { activity } = this;
    if (step === 'activities' || !activity) return html`<span data-stage=${this.page}>${this.#act('add-activity', 'plus', t('activity.title'))}</span>`;
    switch (step) {
      case 'sorting': return this.#sorting(view, activity);
      case 'storyboard': return html`<span data-cell="${activity}|" @click=${() => this.#bringBack('storyboard')}>${this.#act('add-sketch', 'pencil', t('phone.draw'))}</span>${this.#camera(t('phone.photoOfSketch'), (image) => this.#hangSketch(activity, image))}`;
      case 'touchpoints': return html`<span data-cell="${activity}|">${this.#act('add-touchpoint', 'plus', t('touchpoint.title'))}</span>${this.#camera(t('phone.photoOfTouchpoint'), (picture) => this.#hangTouchpoint(view, activity, picture))}`;
      case 'feelings': return [this.#card(activity, 'expectation'), this.#card(activity, 'sentiment')];
      case 'discussion': return [this.#card(activity, 'painPoint'), this.#card(activity, 'momentOfTruth')];
      case 'ideas': return this.#card(activity, 'idea');
      case 'rating': return this.#rates(t('series.outside'), scale(view, activity, 'dock', 'outside'));
      case 'smileys': return marks(this, { root: 'activities', id: activity }, this.board.activity(activity) ?? {});
      case 'curve': return this.#rates('', [this.#series(view), scale(view, activity, 'dock')]);
      default: return html`<button class="button" type="button" aria-haspopup="menu" aria-expanded="false" @click=${(/** @type {Event} */ event) => this.#offer(/** @type {HTMLElement} */ (event.currentTarget), activity)}>${icon('plus')}${t('act.add')}</button>`;
    }
  }

  /** @param {string} act @param {string} name @param {string} words @param {string} [look] */
  #act(act, name, words, look = 'button--main') {
    return html`<button class="button ${look}" type="button" data-act=${act}>${icon(name)}${words}</button>`;
  }

  /** @param {string} label @param {(image: string) => unknown} write */
  #camera(label, write) {
    return html`<bb-camera .label=${label} .write=${write}></bb-camera>`;
  }

  /** A lane that was laid aside is shown again, for all, when somebody begins it. @param {LaneKind} kind */
  #bringBack(kind) {
    const lane = this.board.lanes({ all: true }).find((one) => one.kind === kind);
    if (lane?.hidden) this.commands.hideLane(lane.id, false);
    return lane;
  }

  /** It comes into view, where one has not gone on meanwhile. @param {import('./phone.js').Phone} view @param {string} activity @param {string} picture */
  #hangTouchpoint(view, activity, picture) {
    const id = this.commands.addTouchpoint(activity, { picture });
    if (id) void settled().then(() => elementOf(view, { root: 'touchpoints', id })?.scrollIntoView({ block: 'nearest' }));
  }

  /** @param {string} activity @param {string} image */
  #hangSketch(activity, image) {
    this.commands.together(() => {
      this.#bringBack('storyboard');
      this.commands.setActivity(activity, 'sketch', image);
    });
  }

  /** A card for one lane of the activity at hand, though it was laid aside. @param {string} activity @param {LaneKind} kind */
  #card(activity, kind) {
    const lane = this.board.lanes({ all: true }).find((one) => one.kind === kind);
    if (!lane) return nothing;
    return html`<button class="button dock__card" type="button" style=${tone(kind)} aria-label="${t('cell.add')}: ${oneOf(lane)}" @click=${() => this.#addCard(activity, kind)}>${icon('plus')}<span lang=${lane.title ? this.board.language : nothing}>${oneOf(lane)}</span></button>`;
  }

  /** @param {string} activity @param {LaneKind} kind */
  #addCard(activity, kind) {
    const lane = this.#bringBack(kind);
    if (this.view && lane) void addCard(this.view, { activity, lane: lane.id });
  }

  /** @param {import('./phone.js').Phone} view @param {string} id */
  #sorting(view, id) {
    const ref = /** @type {const} */ ({ root: 'activities', id });
    const move = (/** @type {1|-1} */ by, /** @type {string} */ name, /** @type {string} */ words) => html`<button class="button" type="button" aria-disabled=${String(!nudged(this.board, ref, by))} @click=${() => void nudge(view, ref, by)}>${icon(name)}${words}</button>`;
    return [move(-1, 'arrow-up', t('phone.earlier')), move(1, 'arrow-down', t('phone.later'))];
  }

  /** @param {import('./phone.js').Phone} view */
  #series(view) {
    return html`<div class="series-row" role="group" aria-label=${t('curve.chooser')}>${SERIES.slice(0, 3).map((series) => html`
      <button class="series-tab series-tab--${series}" type="button" aria-pressed=${series === view.series} data-act="series" data-series=${series}>${t(`series.${series}`)}</button>`)}</div>`;
  }

  /** Without a step: everything that can be added here. @param {HTMLElement} button @param {string} activity */
  #offer(button, activity) {
    const { view } = this;
    if (!view) return;
    openMenu(button, t('act.add'), [
      { label: t('activity.title'), icon: 'plus', act: () => void addActivity(view, this.page) },
      { label: t('touchpoint.title'), icon: 'plus', act: () => void addTouchpoint(view, activity) },
      ...this.board.lanes().filter(({ kind }) => !DERIVED_KINDS.has(kind)).map((lane) => ({ label: oneOf(lane), icon: 'plus', act: () => void addCard(view, { activity, lane: lane.id }) })),
    ]);
  }
}

customElements.define('bb-dock', Dock);

// The line below the bar: the step at work in a sentence and the time, for everybody; whether the board is locked.
import { html, nothing } from '#lit';
import { WORKED_ON } from '../model/schema.js';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { announce } from '../ui/live.js';
import { head } from '../ui/page.js';
import { panelButton } from './panels.js';
import { LAST_STEP, sentenceKey, titleKey } from './steps.js';
import './timer.js';

export class Strip extends Element {
  /** What was said last. @type {{step: number, locked: boolean}|null} */
  #said = null;

  /** @override */
  topics() { return ['workshop', 'role', 'closed', 'lanes']; }

  /** A press that takes its own button away goes on at the next one. @override */
  performUpdate() {
    const inside = this.contains(document.activeElement);
    super.performUpdate();
    if (inside && !this.contains(document.activeElement)) /** @type {HTMLElement|null} */ (this.querySelector('.strip__go + .strip__go, .strip__keep'))?.focus();
    this.#say();
  }

  /** What all read here is said when it changes, for who listens instead. */
  #say() {
    const { workshop: { step, locked }, role } = this.session;
    const before = this.#said ?? { step, locked };
    this.#said = { step, locked };
    if (step && step !== before.step) announce(`${t('agenda.of', { step, last: LAST_STEP })}: ${t(titleKey(step))}. ${t(sentenceKey(step))}`);
    if (locked !== before.locked && role === 'participant') announce(t(locked ? 'lock.viewOnly' : 'lock.lifted'));
  }

  /** @override */
  render() {
    const { workshop, role } = this.session;
    const moderates = role === 'moderator';
    const { step, timer } = workshop;
    this.hidden = step === 0 && timer.state === 'off' && !workshop.locked && role === 'participant';
    return html`
      ${step ? this.#step(step, moderates) : moderates ? this.#beginning() : nothing}
      <span class="strip__space"></span>
      ${this.#lock(role, workshop)}
      <bb-timer></bb-timer>`;
  }

  /** @param {number} step @param {boolean} moderates */
  #step(step, moderates) {
    return html`
      ${moderates ? go(step - 1, 'chevron-left', t('agenda.previous')) : nothing}
      ${moderates && step < LAST_STEP ? go(step + 1, 'chevron-right', t('agenda.next')) : nothing}
      ${this.#sentence(step)}
      ${moderates && step === LAST_STEP ? panelButton('commit', 'bookmark', t('commit.title'), 'strip__keep') : nothing}
      ${moderates ? this.#reveal(step) : nothing}`;
  }

  /** A row laid aside until the step that is about it. @param {number} step */
  #reveal(step) {
    const lanes = this.board.lanes({ all: true }).filter(({ kind }) => kind === WORKED_ON[step]);
    const [lane] = lanes;
    if (!lane || lanes.some(({ hidden }) => !hidden) || this.session.readOnly) return nothing;
    return html`<button class="button strip__begin" type="button" @click=${() => this.commands.hideLane(lane.id, false)}>${t('lanes.show', { lane: lane.title || t(`lane.${lane.kind}`) })}</button>`;
  }

  /** On the map it leads to the row that the step is about; nobody's map moves by itself. @param {number} step */
  #sentence(step) {
    const lane = head.view === 'map' ? this.board.lanes().find(({ kind }) => kind === WORKED_ON[step]) : undefined;
    const words = html`<span class="strip__count" title=${t('agenda.of', { step, last: LAST_STEP })}>${step}<span class="visually-hidden"> / ${LAST_STEP}</span></span>
      <strong>${t(titleKey(step))}${lane ? icon('target') : nothing}</strong> <span class="strip__now">${t(sentenceKey(step))}</span>`;
    if (!lane) return html`<p class="strip__step">${words}</p>`;
    const show = () => document.querySelector('bb-board')?.dispatchEvent(new CustomEvent('bb-show', { detail: { id: lane.id } }));
    return html`<button class="strip__step strip__show" type="button" title=${t('agenda.show')} @click=${show}>${words}</button>`;
  }

  #beginning() {
    return html`<p class="strip__step">${t('agenda.ready')}</p>
      <button class="button strip__begin" type="button" @click=${() => change({ step: 1 })}>${t('agenda.begin')}</button>`;
  }

  /** @param {string} role @param {import('../sync/session.js').Workshop} workshop */
  #lock(role, { locked, comments }) {
    if (role === 'follower') return html`<p class="strip__lock">${icon('eye')}${t(comments.followers ? 'comments.welcome' : 'lock.follower')}</p>`;
    if (!locked) return nothing;
    if (role !== 'moderator') return html`<p class="strip__lock">${icon('lock')}${t('lock.viewOnly')}</p>`;
    return html`<p class="strip__lock">${icon('lock')}${t('lock.moderator')}</p>
      <button class="button strip__begin" type="button" @click=${() => change({ locked: false })}>${t('lock.unlock')}</button>`;
  }
}

/** @param {number} step @param {string} name @param {string} label */
function go(step, name, label) {
  return html`<button class="button button--quiet button--icon strip__go" type="button" aria-label=${label} title=${label} @click=${() => change({ step })}>${icon(name)}</button>`;
}

/** @param {object} wanted step or lock */
async function change(wanted) {
  const { changeWorkshop } = await import('./api.js');
  await changeWorkshop(wanted);
}

customElements.define('bb-strip', Strip);

// The moderator's agenda: the twelve steps of the method, the time and the lock; everybody sees what is chosen here.
import { html, nothing } from '#lit';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { changeWorkshop } from './api.js';
import { STEPS, sentenceKey, titleKey } from './steps.js';
import { secondsLeft } from './timer.js';

const PRESETS = [5, 10, 15, 20, 30]; // minutes
const LONGEST = 480; // minutes of one stretch

export class Agenda extends Element {
  /** @override */
  topics() { return ['workshop', 'role']; }

  /** @override */
  render() {
    const { workshop, role } = this.session;
    const moderates = role === 'moderator';
    return html`
      ${moderates ? html`<p class="panel__lead">${t('agenda.move')}</p>` : nothing}
      <ol class="agenda">${STEPS.map((_, step) => this.#step(step, workshop.step, moderates))}</ol>
      ${moderates ? html`${this.#time()}${this.#lock()}` : nothing}`;
  }

  /** @param {number} step @param {number} current @param {boolean} moderates */
  #step(step, current, moderates) {
    const now = step === current;
    return html`<li class="agenda__one ${step < current ? 'agenda__one--done' : ''}">
      <button class="agenda__step" type="button" aria-current=${now ? 'step' : nothing} ?disabled=${!moderates} @click=${() => changeWorkshop({ step })}>
        <span class="agenda__number">${step < current ? icon('check') : step || icon('users')}</span>
        <span class="agenda__words"><span class="agenda__title">${t(titleKey(step))}</span>
          ${now ? html`<span class="agenda__now">${t(sentenceKey(step))}</span>` : nothing}</span>
      </button></li>`;
  }

  #time() {
    const { timer } = this.session.workshop;
    return html`<section class="agenda__part" aria-labelledby="timer-title">
      <h3 class="panel__heading" id="timer-title">${t('timer.title')}</h3>
      <p class="panel__hint">${t('timer.lead')}</p>
      ${timer.state === 'off' ? this.#starts() : this.#running(timer)}</section>`;
  }

  #starts() {
    return html`
      <div class="agenda__presets">${PRESETS.map((minutes) => html`<button class="button" type="button"
        aria-label=${t('timer.preset', { count: minutes })} @click=${() => act('start', minutes * 60)}>${minutes}′</button>`)}</div>
      <form class="agenda__custom" @submit=${this.#custom}>
        <label>${t('timer.custom')} <input class="input" name="minutes" type="number" inputmode="numeric" min="1" max=${LONGEST} required></label>
        <span>${t('timer.minutes')}</span>
        <button class="button">${icon('play')}${t('timer.start')}</button>
      </form>`;
  }

  /** @param {import('../sync/session.js').Timer} timer */
  #running(timer) {
    const rests = timer.state === 'paused';
    return html`<div class="agenda__presets">
      <bb-timer></bb-timer>
      ${rests
        ? html`<button class="button button--main" type="button" @click=${() => act('resume')}>${icon('play')}${t('timer.resume')}</button>`
        : html`<button class="button" type="button" ?disabled=${this.#over(timer)} @click=${() => act('pause')}>${icon('pause')}${t('timer.pause')}</button>`}
      <button class="button" type="button" @click=${() => act('stop')}>${icon('square')}${t('timer.stop')}</button></div>`;
  }

  /** @param {import('../sync/session.js').Timer} timer */
  #over(timer) { return (secondsLeft(timer, this.session.now()) ?? 0) <= 0; }

  #lock() {
    const { locked } = this.session;
    return html`<section class="agenda__part">
      <label class="switch"><input class="switch__box" type="checkbox" role="switch" .checked=${locked} @change=${() => changeWorkshop({ locked: !locked })}>
        <span class="switch__words"><span class="panel__heading">${t('lock.title')}</span><span class="panel__hint">${t('lock.hint')}</span></span></label></section>`;
  }

  /** @param {SubmitEvent} event */
  #custom = (event) => {
    event.preventDefault();
    const minutes = Number(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('minutes'));
    if (minutes >= 1) act('start', Math.round(Math.min(minutes, LONGEST) * 60));
  };
}

/** @param {string} action @param {number} [seconds] */
const act = (action, seconds) => changeWorkshop({ timer: seconds ? { action, seconds } : { action } });

customElements.define('bb-agenda', Agenda);

// The workshop's time as everybody sees it: counted by the server's clock, drawn once a second while it runs.
import { html, nothing } from '#lit';
import { Element } from '../ui/element.js';
import { clock, t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { announce } from '../ui/live.js';

const SOON = 60; // seconds: the last minute is worth a word

/**
 * The seconds left, below zero when the time is over; null without a timer.
 * @param {import('../sync/session.js').Timer} timer
 * @param {number} now  the server's time in ms
 */
export function secondsLeft(timer, now) {
  if (timer.state === 'running' && timer.ends) return (Date.parse(timer.ends) - now) / 1000;
  return timer.state === 'paused' ? timer.left ?? 0 : null;
}

export class TimerFace extends Element {
  #tick = 0;
  /** @type {number|null} */
  #last = null;

  /** @override */
  topics() { return ['workshop']; }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#tick);
  }

  /** @override */
  render() {
    const { timer } = this.session.workshop;
    const left = secondsLeft(timer, this.session.now());
    this.#schedule(timer.state === 'running' ? left : null);
    this.#tell(timer.state === 'running' ? left : null);
    if (left === null) return nothing;
    if (timer.state === 'paused') return this.#face('pause', clock(left), t('timer.paused', { time: clock(left) }), 'rest');
    if (left <= 0) return this.#face('timer', t('timer.over'), t('timer.over'), 'over');
    return this.#face('timer', clock(left), t('timer.left', { time: clock(left) }), left <= SOON ? 'soon' : 'run');
  }

  /** @param {string} name @param {string} text @param {string} label @param {string} tone */
  #face(name, text, label, tone) {
    return html`<p class="timer timer--${tone}" role="timer" aria-label=${label}>${icon(name)}<span class="timer__time">${text}</span></p>`;
  }

  /** Draws again when the shown second changes. @param {number|null} left */
  #schedule(left) {
    clearTimeout(this.#tick);
    if (left === null || left <= 0) return;
    const wait = (left - Math.floor(left)) * 1000 || 1000;
    this.#tick = window.setTimeout(() => this.requestUpdate(), wait + 5);
  }

  /** Says the last minute and the end, each once. @param {number|null} left */
  #tell(left) {
    const before = this.#last;
    this.#last = left;
    if (left === null || before === null) return;
    if (before > SOON && left <= SOON) announce(t('timer.minuteLeft'));
    if (before > 0 && left <= 0) announce(t('timer.over'));
  }
}

customElements.define('bb-timer', TimerFace);

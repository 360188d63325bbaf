// Whether what was written is stored: always visible, always true.
import { html } from '#lit';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { announce } from '../ui/live.js';

/** @typedef {{icon: string, text: string, tone: string}} Look */

export class SavedState extends Element {
  #told = 'saved';

  /** @override */
  topics() { return ['saved', 'role', 'workshop']; }

  /** @override */
  render() {
    const look = this.#look();
    return html`<p class="saved saved--${look.tone}" title=${look.text}>${icon(look.icon)}<span class="saved__text">${look.text}</span></p>`;
  }

  /** @override @param {import('lit').PropertyValues} changed */
  updated(changed) {
    super.updated(changed);
    this.#tell();
  }

  /** @returns {Look} */
  #look() {
    const { saved, role } = this.session;
    const count = saved.pending;
    switch (saved.state) {
      case 'offline':
        return { icon: 'cloud-off', text: count ? t('saved.offline', { count }) : t('saved.offlineNone'), tone: 'away' };
      case 'storing-trouble':
        return { icon: 'triangle-alert', text: t('saved.trouble', { count }), tone: 'bad' };
      case 'refused':
        return { icon: 'triangle-alert', text: this.#refusal(count), tone: 'away' };
      case 'saving':
        return { icon: 'refresh-cw', text: t('saved.saving'), tone: 'quiet' };
      default:
        return role === 'follower'
          ? { icon: 'eye', text: t('saved.live'), tone: 'quiet saved--live' }
          : { icon: 'check', text: t('saved.saved'), tone: 'quiet' };
    }
  }

  /** @param {number} count */
  #refusal(count) {
    return this.session.saved.refusal === 'locked' ? t('saved.locked', { count }) : t('saved.refused');
  }

  /** Says a turn for the worse, and the one back; not every letter. */
  #tell() {
    const { state } = this.session.saved;
    const kind = state === 'saving' ? 'saved' : state;
    if (kind === this.#told || state === 'saving') return;
    this.#told = kind;
    announce(kind === 'saved' ? t('saved.back') : this.#look().text);
  }
}

customElements.define('bb-saved', SavedState);

// The ways in: the code to say aloud, the QR code to scan, the links to send; moderators renew them here.
import { html, nothing } from '#lit';
import { copyLine } from '../ui/copy.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { announce } from '../ui/live.js';
import { boardPath, ofBoard } from './api.js';
import { Asking } from './asking.js';

/** @typedef {{code: string|null, address: string, links: Record<string, string>}} Invitation */

/** A code in two groups of four, as one reads it aloud. @param {string} code */
export const spelled = (code) => `${code.slice(0, 4)} ${code.slice(4)}`;

export class Share extends Asking {
  /** @type {Invitation|null} */
  #ways = null;
  #drawing = 0; // a renewed link has a new drawing at the same address

  /** @override */
  topics() { return ['role']; }

  /** @override */
  render() {
    if (!this.#ways) return this.waiting();
    const { code, address, links } = this.#ways;
    return html`
      <p class="panel__lead">${t('share.lead')}</p>
      <div class="share__door">
        ${links.participant ? html`<img class="share__qr" src="${boardPath('/qr.svg')}?role=participant&n=${this.#drawing}" alt=${t('share.qr')} width="180" height="180">` : nothing}
        ${code ? html`<p class="share__code"><span class="code">${spelled(code)}</span><span class="share__where">${t('share.where', { host: address })}</span></p>` : nothing}
      </div>
      ${this.#moderates ? renewal(t('share.rotateCode'), t('share.rotateCode'), this.#renewCode) : nothing}
      ${(this.#moderates ? ['participant', 'follower', 'moderator'] : ['participant']).map((role) => this.#link(role, links[role]))}
      <a class="button button--wide" href="?view=wall" target="_blank" rel="noopener">${icon('monitor')}${t('share.wall')}</a>
      <p class="panel__hint">${t('share.wallHint')}</p>`;
  }

  /** @param {string} role @param {string} [link] */
  #link(role, link) {
    const name = t(`share.link.${role}`);
    return html`<section class="share__link">
      <h3 class="panel__heading">${name}</h3>
      ${role === 'participant' ? nothing : html`<p class="panel__hint">${t(`share.hint.${role}`)}</p>`}
      ${link ? copyLine(link, name) : html`<p class="panel__hint">${t('share.none')}</p>`}
      <div class="share__acts">
        ${link && 'share' in navigator ? html`<button class="button button--quiet" type="button" @click=${() => this.#send(link)}>${icon('share-2')}${t('share.send')}</button>` : nothing}
        ${this.#moderates ? renewal(t('share.rotate'), t('share.rotateOf', { name }), () => this.#renew(role)) : nothing}
      </div></section>`;
  }

  /** @param {string} link */
  #send(link) {
    navigator.share({ title: this.board.meta().title, url: link }).catch(() => {}); // the person thought better of it
  }

  /** @param {string} role */
  async #renew(role) {
    if (!(await ofBoard('POST', `/tokens/${role}`))) return;
    announce(t('share.rotated'));
    await this.ask();
  }

  #renewCode = async () => {
    if (!(await ofBoard('POST', '/code'))) return;
    announce(t('share.rotatedCode'));
    await this.ask();
  };

  /** @override */
  async load() {
    this.#ways = await this.read('/invite');
    this.#drawing++;
  }

  get #moderates() { return this.session.role === 'moderator'; }
}

/** @param {string} word @param {string} label @param {() => void} act */
function renewal(word, label, act) {
  return html`<button class="button button--quiet" type="button" aria-label=${label} @click=${act}>${icon('refresh-cw')}${word}</button>`;
}

customElements.define('bb-share', Share);

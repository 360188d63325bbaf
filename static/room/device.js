// Going on as the same person on another device: one's own link, as a drawing and as text.
import { html } from '#lit';
import { copyLine } from '../ui/copy.js';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { boardPath, ofBoard } from './api.js';

export class Device extends Element {
  #link = '';

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    void this.#load();
  }

  /** @override */
  render() {
    if (!this.#link) return html`<p class="panel__wait">${t('app.loading')}</p>`;
    return html`
      <p class="panel__lead">${t('device.lead', { name: this.session.name })}</p>
      <img class="share__qr share__qr--alone" src=${boardPath('/me/qr.svg')} alt=${t('device.qr')} width="220" height="220">
      ${copyLine(this.#link, t('device.title'))}`;
  }

  async #load() {
    this.#link = (await ofBoard('GET', '/me/link'))?.link ?? '';
    this.requestUpdate();
  }
}

customElements.define('bb-device', Device);

// Going on as the same person on another device: one's own link, as a drawing and as text.
import { html } from '#lit';
import { copyLine } from '../ui/copy.js';
import { t } from '../ui/i18n.js';
import { boardPath } from './api.js';
import { Asking } from './asking.js';

export class Device extends Asking {
  #link = '';

  /** @override */
  render() {
    if (!this.#link) return this.waiting();
    return html`
      <p class="panel__lead">${t('device.lead', { name: this.session.name })}</p>
      <img class="share__qr share__qr--alone" src=${boardPath('/me/qr.svg')} alt=${t('device.qr')} width="220" height="220">
      ${copyLine(this.#link, t('device.title'))}`;
  }

  /** @override */
  async load() { this.#link = (await this.read('/me/link')).link; }
}

customElements.define('bb-device', Device);

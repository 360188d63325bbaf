// A panel that tells what the server knows: until that is here it says why, and asks again by itself.
import { html } from '#lit';
import { Element } from '../ui/element.js';
import { Refused, call } from '../ui/http.js';
import { t } from '../ui/i18n.js';
import { announce } from '../ui/live.js';
import { boardPath } from './api.js';

const AGAIN_MS = 2_000;

export class Asking extends Element {
  #words = 'app.loading';
  #again = 0;

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    void this.ask();
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#again);
  }

  /** Brings what the panel tells. */
  async load() {}

  /** Asks for what the panel tells, until it is here. */
  async ask() {
    clearTimeout(this.#again);
    try {
      await this.load();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#wait(error.status);
    }
    this.requestUpdate();
  }

  /** @param {string} path */
  read(path) { return call('GET', boardPath(path)); }

  /** What stands there until then. */
  waiting() { return html`<p class="panel__wait">${t(this.#words)}</p>`; }

  /** @param {number} status 0: the server was not reached */
  #wait(status) {
    const words = status ? 'app.failed' : 'app.awaited';
    if (words !== this.#words) announce(t(words));
    this.#words = words;
    if (this.isConnected && (!status || status >= 500)) this.#again = window.setTimeout(() => void this.ask(), AGAIN_MS);
  }
}

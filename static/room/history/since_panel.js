// Beside the board of then: what has changed since, and for the moderator what going back would do, before it is done.
import { html, nothing } from '#lit';
import { Element } from '../../ui/element.js';
import { t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';
import { changes } from './changes.js';

export class SincePanel extends Element {
  /** @override */
  static properties = { history: { attribute: false } };

  constructor() {
    super();
    /** @type {import('./history.js').History|null} */
    this.history = null;
  }

  /** @override */
  topics() { return ['history', 'role']; }

  /** @override */
  render() {
    const { moment, diff } = this.history ?? {};
    if (!moment || !diff) return html`<p class="panel__wait">${t('app.loading')}</p>`;
    const moderates = this.session.role === 'moderator';
    const lists = changes(this.board, diff, moderates ? 'snapshots' : 'history');
    if (!lists.length) return html`<p>${t('snapshots.same')}</p>`;
    return html`${moderates ? html`<button class="button button--main button--wide" type="button" @click=${() => this.history?.restore()}>${icon('rotate-ccw')}${t('history.restore')}</button>
      <p class="panel__hint">${t('history.safe')}</p><p class="panel__heading">${t('snapshots.would')}</p>` : nothing}${lists}`;
  }
}

customElements.define('bb-since', SincePanel);

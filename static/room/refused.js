// Words that the server would not take: shown until the person has copied what is worth keeping.
import { html } from '#lit';
import { copyLines } from '../ui/copy.js';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { closePanel } from '../ui/panel.js';
import { linesOf } from './kept.js';

export class RefusedWords extends Element {
  /** @override */
  topics() { return ['refused']; }

  /** @override */
  render() {
    return html`<p class="panel__lead">${t('refused.lead')}</p>
      ${copyLines(linesOf(this.session.refused), t('refused.words'))}
      <button class="button button--main button--wide" type="button" @click=${this.#done}>${t('refused.done')}</button>`;
  }

  #done = () => {
    this.session.dismissRefused();
    closePanel();
  };
}

customElements.define('bb-refused', RefusedWords);

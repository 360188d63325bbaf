// The board's title: a heading that becomes a field where one may write.
import { html, nothing } from '#lit';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';

const LONGEST = 200; // characters, as the server takes them

export class BoardTitle extends Element {
  #editing = false;

  /** @override */
  topics() { return ['meta', 'role', 'workshop', 'closed']; }

  /** @override */
  render() {
    const title = this.board.meta().title || t('board.untitled');
    if (this.#editing && !this.session.readOnly) return this.#field(this.board.meta().title);
    return html`<h1 class="board-title" lang=${this.board.language}>${this.session.readOnly
      ? html`<span class="board-title__text" title=${title}>${title}</span>`
      : html`<button class="board-title__text board-title__text--open" type="button" title=${t('board.titleEdit')} @click=${this.#edit}>${title}</button>`}</h1>`;
  }

  /** @override @param {import('lit').PropertyValues} changed */
  updated(changed) {
    super.updated(changed);
    const title = this.board.meta().title;
    document.title = title ? `${title} · ${t('app.name')}` : t('app.name');
  }

  /** @param {string} title */
  #field(title) {
    return html`<h1 class="board-title"><input class="input board-title__field" lang=${this.board.language} .value=${title} maxlength=${LONGEST} aria-label=${t('board.titleEdit')}
      autocomplete="off" enterkeyhint="done" @keydown=${this.#keys} @blur=${this.#leave}>${nothing}</h1>`;
  }

  #edit = () => {
    this.#editing = true;
    this.requestUpdate();
    this.performUpdate();
    this.#input?.select();
  };

  /** @param {KeyboardEvent} event */
  #keys = (event) => {
    if (event.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
    event.preventDefault();
    if (event.key === 'Escape') this.#close();
    else this.#leave();
    this.querySelector('button')?.focus();
  };

  #leave = () => {
    if (!this.#editing) return;
    const title = this.#input?.value.trim();
    if (title && title !== this.board.meta().title) this.commands.setMeta('title', title);
    this.#close();
  };

  #close() {
    this.#editing = false;
    this.requestUpdate();
    this.performUpdate();
  }

  get #input() { return this.querySelector('input'); }
}

customElements.define('bb-title', BoardTitle);

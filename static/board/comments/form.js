// Where one writes a comment: Enter sends, Shift and Enter begin a line; what was begun stays until it is sent.
import { html, nothing } from '#lit';
import { Element } from '../../ui/element.js';
import { t } from '../../ui/i18n.js';
import { announce } from '../../ui/live.js';
import { LONGEST, commentsOf } from './store.js';

const TELL_LEFT = 100; // characters that are left when one is told so

export class CommentForm extends Element {
  /** @override */
  static properties = { thing: {}, answers: {}, label: {} };

  constructor() {
    super();
    /** @type {string|null} */
    this.thing = null;
    /** The comment that is answered. */
    this.answers = '';
    this.label = '';
  }

  get where() { return this.answers || this.thing || ''; }
  get draft() { return commentsOf(this.session).draft(this.where); }

  /** @override */
  render() {
    const { text } = this.draft;
    const left = LONGEST - [...text].length;
    return html`<form class="say" @submit=${this.#send}>
      <textarea class="input say__field" rows="2" maxlength=${LONGEST} enterkeyhint="send" aria-label=${this.label} placeholder=${this.label} .value=${text}
        @input=${this.#write} @keydown=${this.#press}></textarea>
      <span class="say__left">${left < TELL_LEFT ? t('comments.left', { count: left }) : nothing}</span>
      <button class="button ${text.trim() ? 'button--main' : ''}" aria-disabled=${String(!text.trim())}>${t('comments.send')}</button></form>`;
  }

  /** @override */
  focus() {
    this.querySelector('textarea')?.focus();
  }

  /** @param {Event} event */
  #write = (event) => {
    this.draft.text = /** @type {HTMLTextAreaElement} */ (event.target).value;
    this.requestUpdate();
  };

  /** @param {KeyboardEvent} event */
  #press = (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void this.#send(event);
  };

  /** The field is free at once for what comes next; what did not arrive is back in it, and its key says nothing twice. @param {Event} event */
  #send = async (event) => {
    event.preventDefault();
    const { where } = this;
    const comments = commentsOf(this.session);
    const said = comments.draft(where);
    if (!said.text.trim()) return;
    comments.drafts.delete(where);
    this.requestUpdate();
    const made = await comments.say(this.answers ? { text: said.text, answers: this.answers } : { text: said.text, thing: this.thing }, said.key);
    if (made) return this.#told();
    const { text, key } = comments.draft(where);
    comments.drafts.set(where, text ? { text: `${said.text}\n${text}`, key } : said);
    this.requestUpdate();
  };

  #told() {
    announce(t('comments.sent'));
    this.dispatchEvent(new CustomEvent('bb-said', { bubbles: true }));
  }
}

customElements.define('bb-comment-form', CommentForm);

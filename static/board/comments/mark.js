// The quiet mark on a thing: how many threads are open. Also an offer to be the first, where the surface has no menu for that.
import { html, nothing } from '#lit';
import { Element } from '../../ui/element.js';
import { t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';
import { commentsOf } from './store.js';

export class CommentMark extends Element {
  /** @override */
  static properties = { thing: {}, offered: { type: Boolean }, stop: { type: Boolean } };

  constructor() {
    super();
    /** ROOT:ID. */
    this.thing = '';
    /** Shown with nothing said, too, as long as this person may say something. */
    this.offered = false;
    /** Reached by Tab; on the map the thing itself is, and C opens what is said. */
    this.stop = false;
  }

  /** @override */
  topics() { return ['comments', ...(this.offered ? ['role', 'workshop', 'closed'] : [])]; }

  /** @override */
  render() {
    const comments = commentsOf(this.session);
    const count = comments.count(this.thing);
    if (!count && !(this.offered && comments.allowed)) return nothing;
    const label = count ? t('comments.count', { count }) : t('comments.add');
    return html`<button class="comment-mark ${count ? '' : 'comment-mark--offer'}" type="button" tabindex=${this.stop ? 0 : -1} aria-label=${label} title=${label}
      @click=${this.#open}>${icon('message-circle')}${count || nothing}</button>`;
  }

  /** @param {Event} event */
  #open = (event) => {
    event.stopPropagation();
    this.dispatchEvent(new CustomEvent('bb-comment', { bubbles: true, detail: { thing: this.thing, read: commentsOf(this.session).count(this.thing) > 0 } }));
  };
}

customElements.define('bb-comment-mark', CommentMark);

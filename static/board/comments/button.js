// In the bar: how many threads are open; opens their list. For a follower it is there as soon as comments are welcome.
import { html, nothing } from '#lit';
import { Element } from '../../ui/element.js';
import { t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';
import { commentsOf } from './store.js';

export class CommentsButton extends Element {
  /** @override */
  topics() { return ['comments', 'role', 'workshop', 'closed']; }

  /** @override */
  render() {
    const comments = commentsOf(this.session);
    const follows = this.session.role === 'follower';
    const count = comments.open;
    if (!count && !(follows && comments.allowed)) return nothing;
    const label = count ? t('comments.open', { count }) : t('comments.title');
    return html`<button class="button button--quiet comments-button ${follows ? '' : 'bar__wide'}" type="button" aria-label=${label} title=${label} aria-expanded="false" data-panel="comments"
      @click=${(/** @type {Event} */ { currentTarget }) => /** @type {HTMLElement} */ (currentTarget).dispatchEvent(new CustomEvent('bb-comment', { bubbles: true, detail: {} }))}>
      ${icon('message-circle')}${count || nothing}</button>`;
  }
}

customElements.define('bb-comments-button', CommentsButton);

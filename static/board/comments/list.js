// All that is said at the board, the newest first: what is open, what is done; and the moderator's word who may say something.
import { html, nothing, repeat } from '#lit';
import { Element } from '../../ui/element.js';
import { ago, t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';
import { commentsOf } from './store.js';
import { describe } from './thing.js';

/** @typedef {import('./store.js').Thread} Thread */

const keyed = matchMedia('(pointer: fine)');

export class CommentsList extends Element {
  /** @override */
  topics() { return ['comments', 'role', 'workshop', 'closed', 'bin']; }

  /** @override */
  render() {
    const { role } = this.session;
    const comments = commentsOf(this.session);
    const threads = comments.threads().sort((a, b) => (lastOf(a).at > lastOf(b).at ? -1 : 1));
    const [open, done] = [threads.filter(({ first }) => !first.done), threads.filter(({ first }) => first.done)];
    return html`
      ${role === 'moderator' ? this.#switch() : nothing}
      ${comments.allowed ? html`<p class="panel__hint">${t(this.session.readOnly ? 'comments.how' : 'comments.howMenu')}${keyed.matches ? ` ${t('comments.howKey')}` : nothing}</p>
        <button class="button button--wide" type="button" @click=${() => this.#open(null, false)}>${icon('message-circle')}${t('comments.wholeAdd')}</button>`
        : html`<p class="panel__hint">${t('comments.muted')}</p>`}
      ${open.length ? this.#threads(open) : html`<p class="panel__lead">${t(comments.loaded ? 'comments.none' : 'app.loading')}</p>`}
      ${done.length ? html`<details class="talk__done"><summary>${t('comments.doneCount', { count: done.length })}</summary>${this.#threads(done)}</details>` : nothing}`;
  }

  #switch() {
    const { followers = false } = this.session.workshop.comments;
    return html`<label class="switch"><input class="switch__box" type="checkbox" role="switch" .checked=${followers} @change=${this.#welcome}>
      <span class="switch__words"><span class="panel__heading">${t('comments.followers')}</span><span class="panel__hint">${t('comments.followersHint')}</span></span></label>`;
  }

  /** What the server did not take is not shown as if it had. @param {Event} event */
  #welcome = async ({ target }) => {
    const box = /** @type {HTMLInputElement} */ (target);
    if (!(await commentsOf(this.session).welcome(box.checked))) box.checked = this.session.workshop.comments.followers === true;
  };

  /** @param {Thread[]} threads */
  #threads(threads) {
    return html`<ul class="talks">${repeat(threads, ({ first }) => first.id, (thread) => this.#thread(thread))}</ul>`;
  }

  /** @param {Thread} thread */
  #thread({ first, answers }) {
    const { kind, words, state } = describe(this.board, first.thing);
    const about = [first.name, ago(lastOf({ first, answers }).at, this.session.now()), answers.length && t('comments.answers', { count: answers.length })].filter(Boolean).join(' · ');
    return html`<li><button class="talks__one" type="button" @click=${() => this.#open(first.thing, true, first.id)}>
      <small class="talks__of">${kind}${words ? html`: <span lang=${this.board.language}>${words}</span>` : nothing}${state ? ` · ${state}` : ''}</small>
      <span class="talks__words" dir="auto">${first.text ?? t('comments.taken')}</span>
      <small class="talks__about">${first.role === 'follower' ? icon('eye', t('role.follower')) : nothing}${about}</small></button></li>`;
  }

  /** @param {string|null} thing @param {boolean} read @param {string} [id] */
  #open(thing, read, id) {
    this.dispatchEvent(new CustomEvent('bb-comment', { bubbles: true, detail: { thing, read, id } }));
  }
}

/** @param {Thread} thread */
const lastOf = ({ first, answers }) => answers.at(-1) ?? first;

customElements.define('bb-comments-list', CommentsList);

// All that is said of one thing, or of the whole board: threads, answers below them, and a place to write.
import { html, nothing, repeat } from '#lit';
import { Element } from '../../ui/element.js';
import { t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';
import { announce } from '../../ui/live.js';
import { commentView } from './comment.js';
import { commentsOf } from './store.js';
import { describe, topicsOf } from './thing.js';
import './form.js';

/** @typedef {import('./store.js').Comment} Comment */
/** @typedef {{editing?: string, leaving?: string, answering?: string}} Turn */

export class Threads extends Element {
  /** @override */
  static properties = { thing: {} };

  constructor() {
    super();
    /** @type {string|null} */
    this.thing = null;
    this.editing = '';
    this.leaving = '';
    this.answering = '';
    /** What was here already; what comes later is said aloud. @type {Set<string>|null} */
    this.seen = null;
  }

  /** @override */
  topics() { return ['comments', 'role', 'workshop', 'closed', ...topicsOf(this.thing)]; }

  get comments() { return commentsOf(this.session); }
  get allowed() { return this.comments.allowed; }

  /** @override */
  render() {
    const threads = this.comments.threads(this.thing);
    const [open, done] = [threads.filter(({ first }) => !first.done), threads.filter(({ first }) => first.done)];
    return html`${this.#of()}
      ${this.comments.loaded ? nothing : html`<p class="panel__wait">${t('app.loading')}</p>`}
      ${open.length ? html`<ol class="talk">${repeat(open, ({ first }) => first.id, (thread) => this.#thread(thread))}</ol>` : nothing}
      ${this.allowed ? html`<bb-comment-form .thing=${this.thing} .label=${t('comments.write')} @bb-said=${() => this.turn({})}></bb-comment-form>` : html`<p class="panel__hint">${t('comments.muted')}</p>`}
      ${done.length ? html`<details class="talk__done"><summary>${t('comments.doneCount', { count: done.length })}</summary>
        <ol class="talk">${repeat(done, ({ first }) => first.id, (thread) => this.#thread(thread))}</ol></details>` : nothing}
      <button class="button button--quiet talk__all" type="button" @click=${() => this.dispatchEvent(new CustomEvent('bb-comment', { bubbles: true }))}>${icon('chevron-left')}${t('comments.all')}</button>`;
  }

  /** @override @param {import('lit').PropertyValues} changed */
  updated(changed) {
    super.updated(changed);
    if (!this.comments.loaded) return;
    const here = this.comments.threads(this.thing).flatMap(({ first, answers }) => [first, ...answers]);
    const news = this.seen && here.filter(({ id, by }) => !this.seen?.has(id) && by !== this.session.seat);
    if (news?.length) announce(news.map(({ name, text }) => `${name}: ${text}`).join(' · ')); // of two sentences the second would be heard alone
    this.seen = new Set(here.map(({ id }) => id));
  }

  /** Turns to another act on a comment, or to none. @param {Turn} turn */
  turn({ editing = '', leaving = '', answering = '' }) {
    const from = this.editing || this.leaving || this.answering;
    Object.assign(this, { editing, leaving, answering });
    this.requestUpdate();
    void this.updateComplete.then(() => {
      const next = /** @type {HTMLElement|null} */ (this.querySelector('[data-first]'));
      if (next) next.focus();
      else if (from && !this.contains(document.activeElement)) (/** @type {HTMLElement|null} */ (this.querySelector(`#comment-${CSS.escape(from)} button`)) ?? document.getElementById('panel-title'))?.focus();
    });
  }

  /** Escape leaves what was begun, not the panel. @param {KeyboardEvent} event */
  keep = (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    this.turn({});
  };

  /** @param {string} id @param {SubmitEvent} event */
  async rewrite(id, event) {
    event.preventDefault();
    const text = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('text') ?? '').trim();
    if (text && (await this.comments.change(id, { text }))) this.turn({});
  }

  /** @param {string} id */
  async takeAway(id) {
    await this.comments.remove(id);
    this.turn({});
  }

  #of() {
    const { ref, kind, words, state, tone } = describe(this.board, this.thing);
    return html`<div class="talk__of" style=${tone}><p><small>${kind}${state ? ` · ${state}` : ''}</small>${words ? html`<strong lang=${this.board.language} dir="auto">${words}</strong>` : nothing}</p>
      ${ref ? html`<button class="button button--quiet button--icon" type="button" aria-label=${t('comments.show')} title=${t('comments.show')} @click=${() => this.#show(ref.id)}>${icon('target')}</button>` : nothing}</div>`;
  }

  /** @param {import('./store.js').Thread} thread */
  #thread({ first, answers }) {
    const { id, done } = first;
    const settles = this.allowed && (this.session.role !== 'follower' || first.by === this.session.seat);
    return html`<li class="talk__one">
      ${commentView(this, first)}
      ${answers.length ? html`<ol class="talk__answers">${repeat(answers, (answer) => answer.id, (answer) => html`<li>${commentView(this, answer)}</li>`)}</ol>` : nothing}
      ${this.answering === id
        ? html`<bb-comment-form data-first .answers=${id} .label=${t('comments.answerTo', { name: first.name })} @keydown=${this.keep} @bb-said=${() => this.turn({})}></bb-comment-form>`
        : this.allowed ? html`<div class="talk__acts">
          ${done ? nothing : html`<button class="button button--quiet" type="button" @click=${() => this.turn({ answering: id })}>${t('comments.answer')}</button>`}
          ${settles ? html`<button class="button button--quiet" type="button" @click=${() => void this.comments.change(id, { done: !done })}>${icon(done ? 'rotate-ccw' : 'check')}${t(done ? 'comments.reopen' : 'comments.done')}</button>` : nothing}</div>` : nothing}</li>`;
  }

  /** @param {string} id */
  #show(id) {
    document.querySelector('#main > :is(bb-board, bb-outline, bb-phone)')?.dispatchEvent(new CustomEvent('bb-show', { detail: { id } }));
  }
}

customElements.define('bb-comments', Threads);

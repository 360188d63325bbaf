// One comment: who, when, what; and what this person may do with it.
import { html, nothing } from '#lit';
import { disc } from '../../ui/disc.js';
import { ago, date, t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';

/** @typedef {import('./store.js').Comment} Comment */
/** @typedef {import('./thread.js').Threads} Threads */

/** @param {Threads} view @param {Comment} comment */
export function commentView(view, comment) {
  const { id, name, role, color, at, edited, text } = comment;
  if (text === null) return html`<p class="said said--gone" id=${`comment-${id}`}>${t('comments.taken')}</p>`;
  const when = `${ago(at, view.session.now())}${edited ? ` · ${t('comments.edited')}` : ''}`;
  return html`<article class="said" id=${`comment-${id}`} aria-label=${t('comments.by', { name })}>
    ${disc({ name, color })}
    <p class="said__who"><strong>${name}</strong>${role === 'follower' ? icon('eye', t('role.follower')) : nothing}
      <small><time datetime=${at} title=${date(at, { dateStyle: 'long', timeStyle: 'short' })}>${when}</time></small></p>
    ${view.editing === id ? edit(view, comment) : html`<p class="said__words" dir="auto">${text}</p>`}
    ${view.leaving === id ? farewell(view, comment) : acts(view, comment)}</article>`;
}

/** One's own can be taken back by who may not say anything more, too. @param {Threads} view @param {Comment} comment */
function acts(view, comment) {
  const { seat, role, closed } = view.session;
  const mine = comment.by === seat;
  if (closed || view.editing === comment.id || !(mine || role === 'moderator')) return nothing;
  return html`<span class="said__acts">
    ${mine && view.allowed ? button('pencil', t('comments.edit'), () => view.turn({ editing: comment.id })) : nothing}
    ${button('trash-2', t(mine ? 'comments.takeBack' : 'comments.remove'), () => view.turn({ leaving: comment.id }))}</span>`;
}

/** @param {Threads} view @param {Comment} comment */
function farewell(view, { id, by, name }) {
  const mine = by === view.session.seat;
  return html`<div class="said__sure" @keydown=${view.keep}><p>${t(mine ? 'comments.takeBackSure' : 'comments.removeSure', { name })}</p>
    <button class="button button--danger" type="button" data-first @click=${() => view.takeAway(id)}>${t(mine ? 'comments.takeBackYes' : 'people.removeYes')}</button>
    <button class="button" type="button" @click=${() => view.turn({})}>${t('app.cancel')}</button></div>`;
}

/** @param {Threads} view @param {Comment} comment */
function edit(view, { id, text }) {
  return html`<form class="say" @submit=${(/** @type {SubmitEvent} */ event) => view.rewrite(id, event)} @keydown=${view.keep}>
    <textarea class="input say__field" name="text" data-first rows="2" maxlength="500" required aria-label=${t('comments.edit')} .value=${text ?? ''}></textarea>
    <span class="said__acts"><button class="button" type="button" @click=${() => view.turn({})}>${t('app.cancel')}</button><button class="button button--main">${t('comments.save')}</button></span></form>`;
}

/** @param {string} name @param {string} label @param {() => void} act */
function button(name, label, act) {
  return html`<button class="button button--quiet button--icon said__act" type="button" aria-label=${label} title=${label} @click=${act}>${icon(name)}</button>`;
}

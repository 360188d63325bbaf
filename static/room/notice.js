// A whole page of words when the board cannot be shown: what happened, what is safe, what to do.
import { html, nothing, render } from '#lit';
import { t } from '../ui/i18n.js';
import { head } from '../ui/page.js';
import { closePanel } from '../ui/panel.js';
import { styles } from '../ui/styles.js';
import { boardPath } from './api.js';
import { offerKept } from './kept.js';

/** @typedef {import('../sync/session.js').Session} Session */
/** @typedef {{title: string, lead: string, again?: boolean, join?: boolean}} Notice keys of messages */

/** @type {Readonly<Record<number, Notice>>} */
const NOTICES = {
  4401: { title: 'notice.token.title', lead: 'notice.token.lead', join: true },
  4403: { title: 'notice.forbidden.title', lead: 'closed.forbidden', join: true },
  4404: { title: 'notice.gone.title', lead: 'notice.gone.lead' },
};
const BROKEN = { title: 'notice.broken.title', lead: 'closed.broken', again: true };
const REMOVED = { title: 'notice.removed.title', lead: 'notice.removed.lead' };
const WAITING = { title: 'notice.waiting.title', lead: 'notice.waiting.lead', again: true };
const REMOVED_OR_ERASED = 4410;
/** The board is no more, or no longer this person's: nothing goes out any more. */
const GONE = new Set([4404, REMOVED_OR_ERASED]);

/** @param {Session} session */
export async function showClosed(session) {
  const { code } = /** @type {import('../sync/session.js').Closed} */ (session.closed);
  const notice = code === REMOVED_OR_ERASED ? await removedOrErased() : NOTICES[code] ?? BROKEN;
  closePanel();
  document.getElementById('main')?.replaceChildren();
  document.getElementById('top')?.replaceChildren();
  const place = await show(notice, GONE.has(code) ? '' : pendingWords(session), session.board.meta().title);
  if (GONE.has(code) && session.refused.length) await offerKept(place, session.refused, (words) => session.keepRefused(words));
}

/** What waits stays on this device, and goes out when the way is open again. @param {Session} session */
function pendingWords({ saved: { pending } }) {
  return pending ? t('notice.pending', { count: pending }) : '';
}

export async function showWaiting() {
  await show(WAITING);
}

export function hideNotice() {
  document.getElementById('notice')?.remove();
}

/** One close code says both: the person was removed, or the board was erased. */
async function removedOrErased() {
  const answer = await fetch(boardPath('/me')).catch(() => null);
  return answer && answer.status !== 404 ? REMOVED : /** @type {Notice} */ (NOTICES[4404]);
}

/** @param {Notice} notice @param {string} [pending] @param {string} [board] its name @returns {Promise<Element>} the sheet */
async function show({ title, lead, again, join }, pending = '', board = head.title) {
  await styles('css/panels.css');
  hideNotice();
  document.getElementById('opening')?.remove();
  const place = document.createElement('div');
  place.id = 'notice';
  place.className = 'notice';
  render(html`<section class="sheet sheet--alone" aria-labelledby="notice-title">
    <h1 class="sheet__title" id="notice-title" tabindex="-1">${t(title)}</h1>
    ${board ? html`<p><strong>${board}</strong></p>` : nothing}
    <p class="sheet__lead">${t(lead)}</p>
    ${pending ? html`<p class="note note--warn">${pending}</p>` : nothing}
    ${again ? html`<button class="button button--main button--wide" type="button" @click=${() => location.reload()}>${t('notice.reload')}</button>` : nothing}
    ${join ? html`<a class="button button--main button--wide" href="/j">${t('notice.join')}</a>` : nothing}
    <a class="button button--wide ${again || join ? '' : 'button--main'}" href="/">${t('menu.home')}</a>
  </section>`, place);
  document.getElementById('main')?.append(place);
  place.querySelector('h1')?.focus();
  return /** @type {Element} */ (place.firstElementChild);
}

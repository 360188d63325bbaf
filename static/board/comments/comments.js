// Comments beside the board, loaded where somebody said something or followers may: their marks, their panels, and what opens them.
//
// Whoever wants them opened dispatches `bb-comment`, which bubbles to the window: from an element of a thing, or with
// `detail: {thing: 'ROOT:ID' | null for the whole board, read?: true}`, or with neither for the list of all.
import { html } from '#lit';
import { t } from '../../ui/i18n.js';
import { head } from '../../ui/page.js';
import { openPanel, togglePanel } from '../../ui/panel.js';
import { styles } from '../../ui/styles.js';
import { focusOn } from '../acts.js';
import { elementOf, keyOf, parseRef, refOf } from '../items.js';
import { markThings } from './marks.js';
import { commentsOf } from './store.js';
import { isCommentable } from './thing.js';
import './button.js';
import './list.js';
import './thread.js';

/** @typedef {import('../../ui/element.js').Session} Session */
/** @typedef {{thing?: string|null, read?: boolean, id?: string}} Asked */

const VIEW = '#main > :is(bb-board, bb-outline, bb-phone)';
const SHEETS = ['css/panels.css', 'css/things.css', 'css/comments.css'];

/** @type {Promise<unknown>|null} */
let begun = null;

/** Shows what is said from now on; with an event, opens what it asks for. @param {Session} session @param {Event} [event] */
export async function attend(session, event) {
  begun ??= begin(session);
  await begun;
  if (event) await open(session, /** @type {CustomEvent} */ (event));
}

/** @param {Session} session */
async function begin(session) {
  commentsOf(session);
  await Promise.all(SHEETS.map(styles));
  addEventListener('bb-comment', (event) => { // from now on within the press that asks for it: no letter typed next is lost
    event.stopPropagation();
    void open(session, /** @type {CustomEvent} */ (event));
  }, { capture: true });
  const page = document.getElementById('main');
  if (!page || head.view === 'wall') return;
  document.querySelector('bb-crowd')?.before(document.createElement('bb-comments-button'));
  markThings(session, page);
  page.addEventListener('click', (event) => touched(session, event));
  const welcome = () => page.toggleAttribute('data-comments-welcome', session.readOnly && commentsOf(session).allowed);
  for (const topic of ['role', 'workshop', 'closed']) session.hub.on(topic, welcome);
  welcome();
}

/** Who changes nothing by pressing a thing, being a follower or locked out, opens what is said of it. @param {Session} session @param {MouseEvent} event */
function touched(session, { target }) {
  if (!session.readOnly || !commentsOf(session).allowed || !getSelection()?.isCollapsed) return;
  const place = /** @type {HTMLElement} */ (target);
  if (!place.closest('[data-act], a, button, input, select, textarea, summary') && isCommentable(refOf(place))) place.dispatchEvent(new CustomEvent('bb-comment', { bubbles: true }));
}

/** @param {Session} session @param {CustomEvent<Asked|null>} event */
async function open(session, { target, detail }) {
  const ref = target instanceof Element && detail?.thing === undefined ? refOf(target) : null;
  const thing = detail?.thing !== undefined ? detail.thing : isCommentable(ref) ? keyOf(ref) : undefined;
  const from = target instanceof HTMLElement ? target : null;
  if (thing === undefined) return togglePanel({ name: 'comments', title: t('comments.title'), body: () => html`<bb-comments-list></bb-comments-list>` }, from);
  await openThread(session, thing, from, detail ?? {});
}

/** Brings the thing into view, and beside it what is said of it; who comes to write, writes at once. @param {Session} session @param {string|null} thing @param {HTMLElement|null} from @param {Asked} asked */
async function openThread(session, thing, from, { read = false, id }) {
  const view = /** @type {import('../items.js').View|null} */ (document.querySelector(VIEW));
  const ref = thing === null ? null : parseRef(thing);
  if (view && ref && id && session.board.exists(ref.root, ref.id)) await focusOn(view, ref);
  const opener = (view && ref && elementOf(view, ref)) ?? from?.closest('button, [data-item]') ?? null;
  openPanel({ name: `comments:${thing ?? ''}`, title: t('comments.title'), body: () => html`<bb-comments .thing=${thing}></bb-comments>` }, /** @type {HTMLElement|null} */ (opener));
  const threads = /** @type {import('./thread.js').Threads|null} */ (document.querySelector('#panel bb-comments'));
  await threads?.updateComplete;
  if (id) document.getElementById(`comment-${id}`)?.scrollIntoView({ block: 'nearest' });
  if (!read) /** @type {HTMLElement|null} */ (threads?.querySelector(':scope > bb-comment-form'))?.focus();
}

// The menu of the bar: what is needed now and then, the moderator's acts below a line, the language, the end.
import { lang, t } from '../ui/i18n.js';
import { openMenu } from '../ui/menu.js';
import { head } from '../ui/page.js';
import { changeWorkshop, ofBoard } from './api.js';
import { nameOf } from './undoing.js';

/** @typedef {import('../ui/menu.js').MenuEntry} Entry */

/** The views of a board that one works in; one of them is at hand. */
const SURFACES = /** @type {const} */ ([{ view: 'map', icon: 'waypoints' }, { view: 'phone', icon: 'chevron-right' }, { view: 'outline', icon: 'menu' }]);

/** @param {HTMLElement} anchor @param {import('../sync/session.js').Session} session @param {(panel: string) => void} show */
export function mainMenu(anchor, session, show) {
  const writes = session.role !== 'follower';
  const moderates = session.role === 'moderator';
  openMenu(anchor, t('menu.title'), [
    { label: t('people.title'), icon: 'users', act: () => show('people') },
    ...when(writes, { label: t('share.title'), icon: 'user-plus', act: () => show('share') }),
    { label: t('comments.title'), icon: 'message-circle', act: () => void anchor.dispatchEvent(new CustomEvent('bb-comment', { bubbles: true })) },
    { label: t('device.title'), icon: 'smartphone', act: () => show('device') },
    { label: t('find.title'), icon: 'search', act: () => void dispatchEvent(new CustomEvent('bb-find')) },
    { label: t('menu.wall'), icon: 'monitor', act: openWall },
    ...SURFACES.filter(({ view }) => view !== head.view).map(({ view, icon }) => ({ label: t(`menu.${view}`), icon, act: () => look(view) })),
    ...when(head.view === 'map', { label: t('keys.title'), icon: 'keyboard', hint: '?', act: () => void dispatchEvent(new CustomEvent('bb-keys')) }),
    'line',
    ...when(writes && session.undo.canRedo, { label: nameOf(session, 'redo'), icon: 'redo-2', act: () => session.undo.redo() }),
    { label: t('snapshots.title'), icon: 'history', act: () => show('snapshots') },
    ...(moderates ? moderatorsPart(session, show) : []),
    'line',
    ...Object.entries(head.languages).map(([code, label]) => ({ label, lang: code, icon: 'languages', checked: lang() === code, choice: true, act: () => speak(code) })),
    ...(moderates ? deletion(session) : []),
  ]);
}

/** @param {import('../sync/session.js').Session} session @param {(panel: string) => void} show @returns {Entry[]} */
function moderatorsPart(session, show) {
  const { locked } = session;
  return [
    { label: t('commit.title'), icon: 'bookmark', act: () => show('commit') },
    'line',
    { label: t('agenda.title'), icon: 'list-checks', act: () => show('agenda') },
    { label: t(locked ? 'lock.unlock' : 'lock.title'), icon: locked ? 'lock-open' : 'lock', act: () => void changeWorkshop({ locked: !locked }) },
  ];
}

/** @param {import('../sync/session.js').Session} session @returns {Entry[]} */
function deletion(session) {
  return ['line', { label: t('menu.delete'), icon: 'trash-2', danger: true, act: () => void deleteBoard(session) }];
}

/** @param {import('../sync/session.js').Session} session */
async function deleteBoard(session) {
  const { ask } = await import('../ui/dialog.js');
  const title = session.board.meta().title || t('board.untitled');
  if (!(await ask({ title: t('delete.title'), text: t('delete.text', { title }), confirm: t('delete.go') }))) return;
  if (await ofBoard('DELETE', '')) location.assign('/');
}

/** The same board in another view. @param {string} view */
function look(view) {
  const address = new URL(location.href);
  address.searchParams.set('view', view);
  location.assign(address);
}

function openWall() {
  window.open(`/b/${head.board}?view=wall`, '_blank', 'noopener');
}

/** The page comes again in the other language; what is written is stored, here or there. @param {string} code */
function speak(code) {
  const address = new URL(location.href);
  address.searchParams.set('lang', code);
  location.assign(address);
}

/** @param {boolean} condition @param {Entry[]} entries @returns {Entry[]} */
function when(condition, ...entries) {
  return condition ? entries : [];
}

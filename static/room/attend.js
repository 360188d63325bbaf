// Listens for what concerns the whole page: the end of the board, a new role, a refusal, a word from the server.
import { t } from '../ui/i18n.js';
import { togglePanelNamed } from './panels.js';

/** @typedef {import('../sync/session.js').Session} Session */

const DENIED_PAUSE_MS = 4_000; // one line for a row of keys pressed in vain

/** @param {Session} session */
export function attend(session) {
  const { hub } = session;
  hub.on('closed', () => void close(session));
  hub.on('refused', () => void offerWords(session));
  hub.on('notice', () => void heed(session));
  hub.on('undo', async () => (await import('./undoing.js')).undoing(session));
  let role = session.role;
  hub.on('role', () => {
    if (session.role !== role) void say(t(`notice.role.${session.role}`));
    role = session.role;
  });
  let denied = -Infinity;
  hub.on('denied', () => {
    if (performance.now() - denied < DENIED_PAUSE_MS || session.closed) return;
    denied = performance.now();
    void say(session.past ? t('history.denied') : session.role === 'follower' ? t('notice.denied', { role: t('role.follower') }) : t('lock.viewOnly'));
  });
  if (session.closed) void close(session);
  else if (new URLSearchParams(location.search).has('at')) void import('./history/history.js').then(({ openHistory }) => openHistory());
  if (session.refused.length) void offerWords(session);
}

/** @param {Session} session */
async function close(session) {
  const { showClosed } = await import('./notice.js');
  await showClosed(session);
}

/** @param {Session} session */
async function offerWords(session) {
  if (!session.refused.length) return;
  await say(t('refused.some'), { label: t('refused.open'), run: () => void togglePanelNamed('refused') });
}

/** @param {Session} session */
async function heed({ notice }) {
  if (notice?.code === 'drain') await say(t('notice.drain'));
  if (notice?.code !== 'record') return;
  const { id, label } = notice.record;
  await say(t('notice.record', { label }), { label: t('notice.look'), run: () => location.assign(`/r/${id}`) });
}

/** @param {string} text @param {{label: string, run: () => void}} [act] */
async function say(text, act) {
  const { toast } = await import('../ui/toast.js');
  toast(text, act);
}

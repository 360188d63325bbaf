// What the next step of undo takes back, and what became of the last one: on the buttons, in a short line, said aloud.
import { t } from '../ui/i18n.js';
import { toast } from '../ui/toast.js';
import { wordsOf } from './did.js';

/** @typedef {import('../sync/session.js').Session} Session */

const SECONDS = 3; // it only confirms what one has just done

/** @type {unknown} */
let told = null;

/** Names the buttons anew, and tells of a step that was just taken. @param {Session} session */
export function undoing(session) {
  const { undo, board } = session;
  const bar = /** @type {import('./bar.js').Bar|null} */ (document.querySelector('bb-bar'));
  if (bar) bar.names = { undo: nameOf(session, 'undo'), redo: nameOf(session, 'redo') };
  if (!undo.told || undo.told === told) return;
  told = undo.told;
  const { way, did, done } = undo.told;
  toast(t(done ? `${way}.done` : 'undo.kept', { act: wordsOf(board, did) }), undefined, SECONDS);
}

/** What a button of undo or redo is called. @param {Session} session @param {'undo'|'redo'} way */
export function nameOf({ undo, board }, way) {
  const did = undo.next(way);
  return did ? t(`${way}.of`, { act: wordsOf(board, did) }) : t(`app.${way}`);
}

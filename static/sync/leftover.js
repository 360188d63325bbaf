// What a board that is no more left on this device: its copy is emptied (R20), the words in it that reached no server are kept.
import { Doc } from '#yjs';
import { Board } from '../model/board.js';
import { OfflineCopy } from './offline.js';
import { keepWords, loadWords, wordsOf } from './refused.js';

/** @param {string} board */
export async function clearLeftover(board) {
  const doc = new Doc();
  const copy = new OfflineCopy(board);
  const waiting = await copy.open(doc);
  keepWords(board, [...loadWords(board), ...wordsOf(new Board(doc), waiting)], Date.now());
  await copy.empty();
}

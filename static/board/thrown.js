// What lies in the bin and may be brought back, the newest first, by the words it is known by; what was never written is nothing.
import { t } from '../ui/i18n.js';
import { laneTitle } from './kinds.js';

/** @typedef {import('../model/board.js').Board} Board */
/** @typedef {import('../model/schema.js').Root} Root */

/** @param {Board} board */
export function thrown(board) {
  return board.bin().map((thing) => ({ ...thing, words: wordsOf(board, thing.root, thing.id) })).filter(({ words }) => words);
}

/** @param {Board} board @param {Root} root @param {string} id @returns {string} */
function wordsOf(board, root, id) {
  if (root === 'lanes') return laneTitle(board.lane(id) ?? { kind: 'custom', title: null });
  const item = board.item(root, id);
  return item?.text || item?.name || item?.title || (item?.picture ? t('touchpoint.empty') : '');
}

// What the server would not take: the words a person wrote are kept and offered, wherever they were to stand.
import { readThing } from '../model/paths.js';
import { TEXT_FIELDS } from '../model/schema.js';

/** @typedef {import('../model/schema.js').Root} Root */
/** @typedef {import('../model/board.js').Board} Board */
/** @typedef {{root: string, id: string, field: string, text: string}} Words */

/**
 * The texts behind the given things, as they read now.
 * @param {Board} board
 * @param {string[]} things
 * @returns {Words[]}
 */
export function wordsOf(board, things) {
  /** @type {Map<string, Words>} */
  const found = new Map();
  for (const { root, id, field } of things.map(readThing)) {
    const fields = TEXT_FIELDS[root] ?? [];
    for (const name of field ? fields.filter((text) => text === field) : fields) {
      const text = board.text(root, id, name)?.toString() ?? '';
      if (text.trim()) found.set(`${root}:${id}:${name}`, { root, id, field: name, text });
    }
  }
  return [...found.values()];
}

/** Those that the board does not hold in the same words. @param {Board} board @param {Words[]} words */
export function notIn(board, words) {
  return words.filter(({ root, id, field, text }) => board.text(root, id, field)?.toString() !== text);
}

/** Where the words outlive a reload. @param {string} board */
function drawer(board) {
  return `brownboard-refused-${board}`;
}

/** @param {string} board @param {Words[]} words */
export function keepWords(board, words) {
  try {
    if (words.length) localStorage.setItem(drawer(board), JSON.stringify(words));
    else localStorage.removeItem(drawer(board));
  } catch {
    // no storage in this browser: they stay in this page
  }
}

/** @param {string} board @returns {Words[]} */
export function loadWords(board) {
  try {
    return JSON.parse(localStorage.getItem(drawer(board)) ?? '[]');
  } catch {
    return [];
  }
}

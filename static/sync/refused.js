// Words and ratings that the server would not take, or that never reached it before the board was gone: kept on this device and offered,
// wherever they were to stand. Nothing else of a board that is no more stays here (R20).
import { readThing } from '../model/paths.js';
import { ITEM_ROOTS, WORDLESS } from '../model/schema.js';

/** @typedef {import('../model/schema.js').Root} Root */
/** @typedef {import('../model/board.js').Board} Board */
/** Of a rating `text` is what its activity says. @typedef {{root: string, id: string, field: string, text: string, value?: number}} Words */

const DRAWER = 'brownboard-refused-';
const KEPT_MS = 14 * 24 * 3600 * 1000; // after the board was gone

/**
 * The words of the given things, as they read now.
 * @param {Board} board
 * @param {string[]} things
 * @returns {Words[]}
 */
export function wordsOf(board, things) {
  /** @type {Map<string, Words>} */
  const found = new Map();
  for (const { root, id, field } of things.map(readThing)) {
    if (root === 'ratings') for (const rated of ratingOf(board, id)) found.set(id, rated);
    for (const [name, text] of textsOf(board, root, id)) {
      if (!field || field === name) found.set(`${root}:${id}:${name}`, { root, id, field: name, text });
    }
  }
  return [...found.values()];
}

/** Those that the board does not hold in the same words. @param {Board} board @param {Words[]} words */
export function notIn(board, words) {
  return words.filter(({ root, id, field, text, value }) => (value === undefined
    ? !textsOf(board, root, id).some(([name, there]) => name === field && there === text)
    : board.root('ratings').get(id) !== value));
}

/** Lets them outlive this page. @param {string} board @param {Words[]} words @param {number|null} [gone] since when the board is no more */
export function keepWords(board, words, gone = null) {
  try {
    if (words.length) localStorage.setItem(DRAWER + board, JSON.stringify({ words, gone }));
    else localStorage.removeItem(DRAWER + board);
  } catch {
    // no storage in this browser: they stay in this page
  }
}

/** @param {string} board @returns {Words[]} */
export function loadWords(board) {
  return drawerOf(DRAWER + board).words;
}

/** Of boards that are no more: how many texts lie here. @returns {{board: string, count: number}[]} */
export function wordsOfGone() {
  return drawers().flatMap((key) => {
    const { words, gone } = drawerOf(key);
    return gone && words.length ? [{ board: key.slice(DRAWER.length), count: words.length }] : [];
  });
}

/** Drops what has lain long enough of boards that are no more. @param {number} now */
export function clearOld(now) {
  try {
    for (const key of drawers()) {
      const { gone } = drawerOf(key);
      if (gone && now - gone > KEPT_MS) localStorage.removeItem(key);
    }
    indexedDB.deleteDatabase('brownboard-aside'); // up to version 0.2 such boards were laid aside whole
  } catch {
    // no storage in this browser: nothing lies there
  }
}

function drawers() {
  return Object.keys(localStorage).filter((name) => name.startsWith(DRAWER));
}

/** @param {string} key @returns {{words: Words[], gone: number|null}} */
function drawerOf(key) {
  try {
    const found = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(found) ? { words: found, gone: null } : found;
  } catch {
    return { words: [], gone: null };
  }
}

/** @param {Board} board @param {string} id key of the rating @returns {Words[]} one; none if it was taken away */
function ratingOf(board, id) {
  const value = board.root('ratings').get(id);
  const { text = '' } = board.activity(id.split('/')[0] ?? '') ?? {};
  return typeof value === 'number' && text ? [{ root: 'ratings', id, field: '', text, value }] : [];
}

/** What people wrote in an item, or in the board's own fields. @param {Board} board @param {string} root @param {string} id @returns {[string, string][]} */
function textsOf(board, root, id) {
  const item = root === 'board' ? board.meta() : ITEM_ROOTS.includes(/** @type {Root} */ (root)) ? board.item(/** @type {Root} */ (root), id) : null;
  return Object.entries(item ?? {}).filter(([field, value]) => typeof value === 'string' && value.trim() && !WORDLESS.has(field));
}

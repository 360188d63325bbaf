// An act of somebody here in words, read off the things that it changed: "card “Too slow” moved".
import { readThing } from '../model/paths.js';
import { ITEM_ROOTS, TEXT_FIELDS } from '../model/schema.js';
import { t } from '../ui/i18n.js';

/** @typedef {import('../model/board.js').Board} Board */
/** @typedef {import('../model/undo.js').Did} Did */
/** @typedef {import('../model/schema.js').Root} Root */
/** @typedef {{verb: string, root: string, id: string, value: string|number}} Step */

const NAME_LENGTH = 28; // of a card in a tooltip: enough to know it again
const RATES = new Set(['smiley', 'painPoint', 'momentOfTruth']);

/** What an act did is read once, while the board is as it left it. @type {WeakMap<Did, Step[]>} */
const known = new WeakMap();

/** @param {Board} board @param {Did} did */
export function wordsOf(board, did) {
  const steps = known.get(did) ?? stepsOf(board, did);
  known.set(did, steps);
  const [first] = steps;
  if (!first) return '';
  const alike = steps.filter(({ verb }) => verb === first.verb);
  const count = alike.filter(({ root }) => root === first.root).length;
  const one = t(`did.${first.verb}`, { thing: thing(board, first, count === 1), value: first.value });
  const act = count === 1 ? one : t('did.times', { times: count, act: one });
  const more = first.verb === 'made' ? 0 : alike.length - count; // what is made brings along what hangs under it
  return more ? t('did.more', { act, more }) : act;
}

/** What an act did, thing by thing, the largest first: a stage before its cards. @param {Board} board @param {Did} did @returns {Step[]} */
function stepsOf(board, did) {
  const rank = ({ root = '' }) => [...ITEM_ROOTS, 'ratings', 'board'].indexOf(root);
  return did.map(readThing).map(({ root, id, field }) => ({ root, id, ...verbOf(board, root, id, field) })).sort((a, b) => rank(a) - rank(b));
}

/** @param {Board} board @param {string} root @param {string} id @param {string} field @returns {{verb: string, value: string|number}} */
function verbOf(board, root, id, field) {
  if (root === 'board') return { verb: 'board', value: '' };
  if (root === 'ratings') {
    const value = board.root(root).get(id);
    return { verb: value === undefined ? 'unrated' : 'rated', value: value ?? '' };
  }
  const value = board.map(/** @type {Root} */ (root), id)?.get(field);
  if (!field) return { verb: 'made', value: '' };
  if (field === 'deleted') return { verb: value ? 'binned' : 'restored', value: '' };
  if (field === 'hidden') return { verb: value ? 'hidden' : 'shown', value: '' };
  if (field === 'place' || field === 'order') return { verb: 'moved', value: '' };
  if (field === 'title' || field === 'name' || TEXT_FIELDS[root]?.includes(field)) return { verb: 'text', value: '' };
  return { verb: RATES.has(field) ? 'marked' : 'changed', value: '' };
}

/** @param {Board} board @param {Step} step @param {boolean} named */
function thing(board, { root, id }, named) {
  const [item, kind] = root === 'ratings' ? ['activities', id.split('/')[0] ?? ''] : [root, id];
  const { text, name, title } = board.item(/** @type {Root} */ (item), kind) ?? {};
  const words = String(text || name || title || '').trim();
  const short = words.length > NAME_LENGTH ? `${words.slice(0, NAME_LENGTH).trimEnd()}…` : words;
  return short && named ? t('did.thing', { kind: t(`did.kind.${item}`), name: short }) : t(`did.kind.${item}`);
}

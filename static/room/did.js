// An act of somebody here in words, told by the things that it changed: "card “Too slow” moved".
import { readThing } from '../model/paths.js';
import { ITEM_ROOTS, TEXT_FIELDS } from '../model/schema.js';
import { t } from '../ui/i18n.js';

/** @typedef {import('../model/board.js').Board} Board */
/** @typedef {import('../model/undo.js').Did} Did */
/** @typedef {import('../model/schema.js').Root} Root */
/** @typedef {{verb: string, root: string, id: string, value: number}} Step */

const NAME_LENGTH = 28; // of a card in a tooltip: enough to know it again
const RATES = new Set(['smiley', 'painPoint', 'momentOfTruth']);

/** @param {Board} board @param {Did} did */
export function wordsOf(board, did) {
  const steps = stepsOf(did);
  const [first] = steps;
  if (!first) return '';
  const alike = steps.filter(({ verb }) => verb === first.verb);
  const count = alike.filter(({ root }) => root === first.root).length;
  const one = t(`did.${first.verb}`, { thing: thing(board, first, count === 1), value: first.value });
  const act = count === 1 ? one : t('did.times', { times: count, act: one });
  const more = first.verb === 'made' ? 0 : alike.length - count; // what is made brings along what hangs under it
  return more ? t('did.more', { act, more }) : act;
}

/** What an act did, thing by thing, the largest first: a stage before its cards. @param {Did} did @returns {Step[]} */
function stepsOf(did) {
  const rank = ({ root = '' }) => [...ITEM_ROOTS, 'ratings', 'board'].indexOf(root);
  const steps = did.map(({ thing, value }) => {
    const { root, id, field } = readThing(thing);
    return { root, id, verb: verbOf(root, field, value), value: Number(value ?? 0) };
  });
  return steps.sort((a, b) => rank(a) - rank(b));
}

/** @param {string} root @param {string} field @param {unknown} value that the act left there */
function verbOf(root, field, value) {
  if (root === 'board') return 'board';
  if (root === 'ratings') return value === undefined ? 'unrated' : 'rated';
  if (!field) return 'made';
  if (field === 'deleted') return value ? 'binned' : 'restored';
  if (field === 'hidden') return value ? 'hidden' : 'shown';
  if (field === 'place' || field === 'order') return 'moved';
  if (field === 'title' || field === 'name' || TEXT_FIELDS[root]?.includes(field)) return 'text';
  return RATES.has(field) ? 'marked' : 'changed';
}

/** @param {Board} board @param {Step} step @param {boolean} named */
function thing(board, { root, id }, named) {
  const [item, kind] = root === 'ratings' ? ['activities', id.split('/')[0] ?? ''] : [root, id];
  const { text, name, title } = board.item(/** @type {Root} */ (item), kind) ?? {};
  const words = String(text || name || title || '').trim();
  const short = words.length > NAME_LENGTH ? `${words.slice(0, NAME_LENGTH).trimEnd()}…` : words;
  return short && named ? t('did.thing', { kind: t(`did.kind.${item}`), name: short }) : t(`did.kind.${item}`);
}

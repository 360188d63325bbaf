// All that can be found on a board, in the order in which one reads it; and where what one looks for stands.
import { DERIVED_KINDS, WORDLESS } from '../model/schema.js';
import { t } from '../ui/i18n.js';
import { laneTitle } from './kinds.js';

/** @typedef {import('../model/board.js').Board} Board */
/** @typedef {import('./items.js').Ref} Ref */
/** @typedef {{ref: Ref, text: string}} Hit `text` is what matched, or begins the thing */

const LONGEST = 90; // characters of a text that are shown
const SHORTEST = 36; // of one that only says where

/** @param {Board} board @param {import('../text/fold.js').Sought} sought @returns {Hit[]} */
export function hitsOf(board, sought) {
  if (sought.empty) return [];
  /** @type {Hit[]} */ const hits = [];
  for (const ref of refsOf(board)) {
    const texts = textsOf(board, ref);
    if (sought.in(texts.join('\n'))) hits.push({ ref, text: excerpt(texts.find((text) => sought.places(text).length) ?? texts[0] ?? '', sought) });
  }
  return hits;
}

/** Row, stage and activity of a thing, in words. @param {Board} board @param {Ref} ref */
export function whereabouts(board, { root, id }) {
  if (root === 'personas') return t('persona.title');
  if (root === 'stages') return t('stage.one');
  if (root === 'lanes') return t('lanes.title');
  const thing = board.item(root, id) ?? {};
  const activity = root === 'activities' ? thing : board.activity(thing.activity ?? '');
  const stage = board.stage(activity?.stage ?? '');
  const lane = root === 'touchpoints' ? t('touchpoint.title') : root === 'activities' ? t('activity.title') : board.lane(thing.lane ?? '');
  if (!stage) return t('tray.title');
  return [typeof lane === 'string' ? lane : lane && laneTitle(lane), stage.title, root !== 'activities' && begin(activity?.text ?? '')].filter(Boolean).join(' · ');
}

/** @param {string} text */
const begin = (text) => (text.length > SHORTEST ? `${text.slice(0, SHORTEST).trimEnd()} …` : text);

/** @param {Board} board @returns {Generator<Ref>} */
function* refsOf(board) {
  const lanes = board.lanes().filter(({ kind }) => kind === 'touchpoint' || !DERIVED_KINDS.has(kind));
  for (const id of board.personas()) yield { root: 'personas', id };
  for (const { id } of board.lanes()) yield { root: 'lanes', id };
  for (const { id } of board.stages()) {
    yield { root: 'stages', id };
    for (const activity of board.activitiesOf(id)) {
      yield { root: 'activities', id: activity };
      for (const { id: lane, kind } of lanes) {
        const root = kind === 'touchpoint' ? 'touchpoints' : 'cards';
        for (const thing of root === 'touchpoints' ? board.touchpoints(activity) : board.cards(activity, lane)) yield { root, id: thing };
      }
    }
  }
  const loose = board.unplaced();
  for (const root of /** @type {const} */ (['activities', 'touchpoints', 'cards'])) for (const id of loose[root]) yield { root, id };
}

/** @param {Board} board @param {Ref} ref @returns {string[]} */
function textsOf(board, { root, id }) {
  const item = board.item(root, id) ?? {};
  if (root === 'lanes') return [laneTitle(item)];
  const own = ['text', 'name', 'title', 'quote'].map((field) => item[field]).filter(Boolean);
  const other = Object.entries(item).filter(([field, value]) => typeof value === 'string' && value && !WORDLESS.has(field) && !own.includes(value)).map(([, value]) => value);
  return [...own, ...other, board.channel(item.channel ?? '')?.name, board.department(item.department ?? '')?.name].filter((text) => typeof text === 'string' && text);
}

/** So much of a text that what was looked for is seen in it. @param {string} text @param {import('../text/fold.js').Sought} sought */
function excerpt(text, sought) {
  const [first = 0] = sought.places(text)[0] ?? [];
  const from = first + 20 > LONGEST ? text.lastIndexOf(' ', first - 24) + 1 : 0;
  const cut = text.slice(from, from + LONGEST);
  return `${from ? '… ' : ''}${cut}${from + LONGEST < text.length ? ' …' : ''}`;
}

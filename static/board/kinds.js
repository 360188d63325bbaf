// What the board knows about the kinds of its rows: their colour, their words, the openings they offer.
import { has, t } from '../ui/i18n.js';

/** @typedef {import('../model/schema.js').LaneKind} LaneKind */
/** @typedef {{kind: LaneKind, title: string|null}} LaneLike */
/** @typedef {LaneLike & {id: string, hidden: boolean}} Lane  as the board lists it */

/** The custom property that holds a kind's colour. @param {LaneKind} kind */
export function tone(kind) {
  return `--tone: var(--lane-${kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)})`;
}

/** The colour of a thing: that of its lane, else that of the activities. @param {import('../model/board.js').Board} board @param {string} root @param {string} id */
export function toneOf(board, root, id) {
  const lane = root === 'cards' ? board.lane(board.card(id)?.lane ?? '') : root === 'lanes' ? board.lane(id) : null;
  return lane ? tone(lane.kind) : '--tone: var(--activity-line)';
}

/** @param {LaneLike} lane */
export function laneTitle(lane) {
  return lane.title || t(`lane.${lane.kind}`);
}

/** What one of the things on it is called. @param {LaneLike} lane */
export function oneOf(lane) {
  return lane.title || t(`lane.${lane.kind}.card`);
}

/** One sentence of what goes there; nothing for a lane that the group made itself. @param {LaneLike} lane */
export function laneHint(lane) {
  const key = `lane.${lane.kind}.hint`;
  return has(key) && !lane.title ? t(key) : '';
}

/** Every card asks for them with every letter. @type {Map<LaneKind, readonly string[]>} */
const known = new Map();

/** Words that a card of this lane usually opens with. @param {LaneKind} kind @returns {readonly string[]} */
export function openings(kind) {
  const key = `lane.${kind}.openings`;
  const found = known.get(kind) ?? (has(key) ? t(key).split('|') : []);
  known.set(kind, found);
  return found;
}

/** The typical stages of a journey, in order. @returns {string[]} */
export function typicalStages() {
  return t('stage.typical').split('|');
}

/** Those of them that are still missing, until the first activity hangs. @param {import('../model/board.js').Board} board */
export function missingStages(board) {
  const titles = new Set(board.stages().map(({ title }) => title));
  return board.columns().length ? [] : typicalStages().filter((title) => !titles.has(title));
}

// What the shared document holds (contract 5): roots, texts, kinds, and how a place is written in its one key.

/** Origin of every transaction that a person here made; undo follows it, the saved state counts it. */
export const LOCAL = Symbol('local');

/** @typedef {'personas'|'stages'|'activities'|'touchpoints'|'lanes'|'cards'|'channels'|'departments'} Root */

/** Roots that map an id to an item. @type {readonly Root[]} */
export const ITEM_ROOTS = ['personas', 'stages', 'activities', 'touchpoints', 'lanes', 'cards', 'channels', 'departments'];

/** Roots that are one flat map. */
export const FLAT_ROOTS = /** @type {const} */ (['board', 'ratings']);

/** Fields that are a Y.Text, made together with their item and never replaced. @type {Readonly<Record<string, readonly string[]>>} */
export const TEXT_FIELDS = {
  board: ['next'],
  personas: ['quote', 'story'],
  activities: ['text'],
  touchpoints: ['name'],
  cards: ['text'],
};

/** How many parents a root's `place` names before its order. @type {Readonly<Partial<Record<Root, number>>>} */
export const PARENTS = { activities: 1, touchpoints: 1, cards: 2 };

/** @param {Root} root */
export function parentsOf(root) {
  return PARENTS[root] ?? 0;
}

/** Fields that only the commands for them may write. */
export const RESERVED = new Set(['place', 'order', 'deleted', 'by']);

/** Fields of an item that hold no words of people. */
export const WORDLESS = new Set([...RESERVED, 'id', 'kind', 'status', 'due', 'color', 'code', 'language', 'picture', 'sketch', 'channel', 'department', 'stage', 'activity', 'lane', 'touchpoint', 'persona', 'from']);

export const LANE_KINDS = /** @type {const} */ ([
  'storyboard', 'touchpoint', 'expectation', 'sentiment', 'painPoint', 'momentOfTruth', 'insight', 'idea', 'action', 'rating', 'custom',
]);
/** Lanes of these kinds show something of the activity itself and hold no cards. */
export const DERIVED_KINDS = new Set(['storyboard', 'touchpoint', 'rating']);
/** The kind that a step of the workshop works on; the other steps work on what stands above the lanes. @type {Readonly<Record<number, LaneKind>>} */
export const WORKED_ON = { 5: 'storyboard', 6: 'touchpoint', 7: 'expectation', 8: 'painPoint', 9: 'idea', 10: 'rating', 11: 'touchpoint', 12: 'rating' };
export const SERIES = /** @type {const} */ (['outside', 'inside', 'target', 'best']);

/** @typedef {typeof LANE_KINDS[number]} LaneKind */
/** @typedef {typeof SERIES[number]} Series */
/** @typedef {string | number | boolean | null} Value */
/** @typedef {{id: string, by?: string, [field: string]: any}} Item */
/** @typedef {Item & {order: string, name?: string, picture?: string, color?: string, quote: string, story: string}} Persona */
/** @typedef {Item & {order: string, title: string}} Stage */
/** @typedef {Item & {stage: string|null, order: string, text: string, kind?: 'goal'|'experience', decision?: boolean, painPoint?: boolean, momentOfTruth?: boolean, sketch?: string}} Activity */
/** @typedef {Item & {activity: string|null, order: string, name: string, picture?: string, channel?: string, department?: string, responsible?: string, smiley?: number, painPoint?: boolean, momentOfTruth?: boolean}} Touchpoint */
/** @typedef {Item & {order: string, kind: LaneKind, title: string|null, hidden: boolean}} Lane */
/** @typedef {Item & {activity: string|null, lane: string|null, order: string, text: string, touchpoint?: string, persona?: string, responsible?: string, due?: string, status?: 'open'|'doing'|'done', from?: string}} Card */
/** @typedef {Item & {order: string, name: string, code: string, color: string}} Label */

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 14; // 62^14, some 83 bits: no two people of a board ever draw the same

/** A new id; `getRandomValues` is there on plain HTTP too, where `randomUUID` is missing. */
export function newId() {
  return randomDigits(ID_LENGTH);
}

/** @param {number} length */
export function randomDigits(length) {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => DIGITS[byte % DIGITS.length]).join('');
}

/**
 * The one key that says where an item stands.
 * @param {readonly (string|null)[]} parents
 * @param {string} order
 */
export function joinPlace(parents, order) {
  return [...parents.map((parent) => parent ?? ''), order].join('|');
}

/**
 * Parents and order of a place; what is missing or malformed means "not placed".
 * @param {unknown} place
 * @param {number} count
 * @returns {{parents: (string|null)[], order: string}}
 */
export function splitPlace(place, count) {
  const parts = typeof place === 'string' ? place.split('|') : [];
  const parents = Array.from({ length: count }, (_, i) => parts[i] || null);
  return { parents, order: parts.slice(count).join('|') };
}

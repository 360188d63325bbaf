// In what two boards differ, as the topics that their change would have touched: who goes from one moment to another redraws that alone.
import { itemTopics, placeTopics } from './topics.js';
import { ITEM_ROOTS } from './schema.js';

/** @typedef {import('./board.js').Board} Board */
/** @typedef {import('./schema.js').Root} Root */

/** Fields that say where an item stands, which is compared by what stands there, or who made it. */
const APART = new Set(['id', 'by', 'place', 'order', 'deleted', 'stage', 'activity', 'lane']);

/** @param {Board} before @param {Board} after @returns {Set<string>|null} null: each word is in another language */
export function difference(before, after) {
  if (before.language !== after.language) return null;
  const topics = ITEM_ROOTS.flatMap((root) => [...places(before, after, root), ...items(before, after, root)]);
  if (JSON.stringify(before.meta()) !== JSON.stringify(after.meta())) topics.push('meta');
  if (JSON.stringify(before.unplaced()) !== JSON.stringify(after.unplaced())) topics.push('unplaced');
  if (JSON.stringify(before.bin()) !== JSON.stringify(after.bin())) topics.push('bin');
  return new Set([...topics, ...ratings(before, after)]);
}

/** @param {Board} before @param {Board} after @param {Root} root */
function places(before, after, root) {
  const order = (/** @type {Board} */ board, /** @type {string} */ key) => board.siblings(root, key).map(({ id }) => id).join();
  return union(before.containers(root), after.containers(root)).flatMap((key) => (order(before, key) === order(after, key) ? [] : placeTopics(root, key)));
}

/** @param {Board} before @param {Board} after @param {Root} root */
function items(before, after, root) {
  const said = (/** @type {Board} */ board, /** @type {string} */ id) => (board.exists(root, id) ? board.item(root, id) : null);
  return union(before.root(root).keys(), after.root(root).keys()).flatMap((id) => (same(said(before, id), said(after, id)) ? [] : itemTopics(root, id)));
}

/** @param {Board} before @param {Board} after */
function ratings(before, after) {
  const [was, is] = [before.root('ratings'), after.root('ratings')];
  const changed = union(was.keys(), is.keys()).filter((key) => (was.get(key) ?? null) !== (is.get(key) ?? null));
  return changed.length ? ['ratings', ...changed.map((key) => `rating:${key.split('/')[0]}`)] : [];
}

/** What is missing is the same as nothing. @param {Record<string, any>|null} one @param {Record<string, any>|null} other */
function same(one, other) {
  if (!one || !other) return one === other;
  return union(Object.keys(one), Object.keys(other)).every((field) => APART.has(field) || (one[field] ?? null) === (other[field] ?? null));
}

/** @param {Iterable<string>} one @param {Iterable<string>} other */
function union(one, other) {
  return [...new Set([...one, ...other])];
}

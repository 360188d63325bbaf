// Which items of one root stand where, in order: an index kept up to date item by item, sorted on demand.
import { compare } from './order.js';
import { parentsOf, splitPlace } from './schema.js';

/** @typedef {import('./order.js').Placed} Placed */
/** @typedef {import('./schema.js').Root} Root */
/** @typedef {import('yjs').Map<any>} YMap */
/** @typedef {{key: string, order: string}} Standing */

export class Places {
  /** @type {Map<string, Standing>} */
  #standing = new Map();
  /** @type {Map<string, Placed[]>} */
  #containers = new Map();
  /** @type {Set<string>} */
  #unsorted = new Set();

  /**
   * Puts an item into a container (or nowhere: null) and returns the keys of the containers that changed.
   * @param {string} id
   * @param {Standing|null} next
   * @returns {string[]}
   */
  put(id, next) {
    const last = this.#standing.get(id) ?? null;
    if (last?.key === next?.key && last?.order === next?.order) return [];
    if (last) this.#take(id, last.key);
    if (next) this.#give(id, next);
    return [...new Set([last?.key, next?.key])].filter((key) => key !== undefined);
  }

  /**
   * The ids in a container, in order.
   * @param {string} key
   * @returns {readonly Placed[]}
   */
  in(key) {
    const container = this.#containers.get(key) ?? [];
    if (this.#unsorted.delete(key)) container.sort(compare);
    return container;
  }

  /** @param {string} id */
  has(id) {
    return this.#standing.has(id);
  }

  /** Keys of all containers that hold something. */
  keys() {
    return this.#containers.keys();
  }

  /**
   * @param {string} id
   * @param {string} key
   */
  #take(id, key) {
    this.#standing.delete(id);
    const rest = this.in(key).filter((item) => item.id !== id);
    if (rest.length) this.#containers.set(key, rest);
    else this.#containers.delete(key);
  }

  /**
   * @param {string} id
   * @param {Standing} next
   */
  #give(id, { key, order }) {
    this.#standing.set(id, { key, order });
    const container = this.#containers.get(key);
    if (container) container.push({ id, order });
    else this.#containers.set(key, [{ id, order }]);
    this.#unsorted.add(key);
  }
}

/**
 * The container that an item names, and its order there.
 * @param {Root} root
 * @param {YMap} map
 * @returns {Standing}
 */
export function standingOf(root, map) {
  const { parents, order } = placed(root, map);
  return { key: parents.map((parent) => parent ?? '').join('|'), order };
}

/**
 * The same in words: `stage`, `activity`, `lane`, `order`.
 * @param {Root} root
 * @param {YMap} map
 */
export function placeOf(root, map) {
  const { parents: [first = null, second = null], order } = placed(root, map);
  if (root === 'activities') return { stage: first, order };
  if (root === 'touchpoints') return { activity: first, order };
  return root === 'cards' ? { activity: first, lane: second, order } : { order };
}

/** @param {Root} root @param {YMap} map */
function placed(root, map) {
  const count = parentsOf(root);
  return count ? splitPlace(map.get('place'), count) : { parents: [], order: String(map.get('order') ?? '') };
}

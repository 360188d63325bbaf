// Orders: fractional indexes in base 62 with jitter, so that several people can insert at one place at once.
import { generateKeyBetween } from '#yjs';
import { randomDigits } from './schema.js';

const JITTER = 3; // digits: of ten people who insert at one place at once, two draw the same in 1 of 5,000 cases

/** @typedef {{id: string, order: string}} Placed */

/**
 * Sorts by order, ties by id, the same on every device (by code unit, never by locale).
 * @param {Placed} a
 * @param {Placed} b
 */
export function compare(a, b) {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/**
 * An order between two others (null: the end), or null where none can be: the two are equal or not ours.
 * @param {string|null} before
 * @param {string|null} after
 * @returns {string|null}
 */
export function between(before, after) {
  if (before !== null && after !== null && before >= after) return null;
  try {
    let key = generateKeyBetween(before, after);
    while (after?.startsWith(key)) key = generateKeyBetween(before, key); // with jitter it could come to lie behind
    return key + jitter();
  } catch {
    return null; // a foreign client wrote an order that is no fractional index
  }
}

/**
 * `count` fresh orders, rising, to lay a whole row anew.
 * @param {number} count
 */
export function spread(count) {
  /** @type {string[]} */
  const orders = [];
  let last = null;
  for (let i = 0; i < count; i++) orders.push((last = /** @type {string} */ (between(last, null))));
  return orders;
}

/** Random digits; an order never ends in the lowest one, or nothing would fit before it. */
function jitter() {
  return randomDigits(JITTER).replace(/0$/, 'V');
}

// Ratings under one key each, ACTIVITY/PERSONA/SERIES; `-` stands for the persona of a board that has only one.
// When a second persona comes, the commands give the `-` ratings the first one's id; what is rated `-` meanwhile still counts for the first.

/** @typedef {import('yjs').Map<any>} YMap */
/** @typedef {import('./schema.js').Series} Series */

export const ONLY = '-';

/** @param {string} activity @param {string} persona @param {Series} series */
export function ratingKey(activity, persona, series) {
  return `${activity}/${persona}/${series}`;
}

/**
 * The keys that may hold a persona's rating, the one that counts first.
 * @param {readonly string[]} personas in order
 * @param {string} activity
 * @param {string|null} persona null: the first
 * @param {Series} series
 * @returns {string[]}
 */
export function ratingKeys(personas, activity, persona, series) {
  const first = personas[0] ?? null;
  const id = persona === ONLY ? first : (persona ?? first);
  const own = id === null ? [] : [ratingKey(activity, id, series)];
  const only = ratingKey(activity, ONLY, series);
  if (personas.length < 2) return [only, ...own];
  return id === first ? [...own, only] : own;
}

/** @param {YMap} ratings @param {readonly string[]} personas @param {string} activity @param {string|null} persona @param {Series} series @returns {number|null} */
export function readRating(ratings, personas, activity, persona, series) {
  for (const key of ratingKeys(personas, activity, persona, series)) {
    const value = ratings.get(key);
    if (typeof value === 'number' && value >= 1 && value <= 10) return Math.round(value);
  }
  return null;
}

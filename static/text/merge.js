// Two people at one plain value, which is written as a whole: neither one's words are lost.
import { diff } from './diff.js';

/**
 * What comes of `mine` and `theirs`, which both went out from `base`: both changes where they lie apart, else both texts, one below the other.
 * @param {string} base
 * @param {string} theirs
 * @param {string} mine
 */
export function merge(base, theirs, mine) {
  if (theirs === base || theirs === mine) return mine;
  if (mine === base) return theirs;
  const [a, b] = [diff(base, theirs), diff(base, mine)];
  const splice = (/** @type {number} */ at) => theirs.slice(0, at) + b.insert + theirs.slice(at + b.remove);
  if (b.index + b.remove < a.index) return splice(b.index);
  if (b.index > a.index + a.remove) return splice(b.index + a.insert.length - a.remove);
  return [theirs, mine].filter(Boolean).join('\n');
}

// Text differences as one replaced span, and where an index lies after a change of others. Pure; counts UTF-16 units as Yjs does.

/** @typedef {{index: number, remove: number, insert: string}} Span */
/** @typedef {import('yjs').YTextEvent['delta']} Delta */

/**
 * The one replaced span that turns `a` into `b`. `caret` is where the caret stands in `b` after the edit: it settles
 * which of several equal letters was typed. Never cuts a surrogate pair: the server's texts are UTF-8.
 * @param {string} a
 * @param {string} b
 * @param {number} caret
 * @returns {Span}
 */
export function diff(a, b, caret = b.length) {
  const shorter = Math.min(a.length, b.length);
  let tail = commonTail(a, b, Math.min(shorter, Math.max(0, b.length - caret)));
  let head = commonHead(a, b, shorter - tail);
  tail += commonTail(a.slice(0, a.length - tail), b.slice(0, b.length - tail), shorter - head - tail);
  if (head > 0 && (isLow(a, head) || isLow(b, head))) head--;
  if (tail > 0 && (isLow(a, a.length - tail) || isLow(b, b.length - tail))) tail--;
  return { index: head, remove: a.length - tail - head, insert: b.slice(head, b.length - tail) };
}

/**
 * Where `index` lies after a change. What is inserted exactly there stays behind the index, unless it is to be `pushed`.
 * @param {Delta} delta
 * @param {number} index
 * @param {boolean} pushed
 */
export function mapIndex(delta, index, pushed = false) {
  let at = 0;
  for (const step of delta) {
    if (at > index || (at === index && step.insert !== undefined && !pushed)) break;
    if (step.retain !== undefined) at += step.retain;
    else if (step.delete !== undefined) index = Math.max(at, index - step.delete);
    else {
      const length = typeof step.insert === 'string' ? step.insert.length : 1;
      index += length;
      at += length;
    }
  }
  return index;
}

/**
 * The text with no half of a pair left alone: as UTF-8 it could not travel, and devices would differ.
 * @param {string} text
 */
export function wellFormed(text) {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}

/** @param {string} a @param {string} b @param {number} most */
function commonHead(a, b, most) {
  let count = 0;
  while (count < most && a.charCodeAt(count) === b.charCodeAt(count)) count++;
  return count;
}

/** @param {string} a @param {string} b @param {number} most */
function commonTail(a, b, most) {
  let count = 0;
  while (count < most && a.charCodeAt(a.length - 1 - count) === b.charCodeAt(b.length - 1 - count)) count++;
  return count;
}

/** The second half of a surrogate pair. @param {string} text @param {number} index */
function isLow(text, index) {
  return (text.charCodeAt(index) & 0xfc00) === 0xdc00;
}

// Where in the document a type stands, and which things a transaction changed.

/** @typedef {import('yjs').Transaction} Transaction */
/** @typedef {{root: string, id: string, field: string}} Thing */

/**
 * Root, item and field that a type stands at.
 * @param {any} type
 * @returns {string[]}
 */
export function pathOf(type) {
  /** @type {string[]} */
  const path = [];
  let at = type;
  for (; at._item; at = at._item.parent) path.unshift(at._item.parentSub);
  for (const [name, root] of type.doc?.share ?? []) if (root === at) return [name, ...path];
  return path;
}

/**
 * The things that a transaction changed, each `ROOT:ID:FIELD`; without a field where the whole item came or went.
 * @param {Transaction} transaction
 * @returns {string[]}
 */
export function changedThings(transaction) {
  /** @type {Set<string>} */
  const things = new Set();
  for (const [type, keys] of transaction.changed) {
    const [root = '', ...path] = pathOf(type);
    const at = root === 'board' ? ['', ...path] : path;
    for (const key of keys) things.add([root, ...at, ...(key === null ? [] : [key])].join(':'));
  }
  return [...things];
}

/** @param {string} thing @returns {Thing} */
export function readThing(thing) {
  const [root = '', id = '', ...field] = thing.split(':');
  return { root, id, field: field.join(':') };
}

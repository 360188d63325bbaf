// Why a thing stands no longer where it stood: itself, or what it stands in, was put into the bin or hidden; and who did it.

/** @typedef {import('./board.js').Board} Board */
/** @typedef {import('./schema.js').Root} Root */
/** `where` it is now: in the bin, in the tray among what has no place, or out of sight within one of these.
 * @typedef {{root: Root, id: string, field: 'deleted'|'hidden', where: 'bin'|'tray'|'within', client: number|null}} Cause */

/** @param {Board} board @param {Root} root @param {string} id @returns {Cause|null} null: it is still there */
export function causeOf(board, root, id) {
  const chain = standsIn(board, root, id);
  for (const [depth, at] of chain.entries()) {
    const field = board.map(at.root, at.id)?.get('deleted') ? 'deleted' : board.item(at.root, at.id)?.hidden ? 'hidden' : null;
    if (!field) continue;
    const tray = field === 'deleted' && (depth === 1 || at.root === 'lanes');
    return { ...at, field, where: depth === 0 ? 'bin' : tray ? 'tray' : 'within', client: clientOf(board, at, field) };
  }
  return null;
}

/** A thing and what it stands in, from within. @param {Board} board @param {Root} root @param {string} id @returns {{root: Root, id: string}[]} */
function standsIn(board, root, id) {
  const { lane, activity, stage } = board.item(root, id) ?? {};
  const up = board.activity(activity ?? '')?.stage ?? stage;
  const all = /** @type {[Root, string|null|undefined][]} */ ([[root, id], ['activities', activity], ['lanes', lane], ['stages', up]]);
  return all.flatMap(([name, key]) => (key ? [{ root: name, id: key }] : []));
}

/** The connection that wrote a field last. @param {Board} board @param {{root: Root, id: string}} at @param {string} field @returns {number|null} */
function clientOf(board, { root, id }, field) {
  const map = /** @type {any} */ (board.map(root, id));
  return map?._map.get(field)?.id.client ?? null;
}

// The first state by HTTP, gzipped and often preloaded by the page: quicker than the socket, which brings the rest.

/** Origin of what the server's snapshot brings. */
export const SNAPSHOT = Symbol('snapshot');

/** Close codes that say the same as a status of HTTP. @type {Readonly<Record<number, number>>} */
const CODES = { 401: 4401, 403: 4403, 404: 4404, 410: 4410 };
const PATIENCE_MS = 15_000;

/** @typedef {{state: Uint8Array} | {code: number} | null} Answer the state, a final refusal, or null: not reached */

/** @param {string} board @returns {Promise<Answer>} */
export async function fetchState(board) {
  try {
    const answer = await fetch(`/api/boards/${encodeURIComponent(board)}/state`, { signal: AbortSignal.timeout?.(PATIENCE_MS) });
    if (answer.ok) return { state: new Uint8Array(await answer.arrayBuffer()) };
    const code = CODES[answer.status];
    return code ? { code } : null;
  } catch {
    return null;
  }
}

const GENESIS_TAG = 0x15b04d; // the upper 21 bits of every birth id, as in crdt/genesis.py

/**
 * The random birth id of a board's history, by which it is told from any other (R10).
 * @param {Map<number, number>} stateVector
 * @returns {number|null}
 */
export function genesisOf(stateVector) {
  for (const client of stateVector.keys()) if (Math.floor(client / 2 ** 32) === GENESIS_TAG) return client;
  return null;
}

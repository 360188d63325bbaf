// The first state by HTTP, gzipped and often preloaded by the page: quicker than the socket, which brings the rest.
import { decodeStateVector, encodeStateVector, encodeStateVectorFromUpdate } from '#yjs';

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

/** R10: whether a history was born elsewhere than the document's, so that the two must never be merged. @param {Uint8Array} state @param {import('yjs').Doc} doc */
export function isForeign(state, doc) {
  const ours = genesisOf(encodeStateVector(doc));
  if (ours === null) return false; // nothing is here yet: to look through all of theirs would hold up the first visit
  const theirs = genesisOf(encodeStateVectorFromUpdate(state));
  return theirs !== null && ours !== theirs;
}

/** The random birth id of a board's history, by which it is told from any other. @param {Uint8Array} stateVector @returns {number|null} */
function genesisOf(stateVector) {
  for (const client of decodeStateVector(stateVector).keys()) if (Math.floor(client / 2 ** 32) === GENESIS_TAG) return client;
  return null;
}

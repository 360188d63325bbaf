// Pictures of things that come from another board: fetched there, if this person may see them, and stored here.
import { upload } from '../sync/pictures.js';

const PATIENCE_MS = 12_000; // then the things come without

/** What became of each picture: its id here, or null where it stays behind. @param {string} board @param {string[]} pictures @returns {Promise<Map<string, string|null>>} */
export async function fetched(board, pictures) {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const pairs = pictures.map(async (id) => /** @type {const} */ ([id, await bring(board, id, signal)]));
  return new Map(await Promise.all(pairs));
}

/** @param {string} board @param {string} id @param {AbortSignal} signal @returns {Promise<string|null>} */
async function bring(board, id, signal) {
  try {
    const answer = await fetch(`/api/boards/${encodeURIComponent(board)}/images/${encodeURIComponent(id)}`, { signal });
    if (!answer.ok) return null;
    const stored = upload(await answer.blob()).then((picture) => picture.id);
    return await Promise.race([stored, new Promise((resolve) => { signal.addEventListener('abort', () => resolve(null)); })]);
  } catch {
    return null;
  }
}

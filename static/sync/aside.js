// A drawer for copies of boards that are no more: what was written here and stored nowhere else is kept a while, then dropped.

const DATABASE = 'brownboard-aside';
const STORE = 'boards';
const KEPT_MS = 14 * 24 * 3600 * 1000;

/** @typedef {{board: string, code: number, at: number, state: Uint8Array}} Kept */

/** @param {Kept} kept */
export async function keepAside(kept) {
  await inStore('readwrite', (store) => store.put(kept));
}

/** What was kept of a board, if it still is. @param {string} board @returns {Promise<Kept|null>} */
export async function keptAside(board) {
  return (await inStore('readonly', (store) => store.get(board))) ?? null;
}

/** Drops what has lain long enough. @param {number} now */
export async function clearOld(now) {
  const all = /** @type {Kept[]} */ (await inStore('readonly', (store) => store.getAll()));
  const old = all.filter(({ at }) => now - at > KEPT_MS);
  for (const { board } of old) await inStore('readwrite', (store) => store.delete(board));
}

/**
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} use
 * @returns {Promise<any>}
 */
async function inStore(mode, use) {
  const database = await settled(open());
  try {
    return await settled(use(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

function open() {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'board' });
  return request;
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// The copy of a board on this device: opens it without a server, keeps what is written without one.
// Where the browser offers no storage (private windows, some settings) all of this does nothing.
import { IndexeddbPersistence, applyUpdate, encodeStateAsUpdate, storeState } from '#yjs';
import { clearOld, keepAside } from './aside.js';

const PENDING = 'pending';
const PENDING_MS = 500; // writing down each letter's name would cost more than the letter
const MOST_ENTRIES = 24;
const OPEN_MS = 1_500; // another tab may hold the database; the board does not wait for it

/** @typedef {import('yjs').Doc} Doc */

export class OfflineCopy {
  #name;
  #board;
  /** @type {IndexeddbPersistence|null} */
  #store = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;
  #written = '[]';

  /** @param {string} board */
  constructor(board) {
    this.#board = board;
    this.#name = `brownboard-${board}`;
  }

  /**
   * Loads the copy into the document and keeps it up to date from then on.
   * @param {Doc} doc
   * @returns {Promise<string[]>} the things that were not known to be stored when it was last open
   */
  async open(doc) {
    if (!globalThis.indexedDB) return [];
    const store = new IndexeddbPersistence(this.#name, doc);
    try {
      await within(OPEN_MS, store._db.then(() => store.whenSynced));
      this.#store = store;
      void clearOld(Date.now()).catch(() => {});
      const pending = JSON.parse(/** @type {string} */ (await store.get(PENDING)) ?? '[]');
      return Array.isArray(pending) ? pending.map(String) : [];
    } catch {
      void store.destroy().catch(() => {});
      return [];
    }
  }

  /**
   * Takes in the first state of a board and keeps it as it came: to put it into words anew would take as long as to read it.
   * @param {Doc} doc
   * @param {Uint8Array} state
   * @param {unknown} origin
   */
  take(doc, state, origin) {
    const keep = this.#store?._storeUpdate;
    if (keep) doc.off('update', keep);
    applyUpdate(doc, state, origin);
    if (!keep) return;
    doc.on('update', keep);
    keep(state, origin);
  }

  /** Writes down which things are not stored yet, for the next time this board is opened here. @param {string[]} things */
  remember(things) {
    clearTimeout(this.#timer);
    const text = JSON.stringify(things);
    if (text === this.#written) return;
    this.#timer = setTimeout(() => {
      this.#written = text;
      this.#store?.set(PENDING, text).catch(() => {});
    }, PENDING_MS);
  }

  /** Makes one entry of many; by itself the copy grows with every opening. Of few it is not worth the pause. */
  async compact() {
    if (this.#store && this.#store._dbsize > MOST_ENTRIES) await storeState(this.#store, true).catch(() => {});
  }

  /**
   * Lays the copy aside and empties it, so that it can raise nothing (R20).
   * @param {Doc} doc
   * @param {number} code why
   */
  async setAside(doc, code) {
    if (!this.#store) return;
    const kept = { board: this.#board, code, at: Date.now(), state: encodeStateAsUpdate(doc) };
    await keepAside(kept).catch(() => {});
    await this.empty();
  }

  /** Empties the copy and lets go of it; another tab that has it open does not hold this up. */
  async empty() {
    const store = this.#store;
    if (!store?.db) return;
    clearTimeout(this.#timer);
    this.#store = null;
    this.#written = '[]';
    const transaction = store.db.transaction(['updates', 'custom'], 'readwrite');
    for (const name of ['updates', 'custom']) transaction.objectStore(name).clear();
    await new Promise((resolve) => { transaction.oncomplete = transaction.onabort = resolve; });
    await store.destroy();
  }

  async close() {
    clearTimeout(this.#timer);
    await this.#store?.destroy();
    this.#store = null;
  }
}

/** @template T @param {number} ms @param {Promise<T>} promise @returns {Promise<T>} */
function within(ms, promise) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('took too long')), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

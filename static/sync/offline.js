// The copy of a board on this device: opens it without a server, keeps what is written without one.
// Where the browser offers no storage (private windows, some settings) all of this does nothing.
import { IndexeddbPersistence, applyUpdate, mergeUpdates, storeState } from '#yjs';

const PENDING = 'pending';
const PENDING_MS = 500; // writing down each letter's name would cost more than the letter
const TOGETHER_MS = 10_000; // what others write in a row is kept every ten seconds: the server holds it too
const MOST_ENTRIES = 24;
const OPEN_MS = 1_500; // another tab may hold the database; the board does not wait for it

/** @typedef {import('yjs').Doc} Doc */

export class OfflineCopy {
  #name;
  /** @type {IndexeddbPersistence|null} */
  #store = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;
  /** Updates of others that are not kept yet. @type {Uint8Array[]} */
  #waiting = [];
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #keeping;
  #unfollow = () => {};
  #written = '[]';

  /** @param {string} board */
  constructor(board) {
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
      this.#follow(doc, store);
      const pending = JSON.parse(/** @type {string} */ (await store.get(PENDING)) ?? '[]');
      return Array.isArray(pending) ? pending.map(String) : [];
    } catch {
      this.#letGo();
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
    const store = this.#store;
    this.#unfollow();
    applyUpdate(doc, state, origin);
    if (!store) return;
    this.#follow(doc, store);
    store._storeUpdate(state, origin);
  }

  /** @param {Doc} doc @param {IndexeddbPersistence} store */
  #follow(doc, store) {
    doc.off('update', store._storeUpdate);
    doc.on('update', this.#keep);
    globalThis.addEventListener('pagehide', this.#leave);
    this.#unfollow = () => {
      doc.off('update', this.#keep);
      globalThis.removeEventListener('pagehide', this.#leave);
    };
  }

  /** What others write is kept as it came, the first at once. @param {Uint8Array} update */
  heard(update) {
    if (!this.#store) return;
    this.#waiting.push(update);
    if (this.#keeping === undefined) this.#flush();
  }

  /** What is written here is kept at once, with all that it builds on. @param {Uint8Array} update @param {unknown} origin @param {Doc} _doc @param {import('yjs').Transaction} transaction */
  #keep = (update, origin, _doc, { local }) => {
    if (origin === this.#store) return;
    this.heard(update);
    if (local) this.#flush();
  };

  #flush = () => {
    clearTimeout(this.#keeping);
    this.#keeping = undefined;
    if (!this.#waiting.length) return;
    this.#store?._storeUpdate(mergeUpdates(this.#waiting.splice(0)), this);
    this.#keeping = setTimeout(this.#flush, TOGETHER_MS);
  };

  /** A page that goes waits for nothing: its last writing is told to end. */
  #leave = () => {
    if (!this.#waiting.length || !this.#store?.db) return;
    const transaction = this.#store.db.transaction(['updates'], 'readwrite');
    transaction.objectStore('updates').add(mergeUpdates(this.#waiting.splice(0)));
    transaction.commit?.();
  };

  /** @returns {IndexeddbPersistence|null} what is not kept by now is left */
  #letGo() {
    const store = this.#store;
    clearTimeout(this.#timer);
    clearTimeout(this.#keeping);
    this.#keeping = undefined;
    this.#waiting = [];
    this.#unfollow();
    this.#store = null;
    return store;
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

  /** Empties the copy, so that it can raise nothing (R20), and lets go of it; another tab that has it open does not hold this up. */
  async empty() {
    const store = this.#letGo();
    if (!store?.db) return;
    this.#written = '[]';
    const transaction = store.db.transaction(['updates', 'custom'], 'readwrite');
    for (const name of ['updates', 'custom']) transaction.objectStore(name).clear();
    await new Promise((resolve) => { transaction.oncomplete = transaction.onabort = resolve; });
    await store.destroy();
  }

  async close() {
    this.#flush();
    await this.#letGo()?.destroy();
  }
}

/** @template T @param {number} ms @param {Promise<T>} promise @returns {Promise<T>} */
function within(ms, promise) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('took too long')), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

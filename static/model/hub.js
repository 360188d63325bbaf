// Topics: who shows a thing hears that it changed, once per microtask however often it was touched; of a letter at once.

/** Hears of a topic and, of a letter, the text in which it stands. @typedef {(topic: string, text?: import('yjs').Text) => void} Listener */

/** Topics that say "this has just happened" and not "this is so". */
const OCCASIONS = new Set(['denied', 'notice', 'refused', 'closed']);

export class Hub {
  /** @type {Map<string, Set<Listener>>} */
  #listeners = new Map();
  /** @type {Set<string>} */
  #touched = new Set();
  #queued = false;

  /**
   * Calls `listener` after every change of `topic`; returns what ends that.
   * @param {string} topic
   * @param {Listener} listener
   * @returns {() => void}
   */
  on(topic, listener) {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (!listeners.size && this.#listeners.get(topic) === listeners) this.#listeners.delete(topic);
    };
  }

  /** @param {string} topic */
  touch(topic) {
    if (!this.#listeners.has(topic)) return;
    this.#touched.add(topic);
    if (this.#queued) return;
    this.#queued = true;
    queueMicrotask(() => this.#tellAll());
  }

  /** Calls who listens at once: a letter is worth no turn of its own. @param {string} topic @param {import('yjs').Text} [text] */
  tell(topic, text) {
    for (const listener of [...(this.#listeners.get(topic) ?? [])]) this.#call(listener, topic, text);
  }

  /** Touches every topic that somebody listens to: the whole board was exchanged. What tells of an occasion stays quiet. */
  touchAll() {
    for (const topic of this.#listeners.keys()) if (!OCCASIONS.has(topic)) this.touch(topic);
  }

  #tellAll() {
    this.#queued = false;
    const topics = [...this.#touched];
    this.#touched.clear();
    for (const topic of topics) this.tell(topic);
  }

  /**
   * One listener that fails must not keep the news from the others.
   * @param {Listener} listener
   * @param {string} topic
   * @param {import('yjs').Text} [text]
   */
  #call(listener, topic, text) {
    try {
      listener(topic, text);
    } catch (error) {
      reportError(error);
    }
  }
}

/** @param {unknown} error */
function reportError(error) {
  if (typeof globalThis.reportError === 'function') globalThis.reportError(error);
  else queueMicrotask(() => { throw error; });
}

// What the transactions of the board's document change: told by topic, and to who follows the board.
import { Text as YText } from '#yjs';
import { pathOf } from './paths.js';
import { ITEM_TOPIC, itemTopics, textTopic } from './topics.js';

/** @typedef {import('./schema.js').Root} Root */
/** @typedef {import('yjs').Transaction} Transaction */
/** @typedef {(transaction: Transaction) => void} Follower */
/** @typedef {'here'|'elsewhere'|'anywhere'} Where */

const MOVING = ['place', 'order', 'deleted'];

export class Changes {
  #board;
  #stop = () => {};
  /** Topics of the texts in which somebody has written: the item's, and its own. @type {WeakMap<YText, [string, string]>} */
  #written = new WeakMap();
  /** @type {Map<Follower, Where>} */
  #followers = new Map();

  /** @param {import('./board.js').Board} board */
  constructor(board) {
    this.#board = board;
  }

  get #hub() { return this.#board.hub; }

  /**
   * Calls `follower` with each transaction that changed something, of whichever document is shown; returns what ends that.
   * @param {Follower} follower
   * @param {Where} [where] it was made
   */
  follow(follower, where = 'anywhere') {
    this.#followers.set(follower, where);
    return () => { this.#followers.delete(follower); };
  }

  /** Tells of the document that the board holds now, and of no other. */
  watch() {
    this.#stop();
    const { doc } = this.#board;
    const ended = (/** @type {Transaction} */ transaction) => this.#ended(transaction);
    doc.on('afterTransaction', ended);
    this.#stop = () => doc.off('afterTransaction', ended);
  }

  /** @param {Transaction} transaction */
  #ended(transaction) {
    if (!transaction.changed.size) return;
    for (const [type, keys] of transaction.changed) {
      if (type instanceof YText) this.#textChanged(type);
      else this.#mapChanged(pathOf(type), /** @type {Set<string>} */ (keys));
    }
    const other = transaction.local ? 'elsewhere' : 'here';
    for (const [follower, where] of this.#followers) if (where !== other) follower(transaction);
  }

  /** A letter typed costs only this: no index is touched, and its text is drawn at once. @param {YText} text */
  #textChanged(text) {
    const [item, own] = this.#written.get(text) ?? this.#topicsOf(text);
    const { hub } = this.#board;
    hub.touch(item);
    hub.tell(own, text);
  }

  /** @param {YText} text @returns {[string, string]} */
  #topicsOf(text) {
    const [root = '', id = '', field = ''] = pathOf(text);
    /** @type {[string, string]} */
    const topics = [isItemRoot(root) ? `${ITEM_TOPIC[root]}:${id}` : 'meta', textTopic(root, id, field)];
    this.#written.set(text, topics);
    return topics;
  }

  /** @param {string[]} path @param {Set<string>} keys */
  #mapChanged([root = '', ...path], keys) {
    if (root === 'board') this.#hub.touch('meta');
    else if (root === 'ratings') this.#ratingsChanged(keys);
    else if (isItemRoot(root)) this.#itemsChanged(root, path, keys);
  }

  /** @param {Root} root @param {string[]} path @param {Set<string>} keys */
  #itemsChanged(root, path, keys) {
    this.#hub.touch('shape');
    const moved = path.length < 2 && (!path.length || MOVING.some((key) => keys.has(key)));
    for (const id of path.length ? path.slice(0, 1) : keys) {
      if (moved) this.#board.refresh(root, id);
      for (const topic of itemTopics(root, id)) this.#hub.touch(topic);
    }
  }

  /** @param {Set<string>} keys */
  #ratingsChanged(keys) {
    this.#hub.touch('ratings');
    this.#hub.touch('shape');
    for (const key of keys) this.#hub.touch(`rating:${key.split('/')[0]}`);
  }
}

/** @param {string} root @returns {root is Root} */
const isItemRoot = (root) => root in ITEM_TOPIC;

// What the transactions of the board's document change: told by topic, and to who follows the board.
import { Text as YText } from '#yjs';
import { ITEM_ROOTS } from './schema.js';
import { ITEM_TOPIC, itemTopics, textTopic } from './topics.js';

/** @typedef {import('./schema.js').Root} Root */
/** @typedef {import('yjs').YEvent<any>} Event */
/** @typedef {(transaction: import('yjs').Transaction) => void} Follower */
/** @typedef {'here'|'elsewhere'|'anywhere'} Where */

export class Changes {
  #board;
  /** @type {(() => void)[]} */
  #stop = [];
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
    for (const stop of this.#stop.splice(0)) stop();
    for (const root of ITEM_ROOTS) this.#observe(root, (events) => this.#itemsChanged(root, events));
    this.#observe('board', () => this.#hub.touch('meta'));
    this.#observe('ratings', (events) => this.#ratingsChanged(events));
    const { doc } = this.#board;
    const ended = (/** @type {import('yjs').Transaction} */ transaction) => this.#ended(transaction);
    doc.on('afterTransaction', ended);
    this.#stop.push(() => doc.off('afterTransaction', ended));
  }

  /** @param {import('yjs').Transaction} transaction */
  #ended(transaction) {
    if (!transaction.changed.size) return;
    const other = transaction.local ? 'elsewhere' : 'here';
    for (const [follower, where] of this.#followers) if (where !== other) follower(transaction);
  }

  /** @param {string} root @param {(events: Event[]) => void} changed */
  #observe(root, changed) {
    const map = this.#board.root(root);
    map.observeDeep(changed);
    this.#stop.push(() => map.unobserveDeep(changed));
  }

  /** @param {Root} root @param {Event[]} events */
  #itemsChanged(root, events) {
    for (const event of events) {
      if (event.target instanceof YText) {
        this.#touchText(root, event);
        continue;
      }
      const { path } = event;
      this.#hub.touch('shape');
      const changed = path.length ? [String(path[0])] : [...event.keys.keys()];
      const moved = path.length < 2 && (!path.length || ['place', 'order', 'deleted'].some((key) => event.keys.has(key)));
      for (const id of changed) {
        if (moved) this.#board.refresh(root, id);
        for (const topic of itemTopics(root, id)) this.#hub.touch(topic);
      }
    }
  }

  /** A letter typed costs only this: no index is touched, and its text is drawn at once. @param {Root} root @param {Event} event */
  #touchText(root, event) {
    const [item, text] = this.#written.get(event.target) ?? this.#topicsOf(root, event);
    this.#hub.touch(item);
    this.#hub.tell(text);
  }

  /** @param {Root} root @param {Event} event @returns {[string, string]} */
  #topicsOf(root, { target, path: [id, field] }) {
    /** @type {[string, string]} */
    const topics = [`${ITEM_TOPIC[root]}:${id}`, textTopic(root, String(id), String(field))];
    this.#written.set(target, topics);
    return topics;
  }

  /** @param {Event[]} events */
  #ratingsChanged(events) {
    this.#hub.touch('ratings');
    this.#hub.touch('shape');
    for (const event of events) for (const key of event.keys.keys()) this.#hub.touch(`rating:${key.split('/')[0]}`);
  }
}

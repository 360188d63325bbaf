// What has just been written on the board, and by whom: the newest few things, for those who look from afar.
import { changedThings, readThing } from '../model/paths.js';

/** @typedef {'activities'|'touchpoints'|'cards'} Root */
/** @typedef {{name: string, color: string}} Author */
/** @typedef {{root: Root, id: string, author: Author|null}} Piece */

const MOST = 4;
/** The text of a thing. @type {Readonly<Record<Root, string>>} */
const TEXTS = { activities: 'text', touchpoints: 'name', cards: 'text' };

export class News {
  #session;
  #told;
  /** The newest first. @type {Piece[]} */
  #pieces = [];

  /** @param {import('../sync/session.js').Session} session @param {() => void} told called when there is something new */
  constructor(session, told) {
    this.#session = session;
    this.#told = told;
    this.close = session.board.follow((transaction) => this.#hear(transaction), 'elsewhere');
  }

  /** What still hangs on the board. @returns {Piece[]} */
  get pieces() { return this.#pieces.filter(({ root, id }) => this.#session.board.exists(root, id)); }

  /** @param {import('yjs').Transaction} transaction */
  #hear(transaction) {
    const fresh = new Map();
    for (const thing of changedThings(transaction)) {
      const { root, id } = readThing(thing);
      const author = root in TEXTS ? this.#author(/** @type {Root} */ (root), id, transaction) : undefined;
      if (author !== undefined) fresh.set(id, { root, id, author });
    }
    if (!fresh.size || fresh.size > MOST) return; // a board that arrives at once is no news
    this.#pieces = [...fresh.values(), ...this.pieces.filter(({ id }) => !fresh.has(id))].slice(0, MOST);
    this.#told();
  }

  /** Whoever wrote what is new in a text: their letters bear their connection; undefined if nothing is new. @param {Root} root @param {string} id @param {import('yjs').Transaction} transaction @returns {Author|null|undefined} */
  #author(root, id, { beforeState }) {
    const { board, presence, people } = this.#session;
    const text = board.text(root, id, TEXTS[root]);
    for (let item = text?._start ?? null; item; item = item.right) {
      const { client, clock } = item.id;
      if (item.deleted || clock + item.length <= (beforeState.get(client) ?? 0)) continue;
      const maker = board.item(root, id)?.by;
      return presence.others().find(({ connection }) => connection === client) ?? people.find(({ seat }) => seat === maker) ?? null;
    }
    return undefined;
  }
}

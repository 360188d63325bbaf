// How the board is written: one transaction for one act, items made whole, places as one key, nothing written twice.
import { Map as YMap, Text as YText } from '#yjs';
import { diff, wellFormed } from '../text/diff.js';
import { between, spread } from './order.js';
import { LOCAL, PARENTS, RESERVED, TEXT_FIELDS, joinPlace, newId, parentsOf, splitPlace } from './schema.js';

/** @typedef {import('./schema.js').Root} Root */
/** @typedef {import('./schema.js').Value} Value */
/** @typedef {'activities'|'touchpoints'|'cards'} PlacedRoot */
/** @typedef {Record<string, Value|undefined>} Fields */
/** @typedef {(string|null)[]} Parents */

export class Writer {
  #board;
  #undo;
  #readOnly;
  /** Who makes things. @type {string|null} */
  seat;

  /**
   * @param {import('./board.js').Board} board
   * @param {Pick<import('./undo.js').Undo, 'separate'|'denied'>} undo
   * @param {string|null} seat
   * @param {() => boolean} readOnly
   */
  constructor(board, undo, seat, readOnly) {
    this.#board = board;
    this.#undo = undo;
    this.#readOnly = readOnly;
    this.seat = seat;
  }

  get readOnly() { return this.#readOnly(); }

  /**
   * One act: one transaction of ours, one step of undo; null for who may not write.
   * @template T
   * @param {() => T|null} write
   * @returns {T|null}
   */
  act(write) {
    if (this.#readOnly()) {
      this.#undo.denied();
      return null;
    }
    this.#undo.separate();
    const result = this.#board.doc.transact(write, LOCAL);
    this.#undo.separate();
    return result;
  }

  // Fields

  /** @param {Root} root @param {string} id @param {(item: import('yjs').Map<any>) => true} write */
  onItem(root, id, write) {
    const item = this.#board.map(root, id);
    return item && write(item);
  }

  /** @param {Root} root @param {string} id @param {string} field @param {Value} value */
  set(root, id, field, value) {
    if (RESERVED.has(field)) throw new TypeError(`${field} has commands of its own`);
    if (TEXT_FIELDS[root]?.includes(field)) return this.setText(root, id, field, String(value ?? ''));
    return this.act(() => this.onItem(root, id, (item) => put(item, field, value)));
  }

  /** @param {string} root @param {string} id @param {string} field @param {string} value @returns {true|null} */
  setText(root, id, field, value) {
    return this.act(() => {
      const text = this.#board.text(root, id, field) ?? (root === 'board' ? this.#makeNext(field) : null);
      if (!text) return null;
      const { index, remove, insert } = diff(text.toString(), wellFormed(value));
      if (remove) text.delete(index, remove);
      if (insert) text.insert(index, insert);
      return /** @type {true} */ (true);
    });
  }

  // Items

  /**
   * Makes an item with all its texts at once: a text made later could be made twice, and one would be lost.
   * @param {Root} root
   * @param {Fields} place
   * @param {Fields} fields
   * @param {string} [id]
   */
  make(root, place, fields, id = newId()) {
    const item = new YMap();
    const texts = TEXT_FIELDS[root] ?? [];
    for (const field of texts) item.set(field, new YText(wellFormed(String(fields[field] ?? ''))));
    const plain = { ...place, ...fields, ...(root in PARENTS ? { by: this.seat } : {}) };
    for (const [field, value] of Object.entries(plain)) {
      if (!texts.includes(field) && value !== null && value !== undefined) item.set(field, clean(value));
    }
    this.#board.root(root).set(id, item);
    this.#board.refresh(root, id);
    return id;
  }

  /** Makes an item at the end of its row. @param {Root} root @param {Fields} fields */
  add(root, fields) { return this.addAt(root, Infinity, fields); }

  /** @param {Root} root @param {number} index @param {Fields} fields */
  addAt(root, index, fields) {
    return this.act(() => this.make(root, { order: this.#orderAt(root, '', index) }, fields));
  }

  /** @param {PlacedRoot} root @param {Parents} parents @param {number|undefined} index @param {Fields} fields */
  addPlaced(root, parents, index, fields) {
    return this.act(() => {
      const order = this.#orderAt(root, containerOf(parents), index ?? Infinity);
      return this.make(root, { place: joinPlace(parents, order) }, fields);
    });
  }

  /** Lays a copy behind an item. @param {Root} root @param {string} id @param {string} behind */
  copyBehind(root, id, behind) {
    const item = this.#board.map(root, id) && this.#board.map(root, behind);
    if (!item) return null;
    const { parents } = splitPlace(item.get('place'), parentsOf(root));
    const key = containerOf(parents);
    const at = this.#board.siblings(root, key).findIndex((sibling) => sibling.id === behind);
    return this.copy(root, id, parents, this.#orderAt(root, key, at < 0 ? Infinity : at + 1));
  }

  /**
   * @param {Root} root
   * @param {string} id
   * @param {Parents} parents
   * @param {string} order
   * @param {Fields} [change]
   */
  copy(root, id, parents, order, change = {}) {
    const { id: _, stage, activity, lane, order: __, place, deleted, by, ...fields } = this.#board.item(root, id);
    return this.make(root, parents.length ? { place: joinPlace(parents, order) } : { order }, { ...fields, ...change });
  }

  // Places

  /** @param {PlacedRoot} root @param {string} id @param {Parents} parents @param {number} index */
  movePlaced(root, id, parents, index) {
    return this.#move(root, id, containerOf(parents), index, 'place', (order) => joinPlace(parents, order));
  }

  /**
   * Sets several items beside each other, in the order given; who stands so already stays.
   * @param {PlacedRoot} root
   * @param {readonly string[]} ids
   * @param {Parents} parents
   * @param {number} index counted without them
   */
  moveAll(root, ids, parents, index) {
    return this.act(() => {
      const key = containerOf(parents);
      const moved = ids.filter((id) => this.#board.exists(root, id));
      const now = () => this.#board.siblings(root, key).map(({ id }) => id);
      const rest = now().filter((id) => !moved.includes(id));
      const first = rest[Math.min(Math.max(0, index), rest.length) - 1] ?? null;
      moved.forEach((id, i) => {
        const before = i ? moved[i - 1] : first;
        this.movePlaced(root, id, parents, now().filter((other) => other !== id).indexOf(before ?? '') + 1);
      });
      return /** @type {true} */ (true);
    });
  }

  /** @param {Root} root @param {string} id @param {number} index */
  moveIn(root, id, index) {
    return this.#move(root, id, '', index, 'order', (order) => order);
  }

  /** Writes a field that says where an item stands. @param {Root} root @param {string} id @param {import('yjs').Map<any>} item @param {'place'|'order'|'deleted'} field @param {string|null} value */
  place(root, id, item, field, value) {
    put(item, field, value);
    this.#board.refresh(root, id);
    return /** @type {true} */ (true);
  }

  /** @param {Root} root @param {string} id @param {string} key @param {number} index counted without the item itself @param {'place'|'order'} field @param {(order: string) => string} join */
  #move(root, id, key, index, field, join) {
    return this.act(() => this.onItem(root, id, (item) => {
      const now = this.#board.siblings(root, key).findIndex((sibling) => sibling.id === id);
      if (now >= 0 && now === index) return true;
      return this.place(root, id, item, field, join(this.#orderAt(root, key, index, id)));
    }));
  }

  /**
   * An order for the place `index` among the siblings, `moving` left out.
   * @param {Root} root
   * @param {string} key
   * @param {number} index
   * @param {string|null} [moving]
   */
  #orderAt(root, key, index, moving = null) {
    const siblings = this.#board.siblings(root, key).filter(({ id }) => id !== moving);
    const at = Math.min(Math.max(0, index), siblings.length);
    const order = between(siblings[at - 1]?.order || null, siblings[at]?.order ?? null);
    return order ?? this.#layAnew(root, siblings, at);
  }

  /**
   * Where nothing fits between two equal or foreign orders, the row gets fresh ones; returns the one at the gap.
   * @param {Root} root
   * @param {readonly import('./order.js').Placed[]} siblings
   * @param {number} gap
   */
  #layAnew(root, siblings, gap) {
    const orders = spread(siblings.length + 1);
    const [own] = orders.splice(gap, 1);
    siblings.forEach(({ id }, i) => {
      const item = this.#board.map(root, id);
      const count = parentsOf(root);
      const order = orders[i] ?? '';
      if (!item) return;
      if (count) this.place(root, id, item, 'place', joinPlace(splitPlace(item.get('place'), count).parents, order));
      else this.place(root, id, item, 'order', order);
    });
    return own ?? '';
  }

  /** The board's own text is made at its birth; a board from elsewhere may lack it. @param {string} field */
  #makeNext(field) {
    if (!TEXT_FIELDS.board?.includes(field)) return null;
    return this.#board.root('board').set(field, new YText());
  }
}

/**
 * Writes a field only if it changes: an overwrite stays in the history for ever (R13). Null takes it away.
 * @param {import('yjs').Map<any>} map
 * @param {string} field
 * @param {Value} value
 * @returns {true}
 */
export function put(map, field, value) {
  if (value === null) {
    if (map.has(field)) map.delete(field);
  } else if (map.get(field) !== clean(value)) map.set(field, clean(value));
  return true;
}

/** @template T @param {T} value */
function clean(value) {
  return typeof value === 'string' ? wellFormed(value) : value;
}

/** @param {Parents} parents */
function containerOf(parents) {
  return parents.map((parent) => parent ?? '').join('|');
}

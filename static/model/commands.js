// The only writer of the board: every act of a person is one method here, one transaction, one step of undo.
import { Map as YMap, Text as YText } from '#yjs';
import { diff, wellFormed } from '../text/diff.js';
import { between, spread } from './order.js';
import { ONLY, ratingKey, ratingKeys } from './ratings.js';
import { LOCAL, PARENTS, RESERVED, SERIES, TEXT_FIELDS, joinPlace, newId, splitPlace } from './schema.js';

/** @typedef {import('./schema.js').Root} Root */
/** @typedef {import('./schema.js').Series} Series */
/** @typedef {import('./schema.js').Value} Value */
/** @typedef {Record<string, Value|undefined>} Fields */
/** @typedef {{seat?: string|null, readOnly?: () => boolean, now?: () => number}} Options */

/** Words of an act: nothing may be written into what is missing; a refused act returns null. */
export class Commands {
  #board;
  #undo;
  #readOnly;
  #now;
  /** @type {string|null} */
  seat;

  /**
   * @param {import('./board.js').Board} board
   * @param {import('./undo.js').Undo} undo
   * @param {Options} [options]
   */
  constructor(board, undo, { seat = null, readOnly = () => false, now = Date.now } = {}) {
    this.#board = board;
    this.#undo = undo;
    this.#readOnly = readOnly;
    this.#now = now;
    this.seat = seat;
  }

  /** True while nothing may be written: a follower, a locked board, a closed one. */
  get readOnly() { return this.#readOnly(); }

  // The board and its words

  /** @param {'title'|'scenario'|'scope'|'owner'|'language'|'next'} field @param {string|null} value */
  setMeta(field, value) {
    if (field === 'next') return this.setText('board', '', 'next', value ?? '');
    return this.#act(() => put(this.#board.root('board'), field, value));
  }

  /** @param {Fields} [fields] */
  addPersona(fields = {}) {
    return this.#act(() => {
      this.#nameRatings();
      return this.#make('personas', { order: this.#end('personas') }, fields);
    });
  }

  /** @param {string} id @param {string} field @param {Value} value */
  setPersona(id, field, value) { return this.#set('personas', id, field, value); }

  /** @param {string} id @param {number} index */
  movePersona(id, index) { return this.#moveIn('personas', id, index); }

  /** @param {Fields} fields */
  addChannel(fields) { return this.#addLabel('channels', fields); }

  /** @param {string} id @param {string} field @param {Value} value */
  setChannel(id, field, value) { return this.#set('channels', id, field, value); }

  /** @param {Fields} fields */
  addDepartment(fields) { return this.#addLabel('departments', fields); }

  /** @param {string} id @param {string} field @param {Value} value */
  setDepartment(id, field, value) { return this.#set('departments', id, field, value); }

  // Stages and activities

  /** @param {string} title @param {string|null} [afterId] the end when left out, the start when null */
  addStage(title, afterId) {
    const stages = this.#board.stages().map(({ id }) => id);
    const index = afterId === undefined ? stages.length : stages.indexOf(afterId ?? '') + 1;
    return this.#act(() => this.#make('stages', { order: this.#orderAt('stages', '', index) }, { title }));
  }

  /** @param {string} id @param {string} title */
  renameStage(id, title) { return this.#set('stages', id, 'title', title); }

  /** @param {string} id @param {number} index */
  moveStage(id, index) { return this.#moveIn('stages', id, index); }

  /** @param {string|null} stageId @param {{text?: string, index?: number, kind?: string}} [more] */
  addActivity(stageId, { index, ...fields } = {}) { return this.#addPlaced('activities', [stageId], index, fields); }

  /** @param {string} id @param {string|null} stageId @param {number} index */
  moveActivity(id, stageId, index) { return this.#movePlaced('activities', id, [stageId], index); }

  /** @param {string} id @param {string} field @param {Value} value */
  setActivity(id, field, value) { return this.#set('activities', id, field, value); }

  // Touchpoints

  /** @param {string|null} activityId @param {Fields & {index?: number}} [more] */
  addTouchpoint(activityId, { index, ...fields } = {}) { return this.#addPlaced('touchpoints', [activityId], index, fields); }

  /** @param {string} id @param {string|null} activityId @param {number} index */
  moveTouchpoint(id, activityId, index) { return this.#movePlaced('touchpoints', id, [activityId], index); }

  /** @param {string} id @param {string} field @param {Value} value */
  setTouchpoint(id, field, value) { return this.#set('touchpoints', id, field, value); }

  // Lanes and cards

  /** @param {import('./schema.js').LaneKind} kind @param {string|null} [title] null: the kind's name in the reader's language */
  addLane(kind, title = null) {
    return this.#act(() => this.#make('lanes', { order: this.#end('lanes') }, { kind, title }));
  }

  /** @param {string} id @param {string} field @param {Value} value */
  setLane(id, field, value) { return this.#set('lanes', id, field, value); }

  /** @param {string} id @param {number} index */
  moveLane(id, index) { return this.#moveIn('lanes', id, index); }

  /** @param {string} id @param {boolean} hidden */
  hideLane(id, hidden) { return this.#set('lanes', id, 'hidden', hidden || null); }

  /** @param {string|null} activityId @param {string|null} laneId @param {Fields & {index?: number}} [more] */
  addCard(activityId, laneId, { index, ...fields } = {}) {
    const status = this.#board.lane(laneId ?? '')?.kind === 'action' ? 'open' : null;
    return this.#addPlaced('cards', [activityId, laneId], index, { status, ...fields });
  }

  /** @param {string} id @param {string|null} activityId @param {string|null} laneId @param {number} index */
  moveCard(id, activityId, laneId, index) { return this.#movePlaced('cards', id, [activityId, laneId], index); }

  /** @param {string} id @param {string} field @param {Value} value */
  setCard(id, field, value) { return this.#set('cards', id, field, value); }

  // Ratings

  /** @param {string} activity @param {string|null} persona @param {Series} series @param {number|null} value */
  rate(activity, persona, series, value) {
    return this.#act(() => {
      const ratings = this.#board.root('ratings');
      const [key, ...others] = ratingKeys(this.#board.personas(), activity, persona, series);
      if (key === undefined) return null;
      put(ratings, key, value === null ? null : Math.min(10, Math.max(1, Math.round(value))));
      for (const other of others) put(ratings, other, null);
      return true;
    });
  }

  // Any item

  /** Puts an item into the bin: it is shown nowhere, nothing in it is lost. @param {Root} root @param {string} id */
  remove(root, id) {
    return this.#act(() => this.#onItem(root, id, (item) => {
      const at = item.get('deleted') ?? new Date(this.#now()).toISOString();
      return this.#place(root, id, item, 'deleted', at);
    }));
  }

  /** Takes an item out of the bin. @param {Root} root @param {string} id */
  restore(root, id) {
    return this.#act(() => this.#onItem(root, id, (item) => {
      if (root === 'personas') this.#nameRatings();
      return this.#place(root, id, item, 'deleted', null);
    }));
  }

  /** Lays a copy behind the item; an activity brings its touchpoints and cards along. @param {Root} root @param {string} id @returns {string|null} */
  duplicate(root, id) {
    return this.#act(() => (root === 'activities' ? this.#copyActivity(id) : this.#copyBehind(root, id)));
  }

  /** Makes a text read `value` by the smallest change, so that what others write meanwhile stays. @param {string} root @param {string} id @param {string} field @param {string} value */
  setText(root, id, field, value) {
    return this.#act(() => this.#writeText(root, id, field, value));
  }

  /**
   * Several commands as one act: one change on the wire, one step of undo.
   * @template T
   * @param {() => T} write
   * @returns {T|null}
   */
  together(write) { return this.#act(write); }

  // Internal: one act

  /**
   * @template T
   * @param {() => T|null} write
   * @returns {T|null}
   */
  #act(write) {
    if (this.#readOnly()) {
      this.#undo.denied();
      return null;
    }
    this.#undo.separate();
    const result = this.#board.doc.transact(write, LOCAL);
    this.#undo.separate();
    return result;
  }

  /** @param {Root} root @param {string} id @param {(item: import('yjs').Map<any>) => true} write */
  #onItem(root, id, write) {
    const item = this.#board.map(root, id);
    return item && write(item);
  }

  /** @param {Root} root @param {string} id @param {string} field @param {Value} value */
  #set(root, id, field, value) {
    if (RESERVED.has(field)) throw new TypeError(`${field} has commands of its own`);
    if (TEXT_FIELDS[root]?.includes(field)) return this.setText(root, id, field, String(value ?? ''));
    return this.#act(() => this.#onItem(root, id, (item) => put(item, field, value)));
  }

  /** @param {string} root @param {string} id @param {string} field @param {string} value @returns {true|null} */
  #writeText(root, id, field, value) {
    const text = this.#board.text(root, id, field) ?? (root === 'board' ? this.#makeNext(field) : null);
    if (!text) return null;
    const { index, remove, insert } = diff(text.toString(), wellFormed(value));
    if (remove) text.delete(index, remove);
    if (insert) text.insert(index, insert);
    return true;
  }

  /** The board's own text is made at its birth; a board from elsewhere may lack it. @param {string} field */
  #makeNext(field) {
    if (!TEXT_FIELDS.board?.includes(field)) return null;
    return this.#board.root('board').set(field, new YText());
  }

  /**
   * Makes an item with all its texts at once: a text made later could be made twice, and one would be lost.
   * @param {Root} root
   * @param {Fields} place
   * @param {Fields} fields
   */
  #make(root, place, fields) {
    const id = newId();
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

  // Internal: places

  /** Writes a field that says where an item stands. @param {Root} root @param {string} id @param {import('yjs').Map<any>} item @param {'place'|'order'|'deleted'} field @param {string|null} value */
  #place(root, id, item, field, value) {
    put(item, field, value);
    this.#board.refresh(root, id);
    return /** @type {true} */ (true);
  }

  /** @param {Root} root */
  #end(root) { return this.#orderAt(root, '', Infinity); }

  /** @param {'channels'|'departments'} root @param {Fields} fields */
  #addLabel(root, fields) {
    return this.#act(() => this.#make(root, { order: this.#end(root) }, fields));
  }

  /** @param {'activities'|'touchpoints'|'cards'} root @param {(string|null)[]} parents @param {number} [index] @param {Fields} [fields] */
  #addPlaced(root, parents, index = Infinity, fields = {}) {
    return this.#act(() => {
      const order = this.#orderAt(root, containerOf(parents), index);
      return this.#make(root, { place: joinPlace(parents, order) }, fields);
    });
  }

  /** @param {'activities'|'touchpoints'|'cards'} root @param {string} id @param {(string|null)[]} parents @param {number} index */
  #movePlaced(root, id, parents, index) {
    return this.#move(root, id, containerOf(parents), index, 'place', (order) => joinPlace(parents, order));
  }

  /** @param {Root} root @param {string} id @param {number} index */
  #moveIn(root, id, index) {
    return this.#move(root, id, '', index, 'order', (order) => order);
  }

  /** @param {Root} root @param {string} id @param {string} key @param {number} index counted without the item itself @param {'place'|'order'} field @param {(order: string) => string} join */
  #move(root, id, key, index, field, join) {
    return this.#act(() => this.#onItem(root, id, (item) => {
      const now = this.#board.siblings(root, key).findIndex((sibling) => sibling.id === id);
      if (now >= 0 && now === index) return true;
      return this.#place(root, id, item, field, join(this.#orderAt(root, key, index, id)));
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
      if (count) this.#place(root, id, item, 'place', joinPlace(splitPlace(item.get('place'), count).parents, order));
      else this.#place(root, id, item, 'order', order);
    });
    return own ?? '';
  }

  // Internal: copies and ratings

  /** @param {Root} root @param {string} id */
  #copyBehind(root, id) {
    const item = this.#board.map(root, id);
    if (!item) return null;
    const { parents } = splitPlace(item.get('place'), parentsOf(root));
    const key = containerOf(parents);
    const at = this.#board.siblings(root, key).findIndex((sibling) => sibling.id === id);
    return this.#copy(root, id, parents, this.#orderAt(root, key, at < 0 ? Infinity : at + 1));
  }

  /**
   * @param {Root} root
   * @param {string} id
   * @param {(string|null)[]} parents
   * @param {string} order
   * @param {Fields} [change]
   */
  #copy(root, id, parents, order, change = {}) {
    const { id: _, stage, activity, lane, order: __, place, deleted, by, ...fields } = this.#board.item(root, id);
    return this.#make(root, parents.length ? { place: joinPlace(parents, order) } : { order }, { ...fields, ...change });
  }

  /** @param {string} id */
  #copyActivity(id) {
    const copy = this.#copyBehind('activities', id);
    if (!copy) return null;
    /** @type {Map<string, string>} */
    const touchpoints = new Map();
    for (const { id: from, order } of this.#board.siblings('touchpoints', id)) touchpoints.set(from, this.#copy('touchpoints', from, [copy], order));
    for (const { id: lane } of this.#board.lanes({ all: true })) {
      for (const { id: card, order } of this.#board.siblings('cards', `${id}|${lane}`)) {
        const touchpoint = touchpoints.get(this.#board.card(card)?.touchpoint ?? '') ?? null;
        this.#copy('cards', card, [copy, lane], order, { touchpoint });
      }
    }
    return copy;
  }

  /** A second persona comes: what was rated as `-` is the first one's from now on. */
  #nameRatings() {
    const [first, second] = this.#board.personas();
    if (first === undefined || second !== undefined) return;
    const ratings = this.#board.root('ratings');
    for (const key of [...ratings.keys()]) {
      const [activity, persona, series] = key.split('/');
      if (persona !== ONLY || !activity || !SERIES.includes(/** @type {Series} */ (series))) continue;
      put(ratings, ratingKey(activity, first, /** @type {Series} */ (series)), ratings.get(key));
      put(ratings, key, null);
    }
  }
}

/** @param {Root} root */
function parentsOf(root) {
  return PARENTS[/** @type {keyof typeof PARENTS} */ (root)] ?? 0;
}

/** @param {(string|null)[]} parents */
function containerOf(parents) {
  return parents.map((parent) => parent ?? '').join('|');
}

/**
 * Writes a field only if it changes: an overwrite stays in the history for ever (R13). Null takes it away.
 * @param {import('yjs').Map<any>} map
 * @param {string} field
 * @param {Value} value
 * @returns {true}
 */
function put(map, field, value) {
  if (value === null) {
    if (map.has(field)) map.delete(field);
  } else if (map.get(field) !== clean(value)) map.set(field, clean(value));
  return true;
}

/** @template T @param {T} value */
function clean(value) {
  return typeof value === 'string' ? wellFormed(value) : value;
}

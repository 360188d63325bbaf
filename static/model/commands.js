// What people can do to a board: every act is one method, one change on the wire, one step of undo. Nothing else writes, but text fields.
import { ONLY, ratingKey, ratingKeys } from './ratings.js';
import { SERIES } from './schema.js';
import { Writer, put } from './writer.js';

/** @typedef {import('./schema.js').Root} Root */
/** @typedef {import('./schema.js').Series} Series */
/** @typedef {import('./schema.js').Value} Value */
/** @typedef {import('./writer.js').Fields} Fields */
/** @typedef {{seat?: string|null, readOnly?: () => boolean, now?: () => number}} Options */

/** All methods return null for who may not write (and touch the topic `denied`) and for what is not there; those that make a thing return its id. */
export class Commands {
  #board;
  #now;
  #undo;
  #writer;

  /**
   * @param {import('./board.js').Board} board
   * @param {import('./undo.js').Undo} undo
   * @param {Options} [options]
   */
  constructor(board, undo, { seat = null, readOnly = () => false, now = Date.now } = {}) {
    this.#board = board;
    this.#now = now;
    this.#undo = undo;
    this.#writer = new Writer(board, undo, seat, readOnly);
  }

  /** True while nothing may be written: a follower, a locked board, a closed one. */
  get readOnly() { return this.#writer.readOnly; }

  /** Who makes things. @param {string|null} seat */
  set seat(seat) { this.#writer.seat = seat; }

  // The board and its words

  /** @param {'title'|'scenario'|'scope'|'owner'|'language'|'next'} field @param {string|null} value */
  setMeta(field, value) {
    if (field === 'next') return this.setText('board', '', 'next', value ?? '');
    return this.#writer.act(() => put(this.#board.root('board'), field, value));
  }

  /** @param {Fields} [fields] */
  addPersona(fields = {}) {
    return this.#writer.act(() => {
      this.#nameRatings();
      return this.#writer.add('personas', fields);
    });
  }

  /** @param {string} id @param {string} field @param {Value} value */
  setPersona(id, field, value) { return this.#writer.set('personas', id, field, value); }

  /** @param {string} id @param {number} index */
  movePersona(id, index) { return this.#writer.moveIn('personas', id, index); }

  /** @param {Fields} fields */
  addChannel(fields) { return this.#writer.add('channels', fields); }

  /** @param {string} id @param {string} field @param {Value} value */
  setChannel(id, field, value) { return this.#writer.set('channels', id, field, value); }

  /** @param {Fields} fields */
  addDepartment(fields) { return this.#writer.add('departments', fields); }

  /** @param {string} id @param {string} field @param {Value} value */
  setDepartment(id, field, value) { return this.#writer.set('departments', id, field, value); }

  /** @param {'channels'|'departments'} root @param {string} id @param {number} index */
  moveLabel(root, id, index) { return this.#writer.moveIn(root, id, index); }

  // Stages and activities

  /** @param {string} title @param {string|null} [afterId] the end when left out, the start when null */
  addStage(title, afterId) {
    const stages = this.#board.stages().map(({ id }) => id);
    const index = afterId === undefined ? stages.length : stages.indexOf(afterId ?? '') + 1;
    return this.#writer.addAt('stages', index, { title });
  }

  /** @param {string} id @param {string} title */
  renameStage(id, title) { return this.#writer.set('stages', id, 'title', title); }

  /** @param {string} id @param {number} index counted without the moved one, as in every move */
  moveStage(id, index) { return this.#writer.moveIn('stages', id, index); }

  /** @param {string|null} stageId @param {Fields & {index?: number}} [more] */
  addActivity(stageId, { index, ...fields } = {}) { return this.#writer.addPlaced('activities', [stageId], index, fields); }

  /** @param {string} id @param {string|null} stageId @param {number} index */
  moveActivity(id, stageId, index) { return this.#writer.movePlaced('activities', id, [stageId], index); }

  /** @param {string} id @param {string} field @param {Value} value */
  setActivity(id, field, value) { return this.#writer.set('activities', id, field, value); }

  // Touchpoints

  /** @param {string|null} activityId @param {Fields & {index?: number}} [more] */
  addTouchpoint(activityId, { index, ...fields } = {}) { return this.#writer.addPlaced('touchpoints', [activityId], index, fields); }

  /** @param {string} id @param {string|null} activityId @param {number} index */
  moveTouchpoint(id, activityId, index) { return this.#writer.movePlaced('touchpoints', id, [activityId], index); }

  /** @param {string} id @param {string} field @param {Value} value */
  setTouchpoint(id, field, value) { return this.#writer.set('touchpoints', id, field, value); }

  // Lanes and cards

  /** @param {import('./schema.js').LaneKind} kind @param {string|null} [title] null: the kind's name in the reader's language */
  addLane(kind, title = null) { return this.#writer.add('lanes', { kind, title }); }

  /** @param {string} id @param {string} field @param {Value} value */
  setLane(id, field, value) { return this.#writer.set('lanes', id, field, value); }

  /** @param {string} id @param {number} index */
  moveLane(id, index) { return this.#writer.moveIn('lanes', id, index); }

  /** @param {string} id @param {boolean} hidden */
  hideLane(id, hidden) { return this.#writer.set('lanes', id, 'hidden', hidden || null); }

  /** @param {string|null} activityId @param {string|null} laneId @param {Fields & {index?: number}} [more] */
  addCard(activityId, laneId, { index, ...fields } = {}) {
    const status = this.#board.lane(laneId ?? '')?.kind === 'action' ? 'open' : null;
    return this.#writer.addPlaced('cards', [activityId, laneId], index, { status, ...fields });
  }

  /** @param {string} id @param {string|null} activityId @param {string|null} laneId @param {number} index */
  moveCard(id, activityId, laneId, index) { return this.#writer.movePlaced('cards', id, [activityId, laneId], index); }

  /** @param {string} id @param {string} field @param {Value} value */
  setCard(id, field, value) { return this.#writer.set('cards', id, field, value); }

  // Ratings

  /** @param {string} activity @param {string|null} persona null: the first @param {Series} series @param {number|null} value 1 to 10 */
  rate(activity, persona, series, value) {
    return this.#writer.act(() => {
      const ratings = this.#board.root('ratings');
      const [key, ...others] = ratingKeys(this.#board.personas(), activity, persona, series);
      if (key === undefined) return null;
      put(ratings, key, value === null ? null : Math.min(10, Math.max(1, Math.round(value))));
      for (const other of others) put(ratings, other, null);
      return true;
    });
  }

  // Any item

  /** Makes a text read `value` by the smallest change, so that what others write meanwhile stays. @param {string} root @param {string} id @param {string} field @param {string} value */
  setText(root, id, field, value) { return this.#writer.setText(root, id, field, value); }

  /** Puts an item into the bin: it is shown nowhere, nothing in it is lost. @param {Root} root @param {string} id */
  remove(root, id) {
    return this.#writer.act(() => this.#writer.onItem(root, id, (item) => {
      const at = item.get('deleted') ?? new Date(this.#now()).toISOString();
      return this.#writer.place(root, id, item, 'deleted', at);
    }));
  }

  /** Lets go of what was begun and left blank. @param {Root} root @param {string} id */
  abandon(root, id) {
    const gone = this.remove(root, id);
    if (gone) this.#undo.forget(root, id);
    return gone;
  }

  /** Takes an item out of the bin. @param {Root} root @param {string} id */
  restore(root, id) {
    return this.#writer.act(() => this.#writer.onItem(root, id, (item) => {
      if (root === 'personas') this.#nameRatings();
      return this.#writer.place(root, id, item, 'deleted', null);
    }));
  }

  /** Sets several things beside each other, in the order given. @param {'activities'|'touchpoints'|'cards'} root @param {readonly string[]} ids @param {(string|null)[]} parents @param {number} index counted without them */
  moveAll(root, ids, parents, index) { return this.#writer.moveAll(root, ids, parents, index); }

  /** Lays a copy behind the item, or behind another; an activity brings its touchpoints and cards along. @param {Root} root @param {string} id @param {string} [behind] @returns {string|null} */
  duplicate(root, id, behind = id) {
    return this.#writer.act(() => (root === 'activities' ? this.#copyActivity(id, behind) : this.#writer.copyBehind(root, id, behind)));
  }

  /**
   * Several commands as one act: one change on the wire, one step of undo.
   * @template T
   * @param {() => T} write
   * @returns {T|null}
   */
  together(write) { return this.#writer.act(write); }

  // Internal

  /** @param {string} id @param {string} behind */
  #copyActivity(id, behind) {
    const copy = this.#writer.copyBehind('activities', id, behind);
    if (!copy) return null;
    /** @type {Map<string, string>} */
    const touchpoints = new Map();
    for (const { id: from, order } of this.#board.siblings('touchpoints', id)) {
      touchpoints.set(from, this.#writer.copy('touchpoints', from, [copy], order));
    }
    for (const { id: lane } of this.#board.lanes({ all: true })) {
      for (const { id: card, order } of this.#board.siblings('cards', `${id}|${lane}`)) {
        const touchpoint = touchpoints.get(this.#board.card(card)?.touchpoint ?? '') ?? null;
        this.#writer.copy('cards', card, [copy, lane], order, { touchpoint });
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

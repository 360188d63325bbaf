// The board of an earlier moment, out of the plain journey of a snapshot: to be read as any board, in a document that goes nowhere.
import { Doc } from '#yjs';
import { Board } from './board.js';
import { spread } from './order.js';
import { joinPlace } from './schema.js';
import { ratingKey } from './ratings.js';
import { Writer, put } from './writer.js';

/** @typedef {import('./schema.js').Root} Root */
/** @typedef {import('./schema.js').Series} Series */
/** @typedef {Record<string, any>} Plain  an item of the journey (contract 5) */

const SOURCE = { separate() {}, denied() {} };

/** @param {Plain} journey */
export function boardOf(journey) {
  const board = new Board(new Doc());
  const past = new Past(board);
  past.all(journey);
  return board;
}

class Past {
  #board;
  #writer;

  /** @param {Board} board */
  constructor(board) {
    this.#board = board;
    this.#writer = new Writer(board, SOURCE, null, () => false);
  }

  /** @param {Plain} journey */
  all({ board, personas, lanes, channels, departments, stages, unplaced }) {
    this.#writer.act(() => {
      for (const [field, value] of Object.entries(board)) this.#meta(field, value);
      for (const [root, list] of Object.entries({ personas, lanes, channels, departments, stages })) this.#row(/** @type {Root} */ (root), list);
      for (const stage of stages) this.#activities(stage.activities, stage.id);
      this.#activities(unplaced.activities, null);
      this.#placed('touchpoints', unplaced.touchpoints, () => [null]);
      this.#placed('cards', unplaced.cards, ({ lane }) => [null, lane]);
    });
  }

  /** @param {string} field @param {any} value */
  #meta(field, value) {
    if (field === 'next') this.#writer.setText('board', '', field, value);
    else if (isPlain(value)) put(this.#board.root('board'), field, value);
  }

  /** @param {Root} root @param {Plain[]} items */
  #row(root, items) {
    const orders = spread(items.length);
    items.forEach((item, i) => this.#writer.make(root, { order: orders[i] }, flat(item), item.id));
  }

  /** @param {Plain[]} items @param {string|null} stage */
  #activities(items, stage) {
    this.#placed('activities', items, () => [stage]);
    for (const { id, touchpoints, cards, ratings } of items) {
      this.#placed('touchpoints', touchpoints, () => [id]);
      this.#placed('cards', cards, ({ lane }) => [id, lane]);
      this.#rate(id, ratings);
    }
  }

  /** @param {Root} root @param {Plain[]} items @param {(item: Plain) => (string|null)[]} parents */
  #placed(root, items, parents) {
    const orders = spread(items.length);
    items.forEach((item, i) => this.#writer.make(root, { place: joinPlace(parents(item), orders[i] ?? '') }, flat(item), item.id));
  }

  /** @param {string} activity @param {Record<string, Record<string, number>>} ratings */
  #rate(activity, ratings) {
    for (const [persona, values] of Object.entries(ratings)) {
      for (const [series, value] of Object.entries(values)) put(this.#board.root('ratings'), ratingKey(activity, persona, /** @type {Series} */ (series)), value);
    }
  }
}

/** The fields as the document holds them: what the journey gathers stands under keys of its own. @param {Plain} item */
function flat({ id, activities, touchpoints, cards, ratings, lane, scales = {}, moods = [], custom = {}, odd, ...fields }) {
  return {
    ...Object.fromEntries(Object.entries(fields).filter(([, value]) => isPlain(value))),
    ...Object.fromEntries(Object.entries(scales).map(([label, value]) => [`scale:${label}`, value])),
    ...Object.fromEntries(moods.map((/** @type {string} */ image) => [`mood:${image}`, true])),
    ...Object.fromEntries(Object.entries(custom).map(([label, value]) => [`custom:${label}`, value])),
  };
}

/** @param {unknown} value */
function isPlain(value) {
  return value !== null && typeof value !== 'object';
}

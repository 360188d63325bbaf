// The board as it stands: reads the shared document, keeps the derived indexes, says by topic what changed.
import { Map as YMap, Text as YText } from '#yjs';
import { Changes } from './changes.js';
import { Hub } from './hub.js';
import { Places, placeOf, standingOf } from './places.js';
import { compare } from './order.js';
import { ITEM_ROOTS, PARENTS, TEXT_FIELDS } from './schema.js';
import { readRating } from './ratings.js';
import { placeTopics } from './topics.js';

/** @typedef {import('./schema.js').Root} Root */
/** @typedef {import('./schema.js').Series} Series */
/** @typedef {import('./schema.js').LaneKind} LaneKind */
/** @typedef {import('yjs').Doc} Doc */

export class Board {
  /** @type {Doc} */
  doc;
  hub;
  /** @type {Record<Root, Places>} */
  #places = noPlaces();
  /** @type {Map<string, {root: Root, id: string, deleted: string}>} */
  #bin = new Map();
  #changes = new Changes(this);

  /**
   * @param {Doc} doc
   * @param {Hub} [hub]
   */
  constructor(doc, hub = new Hub()) {
    this.hub = hub;
    this.doc = doc;
    this.#take();
  }

  /**
   * Shows another document from now on: every topic is touched, 'reset' too.
   * @param {Doc} doc
   */
  attach(doc) {
    this.doc = doc;
    this.#take();
    this.hub.touch('reset');
    this.hub.touchAll();
  }

  /** As Changes.follow. @param {import('./changes.js').Follower} follower @param {import('./changes.js').Where} [where] */
  follow(follower, where) { return this.#changes.follow(follower, where); }

  // The board itself

  /** The language that its words are in; the page around it may speak another. */
  get language() { return String(this.root('board').get('language') ?? ''); }

  /** @returns {{title: string, scenario: string, scope: string, owner: string, language: string, next: string}} */
  meta() {
    const map = this.root('board');
    const read = (/** @type {string} */ field) => String(map.get(field) ?? '');
    return {
      title: read('title'), scenario: read('scenario'), scope: read('scope'),
      owner: read('owner'), language: read('language'), next: read('next'),
    };
  }

  // Rows and columns

  /** @returns {string[]} */
  personas() { return this.#ordered('personas'); }

  /** @param {string} id @returns {import('./schema.js').Persona|null} */
  persona(id) { return this.item('personas', id); }

  /** @returns {{id: string, title: string}[]} */
  stages() {
    return this.#ordered('stages').map((id) => ({ id, title: String(this.map('stages', id)?.get('title') ?? '') }));
  }

  /** @param {string} id @returns {import('./schema.js').Stage|null} */
  stage(id) { return this.item('stages', id); }

  /** @param {string} stageId @returns {string[]} */
  activitiesOf(stageId) { return ids(this.#places.activities.in(stageId)); }

  /** All placed activities in board order. @returns {{id: string, stage: string}[]} */
  columns() {
    return this.#ordered('stages').flatMap((stage) => this.activitiesOf(stage).map((id) => ({ id, stage })));
  }

  /** @param {string} id @returns {import('./schema.js').Activity|null} */
  activity(id) { return this.item('activities', id); }

  /** @param {{all?: boolean}} [which] `all`: with the hidden ones @returns {{id: string, kind: LaneKind, title: string|null, hidden: boolean}[]} */
  lanes({ all = false } = {}) {
    const lanes = this.#ordered('lanes').map((id) => this.lane(id)).filter((lane) => lane !== null);
    return all ? lanes : lanes.filter((lane) => !lane.hidden);
  }

  /** @param {string} id @returns {import('./schema.js').Lane|null} */
  lane(id) {
    const lane = this.item('lanes', id);
    return lane && { ...lane, kind: lane.kind ?? 'custom', title: lane.title ?? null, hidden: lane.hidden === true };
  }

  // What stands in a column

  /** @param {string|null} activityId @param {string|null} laneId @returns {string[]} */
  cards(activityId, laneId) { return ids(this.#places.cards.in(`${activityId ?? ''}|${laneId ?? ''}`)); }

  /** @param {string} id @returns {import('./schema.js').Card|null} */
  card(id) { return this.item('cards', id); }

  /** @param {string} activityId @returns {string[]} */
  touchpoints(activityId) { return ids(this.#places.touchpoints.in(activityId)); }

  /** @param {string} id @returns {import('./schema.js').Touchpoint|null} */
  touchpoint(id) { return this.item('touchpoints', id); }

  // Ratings

  /** @param {string} activity @param {string|null} persona @param {Series} series @returns {number|null} */
  rating(activity, persona, series) {
    return readRating(this.root('ratings'), this.personas(), activity, persona, series);
  }

  /** One value per column. @param {string|null} persona @param {Series} series @returns {(number|null)[]} */
  series(persona, series) {
    const [ratings, personas] = [this.root('ratings'), this.personas()];
    return this.columns().map(({ id }) => readRating(ratings, personas, id, persona, series));
  }

  // Words of the group

  /** @returns {import('./schema.js').Label[]} */
  channels() { return this.#labels('channels'); }

  /** @returns {import('./schema.js').Label[]} */
  departments() { return this.#labels('departments'); }

  /** @param {string} id @returns {import('./schema.js').Label|null} */
  channel(id) { return this.exists('channels', id) ? this.item('channels', id) : null; }

  /** @param {string} id @returns {import('./schema.js').Label|null} */
  department(id) { return this.exists('departments', id) ? this.item('departments', id) : null; }

  // What stands nowhere

  /** Items whose place is empty, or names something that is missing or in the bin: they never vanish. @returns {{activities: string[], touchpoints: string[], cards: string[]}} */
  unplaced() {
    const loose = (/** @type {'activities'|'touchpoints'|'cards'} */ root) => {
      const places = this.#places[root];
      return [...places.keys()].filter((key) => !this.#stands(root, key)).flatMap((key) => [...places.in(key)]).sort(compare).map(({ id }) => id);
    };
    return { activities: loose('activities'), touchpoints: loose('touchpoints'), cards: loose('cards') };
  }

  /** What was thrown away, the newest first. @returns {{root: Root, id: string, deleted: string}[]} */
  bin() {
    return [...this.#bin.values()].sort((a, b) => (a.deleted < b.deleted ? 1 : a.deleted > b.deleted ? -1 : a.id < b.id ? -1 : 1));
  }

  // The document underneath

  /** @param {string} name @returns {import('yjs').Map<any>} */
  root(name) { return this.doc.getMap(name); }

  /** The item's own map, in the bin or not. @param {Root} root @param {string} id @returns {import('yjs').Map<any>|null} */
  map(root, id) {
    const map = this.root(root).get(id);
    return map instanceof YMap ? map : null;
  }

  /** True for what is there and not in the bin. @param {string} root @param {string} id */
  exists(root, id) { return root in this.#places && this.#places[/** @type {Root} */ (root)].has(id); }

  /** @param {string} root `board` takes any id @param {string} id @param {string} field @returns {import('yjs').Text|null} */
  text(root, id, field) {
    const map = root === 'board' ? this.root('board') : this.map(/** @type {Root} */ (root), id);
    const text = map?.get(field);
    return text instanceof YText ? text : null;
  }

  /** Plain fields of an item, whatever its root; also of one in the bin. @param {Root} root @param {string} id @returns {any} */
  item(root, id) {
    const map = this.map(root, id);
    if (!map) return null;
    /** @type {Record<string, any>} */
    const item = {};
    for (const field of TEXT_FIELDS[root] ?? []) item[field] = '';
    map.forEach((value, field) => { item[field] = value instanceof YText ? value.toString() : value; });
    return { ...item, id, ...placeOf(root, map) };
  }

  /** The containers of a root that hold something. @param {Root} root @returns {Iterable<string>} */
  containers(root) { return this.#places[root].keys(); }

  /** Siblings of a place with their orders, for those who insert. @param {Root} root @param {string} key @returns {readonly import('./order.js').Placed[]} */
  siblings(root, key) { return this.#places[root].in(key); }

  /** Takes note of an item at once, for those who write more than one in a transaction; its event comes after. @param {Root} root @param {string} id */
  refresh(root, id) { this.#index(root, id); }

  // Internal: indexes

  #take() {
    this.#places = noPlaces();
    this.#bin.clear();
    for (const root of ITEM_ROOTS) for (const id of this.root(root).keys()) this.#index(root, id);
    this.#changes.watch();
  }

  /** @param {Root} root @param {string} id */
  #index(root, id) {
    const map = this.map(root, id);
    const deleted = map?.get('deleted') ?? null;
    this.#throwAway(root, id, map && deleted ? String(deleted) : null);
    const standing = map && !deleted ? standingOf(root, map) : null;
    const was = this.exists(root, id);
    const keys = this.#places[root].put(id, standing);
    if (keys.length) this.#touchPlaces(root, keys, was !== (standing !== null));
  }

  /** @param {Root} root @param {string} id @param {string|null} deleted */
  #throwAway(root, id, deleted) {
    const key = `${root}:${id}`;
    if ((this.#bin.get(key)?.deleted ?? null) === deleted) return;
    if (deleted) this.#bin.set(key, { root, id, deleted });
    else this.#bin.delete(key);
    this.hub.touch('bin');
  }

  /** @param {Root} root @param {string[]} keys containers that changed @param {boolean} came whether the item came or went as a whole */
  #touchPlaces(root, keys, came) {
    const { hub } = this;
    for (const topic of keys.flatMap((key) => placeTopics(root, key))) hub.touch(topic);
    const carries = came && (root === 'stages' || root === 'activities' || root === 'lanes');
    if (carries || (root in PARENTS && keys.some((key) => !this.#stands(root, key)))) hub.touch('unplaced');
  }

  /** Whether a container's parents are there. @param {Root} root @param {string} key */
  #stands(root, key) {
    if (root === 'activities') return this.exists('stages', key);
    if (root === 'touchpoints') return this.exists('activities', key);
    const [activity = '', lane = ''] = key.split('|');
    return this.exists('activities', activity) && this.exists('lanes', lane);
  }

  /** @param {Root} root */
  #ordered(root) { return ids(this.#places[root].in('')); }

  /** @param {'channels'|'departments'} root */
  #labels(root) {
    return this.#ordered(root).map((id) => ({ name: '', code: '', color: '', ...this.item(root, id) }));
  }
}

/** @returns {Record<Root, Places>} */
function noPlaces() {
  return /** @type {any} */ (Object.fromEntries(ITEM_ROOTS.map((root) => [root, new Places()])));
}

/** @param {readonly import('./order.js').Placed[]} placed */
function ids(placed) {
  return placed.map(({ id }) => id);
}

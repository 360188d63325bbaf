// What is copied, taken off one board and laid on another: things with all that hangs under them, and the names by which the
// other board may know what they point at.
import { put } from './places.js';
import { fieldsOf } from './clip.js';

/** @typedef {import('../model/board.js').Board} Board */
/** @typedef {import('../model/commands.js').Commands} Commands */
/** @typedef {import('./items.js').Load} Load */
/** @typedef {import('./clip.js').Bundle} Bundle */
/** @typedef {import('./clip.js').Thing} Thing */
/** @typedef {import('./clip.js').Names} Names */
/** @typedef {import('./clip.js').Root} Root */
/** @typedef {import('./places.js').Place} Place */
/** @typedef {{id: string, name?: string}} Named */
/** Where pictures of another board lie here, by their id there; null: they stay behind. @typedef {(picture: string) => string|null} Pictures */

/** @param {Board} board @param {string} id the board's @param {Load} load @param {boolean} cut @returns {Bundle} */
export function gather(board, id, load, cut) {
  const root = /** @type {Root} */ (load.root);
  const things = (load.ids ?? [load.id]).filter((each) => board.exists(root, each)).map((each) => thingOf(board, root, each));
  return { version: 1, board: id, root, cut, things, names: namesOf(board, things) };
}

/** @param {Board} board @param {Root} root @param {string} id @returns {Thing} */
function thingOf(board, root, id) {
  const item = board.item(root, id);
  const thing = { id, fields: fieldsOf(root, item), ...(root === 'cards' && item.lane ? { lane: item.lane } : {}) };
  if (root !== 'activities') return thing;
  const cards = board.lanes({ all: true }).flatMap((lane) => board.cards(id, lane.id));
  return { ...thing, touchpoints: board.touchpoints(id).map((each) => thingOf(board, 'touchpoints', each)), cards: cards.map((each) => thingOf(board, 'cards', each)) };
}

/** @param {Board} board @param {Thing[]} things @returns {Names} */
function namesOf(board, things) {
  const all = withAll(things);
  const used = (/** @type {string} */ field) => [...new Set(all.map(({ fields }) => fields[field]).filter((id) => typeof id === 'string'))].map(String);
  const named = (/** @type {string} */ field, /** @type {'channel'|'department'|'persona'} */ kind) => Object.fromEntries(used(field).map((id) => [id, String(board[kind](id)?.name ?? '')]).filter(([, name]) => name));
  const lanes = [...new Set(all.map(({ lane }) => lane).filter((lane) => lane !== undefined))].map((id) => [id, board.lane(id)]);
  return {
    channels: named('channel', 'channel'), departments: named('department', 'department'), personas: named('persona', 'persona'),
    lanes: Object.fromEntries(lanes.filter(([, lane]) => lane).map(([id, lane]) => [id, { kind: /** @type {any} */ (lane).kind, title: /** @type {any} */ (lane).title }])),
  };
}

/** The things with all that hangs under them. @param {Thing[]} things @returns {Thing[]} */
export function withAll(things) {
  return things.flatMap((thing) => [thing, ...(thing.touchpoints ?? []), ...(thing.cards ?? [])]);
}

/** Pictures that the things show. @param {Thing[]} things @returns {string[]} */
export function picturesOf(things) {
  return [...new Set(withAll(things).flatMap(({ fields }) => [fields.picture, fields.sketch]).filter((id) => typeof id === 'string'))].map(String);
}

/** Takes off the board what was cut: it lies in the bin until it is pasted. @param {Commands} commands @param {Bundle} bundle */
export function takeOff(commands, { root, things }) {
  return commands.together(() => {
    for (const thing of things) {
      for (const { id } of thing.cards ?? []) commands.remove('cards', id);
      for (const { id } of thing.touchpoints ?? []) commands.remove('touchpoints', id);
      commands.remove(root, thing.id);
    }
    return true;
  });
}

/** What was cut from this board and is still in its bin comes back at another place, as the same things. @param {Board} board @param {Commands} commands @param {Bundle} bundle @param {string} here @param {(thing: Thing, i: number) => Place} placeFor @returns {string[]|null} null where it is to be copied */
export function bringBack(board, commands, { board: from, cut, root, things }, here, placeFor) {
  const inBin = new Set(board.bin().map(({ id }) => id));
  if (!cut || from !== here || !things.every(({ id }) => inBin.has(id))) return null;
  return commands.together(() => {
    things.forEach((thing, i) => {
      for (const { id } of (thing.touchpoints ?? []).filter((each) => inBin.has(each.id))) commands.restore('touchpoints', id);
      for (const { id } of (thing.cards ?? []).filter((each) => inBin.has(each.id))) commands.restore('cards', id);
      const place = placeFor(thing, i); // counted before it is back
      commands.restore(root, thing.id);
      put(commands, { root, id: thing.id }, place);
    });
    return things.map(({ id }) => id);
  });
}

/** Makes copies of all things, each at its place, as one act. @param {Board} board @param {Commands} commands @param {Bundle} bundle @param {string} here @param {(thing: Thing, i: number) => Place} placeFor @param {Pictures} pictures @returns {string[]|null} */
export function lay(board, commands, bundle, here, placeFor, pictures) {
  const known = knownTo(board, bundle, here, pictures);
  return commands.together(() => bundle.things.map((thing, i) => {
    const { parents: [first = null, second = null], index } = placeFor(thing, i);
    if (bundle.root === 'cards') return commands.addCard(first, second, { ...known(thing), index });
    if (bundle.root === 'touchpoints') return commands.addTouchpoint(first, { ...known(thing), index });
    const activity = commands.addActivity(first, { ...known(thing), index });
    if (activity) layBelow(board, commands, bundle, here, activity, thing, known);
    return activity;
  }).filter((id) => id !== null));
}

/** @param {Board} board @param {Commands} commands @param {Bundle} bundle @param {string} here @param {string} activity @param {Thing} thing @param {(thing: Thing) => Record<string, any>} known */
function layBelow(board, commands, bundle, here, activity, { touchpoints = [], cards = [] }, known) {
  const made = new Map(touchpoints.map((each) => [each.id, commands.addTouchpoint(activity, known(each))]));
  for (const card of cards) {
    const fields = known(card);
    const touchpoint = made.get(String(card.fields.touchpoint)) ?? null;
    const lane = laneFor(board, bundle, here, card);
    commands.addCard(lane ? activity : null, lane, { ...fields, touchpoint });
    if (lane && board.lane(lane)?.hidden) commands.hideLane(lane, false); // what is pasted is seen
  }
}

/** The fields of a thing that mean something here: what the other board knows by id, this one knows by name or not at all. @param {Board} board @param {Bundle} bundle @param {string} here @param {Pictures} pictures @returns {(thing: Thing) => Record<string, any>} */
function knownTo(board, { board: from, names }, here, pictures) {
  const own = from === here;
  const called = (/** @type {Record<string, string>} */ words, /** @type {Named[]} */ list) => (/** @type {unknown} */ id) => {
    const name = alike(words[String(id)]);
    return (own ? list.find((each) => each.id === id) : null)?.id ?? (name ? list.find((each) => alike(each.name) === name)?.id : null) ?? null;
  };
  const there = (/** @type {'touchpoints'|'cards'} */ root) => (/** @type {unknown} */ id) => (own && board.exists(root, String(id)) ? String(id) : null);
  const readers = {
    channel: called(names.channels, board.channels()), department: called(names.departments, board.departments()),
    persona: called(names.personas, board.personas().map((id) => ({ id, name: board.persona(id)?.name }))),
    touchpoint: there('touchpoints'), from: there('cards'),
    picture: (/** @type {unknown} */ id) => (own ? String(id) : pictures(String(id))), sketch: (/** @type {unknown} */ id) => (own ? String(id) : pictures(String(id))),
  };
  return ({ fields }) => Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, Object.hasOwn(readers, field) ? readers[/** @type {keyof typeof readers} */ (field)](value) : value]).filter(([, value]) => value !== null));
}

/** The lane of this board that a card of the bundle belongs to. @param {Board} board @param {Bundle} bundle @param {string} here @param {Thing} card @returns {string|null} */
export function laneFor(board, { board: from, names }, here, { lane = '' }) {
  if (from === here && board.exists('lanes', lane)) return lane;
  const { kind, title } = names.lanes[lane] ?? {};
  const lanes = board.lanes({ all: true });
  const same = title ? lanes.find((each) => alike(each.title) === alike(title)) : null;
  return (same ?? lanes.find((each) => each.kind === kind && kind !== 'custom'))?.id ?? null;
}

/** @param {string|null|undefined} name */
const alike = (name) => (name ?? '').trim().toLocaleLowerCase();

// What is copied, taken off one board and laid on another: things with all that hangs under them, and the names by which the
// other board may know what they point at.
import { put } from './places.js';
import { fieldsOf, partsOf } from './clip.js';
import { alike, knownTo } from './known_here.js';

/** @typedef {import('../model/board.js').Board} Board */
/** @typedef {import('../model/commands.js').Commands} Commands */
/** @typedef {import('./items.js').Load} Load */
/** @typedef {import('./clip.js').Bundle} Bundle */
/** @typedef {import('./clip.js').Thing} Thing */
/** @typedef {import('./clip.js').Names} Names */
/** @typedef {import('./clip.js').Root} Root */
/** @typedef {import('./known_here.js').Along} Along */
/** @typedef {import('./places.js').Place} Place */
/** @typedef {import('./known_here.js').Pictures} Pictures */

/** What is held, kind by kind. @param {Load} load @returns {Load[]} */
export function kindsOf({ also = [], ...first }) {
  return [first, ...also];
}

/** @param {Board} board @param {string} id the board's @param {Load} load @param {boolean} cut @returns {Bundle} */
export function gather(board, id, load, cut) {
  const [first, ...also] = topmost(board, load).map(({ root, ids }) => ({ root, things: ids.map((each) => thingOf(board, root, each)) })).filter(({ things }) => things.length);
  const { root, things } = first ?? { root: /** @type {Root} */ (load.root), things: [] };
  const bundle = { version: 1, board: id, root, cut, things, ...(also.length ? { also } : {}) };
  return { ...bundle, names: namesOf(board, [things, ...also.map((part) => part.things)].flat()) };
}

/** What is held and still there; what hangs under an activity that is held too comes with it by itself. @param {Board} board @param {Load} load @returns {{root: Root, ids: string[]}[]} */
export function topmost(board, load) {
  const above = new Set(kindsOf(load).filter(({ root }) => root === 'activities').flatMap(({ id, ids = [id] }) => ids));
  const stays = (/** @type {import('./items.js').Ref} */ { root, id }) => board.exists(root, id) && (root === 'activities' || !above.has(board.item(root, id).activity));
  return kindsOf(load).map(({ root, id, ids = [id] }) => ({ root: /** @type {Root} */ (root), ids: ids.filter((each) => stays({ root, id: each })) }));
}

/** @param {Board} board @param {Root} root @param {string} id @returns {Thing} */
function thingOf(board, root, id) {
  const item = board.item(root, id);
  const thing = { id, fields: fieldsOf(root, item), ...(root === 'cards' && item.lane ? { lane: item.lane } : {}) };
  if (root !== 'activities') return thing;
  const [touchpoints, cards] = /** @type {const} */ (['touchpoints', 'cards']).map((kind) => below(board, { root, id }).filter((each) => each.root === kind).map((each) => thingOf(board, kind, each.id)));
  return { ...thing, touchpoints, cards };
}

/** @param {Board} board @param {Thing[]} things @returns {Names} */
function namesOf(board, things) {
  const all = withAll(things);
  const used = (/** @type {string} */ field) => [...new Set(all.map(({ fields }) => fields[field]).filter((id) => typeof id === 'string'))].map(String);
  const labels = (/** @type {'channel'|'department'} */ kind) => Object.fromEntries(used(kind).flatMap((id) => {
    const { name, code = '', color = '' } = board[kind](id) ?? {};
    return name ? [[id, { name, code, color }]] : [];
  }));
  const personas = Object.fromEntries(used('persona').map((id) => [id, String(board.persona(id)?.name ?? '')]).filter(([, name]) => name));
  const lanes = [...new Set(all.map(({ lane }) => lane).filter((lane) => lane !== undefined))].map((id) => [id, board.lane(id)]);
  return {
    channels: labels('channel'), departments: labels('department'), personas,
    lanes: Object.fromEntries(lanes.filter(([, lane]) => lane).map(([id, lane]) => [id, { kind: /** @type {any} */ (lane).kind, title: /** @type {any} */ (lane).title }])),
  };
}

/** The things with all that hangs under them. @param {Thing[]} things @returns {Thing[]} */
export function withAll(things) {
  return things.flatMap((thing) => [thing, ...(thing.touchpoints ?? []), ...(thing.cards ?? [])]);
}

/** What hangs under an activity; under anything else nothing. @param {Board} board @param {{root: string, id: string}} ref @returns {{root: 'touchpoints'|'cards', id: string}[]} */
export function below(board, { root, id }) {
  if (root !== 'activities') return [];
  const cards = board.lanes({ all: true }).flatMap((lane) => board.cards(id, lane.id));
  return [...board.touchpoints(id).map((each) => ({ root: /** @type {const} */ ('touchpoints'), id: each })), ...cards.map((each) => ({ root: /** @type {const} */ ('cards'), id: each }))];
}

/** Pictures that the things show. @param {Thing[]} things @returns {string[]} */
export function picturesOf(things) {
  return [...new Set(withAll(things).flatMap(({ fields }) => [fields.picture, fields.sketch]).filter((id) => typeof id === 'string'))].map(String);
}

/** Takes off the board what was cut: it lies in the bin until it is pasted. @param {Commands} commands @param {Bundle} bundle */
export function takeOff(commands, bundle) {
  return commands.together(() => {
    for (const { root, things } of partsOf(bundle)) for (const thing of things) {
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

/** Makes copies of all things, each at its place, as one act. @param {Board} board @param {Commands} commands @param {Bundle} bundle @param {string} here @param {(thing: Thing, i: number) => Place} placeFor @param {Pictures} pictures @param {Along} [along] filled @returns {string[]|null} */
export function lay(board, commands, bundle, here, placeFor, pictures, along = { brought: [], left: new Set() }) {
  const known = knownTo(board, commands, bundle, here, pictures, along);
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

/** The lane of this board that a card of the bundle belongs to. @param {Board} board @param {Bundle} bundle @param {string} here @param {Thing} card @returns {string|null} */
export function laneFor(board, { board: from, names }, here, { lane = '' }) {
  if (from === here && board.exists('lanes', lane)) return lane;
  const { kind, title } = names.lanes[lane] ?? {};
  const lanes = board.lanes({ all: true });
  const same = title ? lanes.find((each) => alike(each.title) === alike(title)) : null;
  return (same ?? lanes.find((each) => each.kind === kind && kind !== 'custom'))?.id ?? null;
}

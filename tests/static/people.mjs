// Helpers of the tests: people with a document each, and what passes between them.
import { Doc, applyUpdate, encodeStateAsUpdate, encodeStateVector } from '#yjs';
import { Board } from '../../static/model/board.js';
import { Commands } from '../../static/model/commands.js';
import { Undo } from '../../static/model/undo.js';

/** A person at a board of their own, with an empty document. */
export function person(seat = 'seat-1', options = {}) {
  const board = new Board(new Doc());
  const undo = new Undo(board, options.readOnly);
  const commands = new Commands(board, undo, { seat, ...options });
  return { board, undo, commands, get doc() { return board.doc; } };
}

/** A person who has what `other` has. */
export function guest(other, seat = 'seat-2', options = {}) {
  const made = person(seat, options);
  meet(made, other);
  return made;
}

/** Both get what the other has. */
export function meet(a, b) {
  const forB = encodeStateAsUpdate(a.doc, encodeStateVector(b.doc));
  applyUpdate(a.doc, encodeStateAsUpdate(b.doc, encodeStateVector(a.doc)), 'remote');
  applyUpdate(b.doc, forB, 'remote');
}

/** Everybody gets everything. */
export function meetAll(people) {
  for (const one of people) for (const other of people) if (one !== other) meet(one, other);
}

/** A board with one stage, one activity and one lane for cards. */
export function room(seat) {
  const host = person(seat);
  const stage = host.commands.addStage('Kauf');
  const activity = host.commands.addActivity(stage, { text: 'Ich vergleiche' });
  const lane = host.commands.addLane('expectation');
  return { ...host, doc: host.doc, stage, activity, lane };
}

/** Topics that are told because of `act`, each with how often. */
export async function topicsOf(board, act) {
  await settled();
  const { hub } = board;
  const { touch, tell } = hub;
  const told = {};
  const offs = [];
  hub.touch = (topic) => {
    offs.push(hub.on(topic, () => {}));
    touch.call(hub, topic);
  };
  hub.tell = (topic) => {
    told[topic] = (told[topic] ?? 0) + 1;
    tell.call(hub, topic);
  };
  act();
  await settled();
  delete hub.touch;
  delete hub.tell;
  for (const off of offs) off();
  return told;
}

/** After all microtasks. */
export function settled() {
  return new Promise((resolve) => { setImmediate(resolve); });
}

/** Random numbers of a seed, the same each time (mulberry32). */
export function randomOf(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count) => Math.floor(next() * count);
  return { next, below, pick: (list) => list[below(list.length)] };
}

// The outline's reading order: one step on, over the borders of lists, and into the next stage or activity.
import assert from 'node:assert/strict';
import test from 'node:test';
import { leapt, nudged } from '../../static/board/outline/reading_order.js';
import { placeOf, put } from '../../static/board/places.js';
import { person, randomOf } from './people.mjs';

/** Two stages with activities a b | c, lanes of expectations and ideas, with a lane between them that holds no cards. */
function journey() {
  const host = person();
  const { commands } = host;
  const stages = [commands.addStage('Suche'), commands.addStage('Kauf')];
  const activities = ['a', 'b', 'c'].map((text, i) => commands.addActivity(stages[i < 2 ? 0 : 1], { text }));
  const [expectation, , idea] = ['expectation', 'rating', 'idea'].map((kind) => commands.addLane(kind));
  return { ...host, stages, activities, expectation, idea };
}

/** Takes a thing along until it goes no further; the places on the way. */
function along({ board, commands }, ref, step, by) {
  const way = [];
  for (let place = step(board, ref, by); place; place = step(board, ref, by)) {
    put(commands, ref, place);
    way.push(placeOf(board, ref));
    assert.deepEqual(way.at(-1), place);
  }
  return way;
}

test('a card goes down its list, through the empty lanes, and into the next activity', () => {
  const host = journey();
  const [a, b] = host.activities;
  const ref = { root: 'cards', id: host.commands.addCard(a, host.expectation) };
  host.commands.addCard(a, host.expectation);
  host.commands.addCard(b, host.expectation);
  const way = along(host, ref, nudged, 1);
  assert.deepEqual(way.slice(0, 4), [
    { parents: [a, host.expectation], index: 1 }, { parents: [a, host.idea], index: 0 },
    { parents: [b, host.expectation], index: 0 }, { parents: [b, host.expectation], index: 1 },
  ]);
  assert.deepEqual(way.at(-1).parents, [host.activities[2], host.idea]);
});

test('the way up is the way down, backwards', () => {
  const host = journey();
  const [a, b, c] = host.activities;
  const ref = { root: 'touchpoints', id: host.commands.addTouchpoint(a) };
  for (const activity of [a, b, b]) host.commands.addTouchpoint(activity);
  const start = placeOf(host.board, ref);
  const down = along(host, ref, nudged, 1);
  const up = along(host, ref, nudged, -1);
  assert.deepEqual(down.at(-1), { parents: [c], index: 0 });
  assert.deepEqual([...up].reverse().slice(1).concat(down.at(-1)), down);
  assert.deepEqual(up.at(-1), start);
});

test('a leap leads into the next stage or activity; a card stays in its lane', () => {
  const host = journey();
  const [a, b, c] = host.activities;
  const card = { root: 'cards', id: host.commands.addCard(a, host.idea) };
  assert.deepEqual(along(host, card, leapt, 1).map(({ parents }) => parents), [[b, host.idea], [c, host.idea]]);
  assert.deepEqual(leapt(host.board, { root: 'activities', id: a }, 1), { parents: [host.stages[1]], index: 0 });
  assert.equal(leapt(host.board, { root: 'activities', id: a }, -1), null);
});

test('stages change places and end where the board ends', () => {
  const host = journey();
  const ref = { root: 'stages', id: host.stages[0] };
  assert.deepEqual(along(host, ref, nudged, 1), [{ parents: [], index: 1 }]);
  assert.equal(leapt(host.board, ref, 1), null);
});

test('what is not placed lies behind all lists', () => {
  const host = journey();
  const ref = { root: 'activities', id: host.commands.addActivity(null, { text: 'lose' }) };
  assert.equal(nudged(host.board, ref, 1), null);
  assert.deepEqual(nudged(host.board, ref, -1), { parents: [host.stages[1]], index: 1 });
  host.commands.remove('stages', host.stages[1]);
  const orphan = { root: 'activities', id: host.activities[2] };
  assert.deepEqual(nudged(host.board, orphan, -1), { parents: [host.stages[0]], index: 2 });
});

test('wherever random steps lead, nothing is lost and the orders of all lists stay whole', () => {
  const { below, pick } = randomOf(4);
  const host = journey();
  const { board, commands } = host;
  const refs = host.activities.map((id) => ({ root: 'activities', id }));
  for (let i = 0; i < 12; i++) {
    refs.push({ root: 'touchpoints', id: commands.addTouchpoint(pick(host.activities)) });
    refs.push({ root: 'cards', id: commands.addCard(pick(host.activities), pick([host.expectation, host.idea])) });
  }
  for (let i = 0; i < 400; i++) {
    const ref = pick(refs);
    const place = pick([nudged, leapt])(board, ref, below(2) ? 1 : -1);
    if (!place) continue;
    put(commands, ref, place);
    assert.deepEqual(placeOf(board, ref), place);
  }
  const placed = board.columns().flatMap(({ id }) => [id, ...board.touchpoints(id), ...board.lanes().flatMap((lane) => board.cards(id, lane.id))]);
  assert.deepEqual(placed.sort(), refs.map(({ id }) => id).sort());
});

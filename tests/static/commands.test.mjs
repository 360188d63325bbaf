// The only writer: what each act puts into the document (contract 5), and that people who act at once end up alike.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Map as YMap, Text as YText } from '#yjs';
import { guest, meet, meetAll, person, randomOf, room, settled } from './people.mjs';

test('an item is made in one update, with all its texts, a good id and who made it', () => {
  const host = room('seat-9');
  const updates = [];
  host.doc.on('update', (update) => updates.push(update));
  const card = host.commands.addCard(host.activity, host.lane, { text: 'Ich hoffe' });
  assert.equal(updates.length, 1);
  assert.match(card, /^[A-Za-z0-9_-]{10,40}$/);
  const map = host.doc.getMap('cards').get(card);
  assert.ok(map.get('text') instanceof YText);
  assert.equal(map.get('place').split('|').length, 3);
  assert.deepEqual([...map.keys()].sort(), ['by', 'place', 'text']);
  assert.equal(map.get('by'), 'seat-9');
});

test('every kind of item has exactly the fields of contract 5', () => {
  const { commands, doc, activity } = room();
  const keys = (root, id) => [...doc.getMap(root).get(id).keys()].sort();
  assert.deepEqual(keys('personas', commands.addPersona({ name: 'Ana' })), ['name', 'order', 'quote', 'story']);
  assert.deepEqual(keys('stages', commands.addStage('Kauf')), ['order', 'title']);
  assert.deepEqual(keys('activities', commands.addActivity(null)), ['by', 'place', 'text']);
  assert.deepEqual(keys('touchpoints', commands.addTouchpoint(activity)), ['by', 'name', 'place']);
  assert.deepEqual(keys('lanes', commands.addLane('action')), ['kind', 'order']);
  assert.deepEqual(keys('channels', commands.addChannel({ name: 'Print', code: 'P', color: '#123456' })), ['code', 'color', 'name', 'order']);
  const action = commands.addLane('action', 'Was tun?');
  assert.deepEqual(keys('cards', commands.addCard(activity, action)), ['by', 'place', 'status', 'text']);
});

test('where an item stands is one key: two who move a card leave it where one of them put it', () => {
  const host = room();
  const pain = host.commands.addLane('painPoint');
  const second = host.commands.addActivity(host.stage);
  const card = host.commands.addCard(host.activity, host.lane, { text: 'x' });
  const other = guest(host);
  host.commands.moveCard(card, host.activity, pain, 0);
  other.commands.moveCard(card, second, host.lane, 0);
  meet(host, other);
  const { activity, lane } = host.board.card(card);
  assert.ok((activity === host.activity && lane === pain) || (activity === second && lane === host.lane));
  assert.deepEqual(other.board.card(card), host.board.card(card));
});

test('a text typed while another drags the card survives', () => {
  const host = room();
  const pain = host.commands.addLane('painPoint');
  const card = host.commands.addCard(host.activity, host.lane, { text: 'a' });
  const other = guest(host);
  host.commands.moveCard(card, host.activity, pain, 0);
  other.commands.setText('cards', card, 'text', 'abc');
  meet(host, other);
  assert.deepEqual([host.board.card(card).text, host.board.card(card).lane], ['abc', pain]);
});

test('an index counts the row without the moved item', () => {
  const { board, commands } = person();
  const [a, b, c, d] = ['A', 'B', 'C', 'D'].map((title) => commands.addStage(title));
  const row = () => board.stages().map(({ id }) => id);
  commands.moveStage(a, 2);
  assert.deepEqual(row(), [b, c, a, d]);
  commands.moveStage(d, 0);
  assert.deepEqual(row(), [d, b, c, a]);
  commands.moveStage(d, 99);
  assert.deepEqual(row(), [b, c, a, d]);
  commands.addStage('E', b);
  assert.deepEqual(board.stages().map(({ title }) => title), ['B', 'E', 'C', 'A', 'D']);
  commands.addStage('first', null);
  assert.equal(board.stages()[0].title, 'first');
});

test('what changes nothing writes nothing (R13)', () => {
  const host = room();
  const card = host.commands.addCard(host.activity, host.lane, { text: 'a' });
  let updates = 0;
  host.doc.on('update', () => updates++);
  host.commands.moveCard(card, host.activity, host.lane, 0);
  host.commands.setText('cards', card, 'text', 'a');
  host.commands.setActivity(host.activity, 'painPoint', null);
  host.commands.renameStage(host.stage, 'Kauf');
  host.commands.restore('cards', card);
  assert.equal(updates, 0);
});

test('between two cards of equal order the row is laid anew, in the same sequence', () => {
  const { board, commands, doc, activity, lane } = room();
  const cards = doc.getMap('cards');
  for (const id of ['card-aaaaaaaaaa', 'card-bbbbbbbbbb', 'card-cccccccccc']) {
    const item = new YMap();
    item.set('place', `${activity}|${lane}|same`);
    item.set('text', new YText(id));
    cards.set(id, item);
  }
  const made = commands.addCard(activity, lane, { index: 1 });
  assert.deepEqual(board.cards(activity, lane), ['card-aaaaaaaaaa', made, 'card-bbbbbbbbbb', 'card-cccccccccc']);
  const last = commands.addCard(activity, lane);
  assert.equal(board.cards(activity, lane).at(-1), last);
});

test('thirty people who add a card to one cell at once see thirty cards in one order', () => {
  const host = room();
  const people = Array.from({ length: 30 }, (_, i) => guest(host, `seat-${i}`));
  for (const { commands } of people) for (let n = 0; n < 2; n++) commands.addCard(host.activity, host.lane, { index: 0 });
  for (const one of people) meet(host, one);
  for (const one of people) meet(host, one);
  const row = host.board.cards(host.activity, host.lane);
  assert.equal(row.length, 60);
  for (const { board } of people) assert.deepEqual(board.cards(host.activity, host.lane), row);
  const between = people[3].commands.addCard(host.activity, host.lane, { index: 17 });
  assert.equal(people[3].board.cards(host.activity, host.lane)[17], between);
});

test('several commands are one act: one update, orders as called, one step of undo', () => {
  const { board, commands, doc, undo } = person();
  let updates = 0;
  doc.on('update', () => updates++);
  commands.together(() => { for (const title of ['A', 'B', 'C', 'D', 'E']) commands.addStage(title); });
  assert.equal(updates, 1);
  assert.deepEqual(board.stages().map(({ title }) => title), ['A', 'B', 'C', 'D', 'E']);
  undo.undo();
  assert.deepEqual(board.stages(), []);
});

test('a copy lies behind its original; an activity brings its touchpoints and cards along', () => {
  const { board, commands, stage, activity, lane } = room('seat-5');
  const next = commands.addActivity(stage, { text: 'danach' });
  const touchpoint = commands.addTouchpoint(activity, { name: 'Laden', smiley: 2 });
  const cards = ['a', 'b', 'c'].map((text) => commands.addCard(activity, lane, { text, touchpoint }));
  const twin = commands.duplicate('cards', cards[0]);
  assert.deepEqual(board.cards(activity, lane), [cards[0], twin, cards[1], cards[2]]);
  assert.equal(board.card(twin).text, 'a');
  const copy = commands.duplicate('activities', activity);
  assert.deepEqual(board.columns().map(({ id }) => id), [activity, copy, next]);
  assert.deepEqual(board.cards(copy, lane).map((id) => board.card(id).text), ['a', 'a', 'b', 'c']);
  const [point] = board.touchpoints(copy);
  assert.deepEqual([board.touchpoint(point).name, board.touchpoint(point).smiley], ['Laden', 2]);
  assert.ok(board.cards(copy, lane).every((id) => board.card(id).touchpoint === point));
});

test('who may not write is refused in silence: null, and the topic `denied`', async () => {
  let readOnly = false;
  const { board, commands, undo } = person('seat-1', { readOnly: () => readOnly });
  const stage = commands.addStage('A');
  readOnly = true;
  let denied = 0;
  board.hub.on('denied', () => denied++);
  await settled();
  assert.deepEqual([commands.addStage('B'), commands.renameStage(stage, 'C'), commands.remove('stages', stage), undo.undo()], [null, null, null, false]);
  await settled();
  assert.equal(denied, 1);
  assert.deepEqual([board.stages().map(({ title }) => title), undo.canUndo, commands.readOnly], [['A'], false, true]);
});

test('what is missing cannot be written to; what places an item has commands of its own', () => {
  const { commands } = person();
  assert.equal(commands.setCard('missing', 'due', '2026-01-01'), null);
  assert.equal(commands.moveCard('missing', null, null, 0), null);
  assert.equal(commands.duplicate('cards', 'missing'), null);
  assert.equal(commands.setText('cards', 'missing', 'text', 'x'), null);
  for (const field of ['place', 'order', 'deleted', 'by']) assert.throws(() => commands.setCard('any', field, 'x'), TypeError);
});

test('ratings of a board with one persona stand under `-`, and become its own when a second comes (contract 5)', () => {
  const { board, commands, doc, activity } = room();
  const ana = commands.addPersona({ name: 'Ana' });
  const keys = () => [...doc.getMap('ratings').keys()].sort();
  commands.rate(activity, ana, 'outside', 7);
  commands.rate(activity, null, 'inside', 12);
  assert.deepEqual(keys(), [`${activity}/-/inside`, `${activity}/-/outside`]);
  assert.deepEqual([board.rating(activity, ana, 'outside'), board.rating(activity, '-', 'outside'), board.rating(activity, null, 'inside')], [7, 7, 10]);
  const ben = commands.addPersona({ name: 'Ben' });
  assert.deepEqual(keys(), [`${activity}/${ana}/inside`, `${activity}/${ana}/outside`]);
  assert.deepEqual([board.rating(activity, ana, 'outside'), board.rating(activity, ben, 'outside')], [7, null]);
  commands.rate(activity, ben, 'outside', 3);
  assert.deepEqual([board.series(ana, 'outside'), board.series(ben, 'outside')], [[7], [3]]);
  commands.rate(activity, ana, 'outside', null);
  assert.equal(board.rating(activity, ana, 'outside'), null);
});

test('what was rated `-` while the second persona was on its way counts for the first', () => {
  const host = room();
  const ana = host.commands.addPersona({ name: 'Ana' });
  const other = guest(host);
  const ben = host.commands.addPersona({ name: 'Ben' });
  other.commands.rate(host.activity, ana, 'outside', 9);
  meet(host, other);
  for (const { board } of [host, other]) assert.deepEqual([board.rating(host.activity, ana, 'outside'), board.rating(host.activity, ben, 'outside')], [9, null]);
  host.commands.rate(host.activity, ana, 'outside', null);
  meet(host, other);
  assert.equal(other.board.rating(host.activity, ana, 'outside'), null);
});

test('the persona that remains keeps its ratings, and they stay its own when the other returns', () => {
  const { board, commands, activity } = room();
  const [ana, ben] = [commands.addPersona({ name: 'Ana' }), commands.addPersona({ name: 'Ben' })];
  commands.rate(activity, ana, 'outside', 2);
  commands.rate(activity, ben, 'outside', 8);
  commands.remove('personas', ana);
  assert.equal(board.rating(activity, ben, 'outside'), 8);
  commands.rate(activity, ben, 'outside', 9);
  commands.restore('personas', ana);
  assert.deepEqual([board.rating(activity, ana, 'outside'), board.rating(activity, ben, 'outside')], [2, 9]);
});

test('a value that is no rating reads as none', () => {
  const { board, doc, activity } = room();
  for (const value of ['7', 0, 11, null, true]) {
    doc.getMap('ratings').set(`${activity}/-/outside`, value);
    assert.equal(board.rating(activity, null, 'outside'), null);
  }
});

test('the board remembers the next journeys as a text that two can write', () => {
  const host = person();
  host.commands.setMeta('next', 'Reklamation');
  host.commands.setMeta('title', 'TV-Kauf');
  const other = guest(host);
  host.commands.setMeta('next', 'Reklamation, Umzug');
  other.commands.setMeta('next', 'Die Reklamation');
  meet(host, other);
  assert.equal(host.board.meta().next, 'Die Reklamation, Umzug');
  assert.equal(other.board.meta().title, 'TV-Kauf');
});

for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
  test(`people who act at random and meet at random see the same board (seed ${seed})`, () => converge(seed));
}

function converge(seed) {
  const random = randomOf(seed);
  const host = room();
  const people = [host, ...Array.from({ length: 4 }, (_, i) => guest(host, `seat-${i + 2}`))];
  for (let i = 0; i < 400; i++) {
    const one = random.pick(people);
    act(one, random);
    if (random.next() < 0.2) meet(one, random.pick(people.filter((other) => other !== one)));
  }
  meetAll(people);
  meetAll(people);
  const seen = people.map(look);
  for (const view of seen) assert.deepEqual(view, seen[0]);
  const fresh = guest(host, 'late');
  assert.deepEqual(look(fresh), seen[0]);
}

function act({ board, commands, undo }, random) {
  const columns = board.columns().map(({ id }) => id);
  const lanes = board.lanes({ all: true }).map(({ id }) => id);
  const [activity, lane] = [random.pick([...columns, null]), random.pick([...lanes, null])];
  const cards = [...board.cards(activity, lane), ...board.unplaced().cards];
  const card = random.pick(cards) ?? 'none';
  const index = random.below(5);
  const stages = board.stages().map(({ id }) => id);
  random.pick([
    () => commands.addCard(activity, lane, { index, text: 'neu' }),
    () => commands.addCard(activity, lane, { text: '😀' }),
    () => commands.moveCard(card, random.pick(columns) ?? null, random.pick(lanes) ?? null, index),
    () => commands.moveCard(card, activity, lane, index),
    () => commands.setText('cards', card, 'text', `${'ab😀'.slice(0, random.below(4))}${index}`),
    () => commands.remove('cards', card),
    () => commands.restore('cards', random.pick(board.bin())?.id ?? 'none'),
    () => commands.duplicate('cards', card),
    () => commands.addActivity(random.pick(stages) ?? null, { index }),
    () => commands.moveActivity(random.pick(columns) ?? 'none', random.pick(stages) ?? null, index),
    () => commands.remove('activities', random.pick(columns) ?? 'none'),
    () => commands.addStage('S'),
    () => commands.moveStage(random.pick(stages) ?? 'none', index),
    () => commands.rate(random.pick(columns) ?? 'none', null, 'outside', 1 + random.below(10)),
    () => commands.addPersona({ name: 'P' }),
    () => undo.undo(),
    () => undo.redo(),
  ])();
}

/** All that a board shows. */
function look({ board }) {
  const columns = board.columns();
  const lanes = board.lanes({ all: true });
  return {
    stages: board.stages(), columns, lanes, unplaced: board.unplaced(), bin: board.bin(), personas: board.personas(),
    cells: columns.flatMap(({ id }) => lanes.map((lane) => board.cards(id, lane.id).map((card) => board.card(card)))),
    ratings: board.series(null, 'outside'),
  };
}

test('several cards go to one place in one act, in the order given, wherever they stood', () => {
  const host = room();
  const second = host.commands.addActivity(host.stage);
  const ids = ['a', 'b', 'c', 'd', 'e'].map((text) => host.commands.addCard(host.activity, host.lane, { text }));
  const far = host.commands.addCard(second, host.lane, { text: 'f' });
  const words = () => host.board.cards(host.activity, host.lane).map((id) => host.board.card(id).text).join('');
  const [a, b, , d] = ids;
  host.commands.moveAll('cards', [a, b, far], [host.activity, host.lane], 2);
  assert.equal(words(), 'cdabfe');
  host.commands.moveAll('cards', [d, a], [host.activity, host.lane], 0);
  assert.equal(words(), 'dacbfe');
  const updates = [];
  host.doc.on('update', (update) => updates.push(update));
  host.commands.moveAll('cards', [d, a], [host.activity, host.lane], 0);
  assert.equal(updates.length, 0, 'who stands so already stays');
  host.commands.moveAll('cards', [d, a, 'gone'], [null, null], Infinity);
  assert.deepEqual([words(), host.board.unplaced().cards.map((id) => host.board.card(id).text).join('')], ['cbfe', 'da']);
  assert.equal(updates.length, 1);
  host.undo.undo();
  assert.equal(words(), 'dacbfe');
});

test('a copy can be laid behind another thing than its own', () => {
  const host = room();
  const [a, b] = ['a', 'b'].map((text) => host.commands.addCard(host.activity, host.lane, { text }));
  host.commands.together(() => [b, a].map((id) => host.commands.duplicate('cards', id, b)));
  assert.equal(host.board.cards(host.activity, host.lane).map((id) => host.board.card(id).text).join(''), 'abab');
});

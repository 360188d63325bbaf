// Reading the board: order, places, what stands nowhere, and which topics a change touches.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Doc, Map as YMap, Text as YText, applyUpdate, encodeStateAsUpdate } from '#yjs';
import { Board } from '../../static/model/board.js';
import { itemTopics } from '../../static/model/topics.js';
import { guest, meet, person, room, topicsOf } from './people.mjs';

test('a fresh document reads as an empty board', () => {
  const { board } = person();
  assert.deepEqual([board.stages(), board.columns(), board.lanes(), board.personas(), board.channels()], [[], [], [], [], []]);
  assert.deepEqual(board.unplaced(), { activities: [], touchpoints: [], cards: [] });
  assert.deepEqual([board.card('none'), board.text('cards', 'none', 'text'), board.exists('cards', 'none')], [null, null, false]);
  assert.equal(board.meta().title, '');
});

test('a board that is opened late reads like one that was there from the start', () => {
  const host = room();
  host.commands.addCard(host.activity, host.lane, { text: 'a' });
  host.commands.addTouchpoint(host.activity, { name: 'Shop' });
  const late = guest(host);
  const again = new Board(late.doc);
  for (const board of [late.board, again]) {
    assert.deepEqual(board.columns(), host.board.columns());
    assert.deepEqual(board.cards(host.activity, host.lane), host.board.cards(host.activity, host.lane));
    assert.deepEqual(board.touchpoints(host.activity), host.board.touchpoints(host.activity));
  }
});

test('items carry their fields, their texts as strings and their place in words', () => {
  const { board, commands, stage, activity, lane } = room();
  const touchpoint = commands.addTouchpoint(activity, { name: 'Laden', smiley: 4 });
  const card = commands.addCard(activity, lane, { text: 'schnell 😀', touchpoint });
  assert.equal(board.activity(activity).stage, stage);
  assert.deepEqual([board.touchpoint(touchpoint).name, board.touchpoint(touchpoint).smiley, board.touchpoint(touchpoint).activity], ['Laden', 4, activity]);
  const { text, by, touchpoint: at } = board.card(card);
  assert.deepEqual([text, by, at, board.card(card).lane, board.card(card).activity], ['schnell 😀', 'seat-1', touchpoint, lane, activity]);
});

test('stages, activities and columns follow their orders', () => {
  const { board, commands } = person();
  const [a, b, c] = ['A', 'B', 'C'].map((title) => commands.addStage(title));
  const first = commands.addActivity(b);
  const second = commands.addActivity(a);
  assert.deepEqual(board.stages().map(({ title }) => title), ['A', 'B', 'C']);
  assert.deepEqual(board.columns(), [{ id: second, stage: a }, { id: first, stage: b }]);
  commands.moveStage(c, 0);
  assert.deepEqual(board.stages().map(({ id }) => id), [c, a, b]);
});

test('what stands in something missing or thrown away is unplaced and never vanishes (contract 5)', () => {
  const { board, commands, stage, activity, lane } = room();
  const card = commands.addCard(activity, lane);
  const loose = commands.addCard(null, null);
  const touchpoint = commands.addTouchpoint(activity);
  assert.deepEqual(board.unplaced(), { activities: [], touchpoints: [], cards: [loose] });
  commands.remove('activities', activity);
  assert.deepEqual(new Set(board.unplaced().cards), new Set([card, loose]));
  assert.deepEqual(board.unplaced().touchpoints, [touchpoint]);
  commands.restore('activities', activity);
  commands.remove('lanes', lane);
  assert.deepEqual(new Set(board.unplaced().cards), new Set([card, loose]));
  commands.restore('lanes', lane);
  commands.remove('stages', stage);
  assert.deepEqual(board.unplaced(), { activities: [activity], touchpoints: [], cards: [loose] });
  assert.deepEqual(board.columns(), []);
});

test('the bin lists what was thrown away, newest first, and an edit made meanwhile is not lost', () => {
  let clock = Date.UTC(2026, 0, 1);
  const host = person('seat-1', { now: () => (clock += 1000) });
  const [a, b] = [host.commands.addCard(null, null, { text: 'a' }), host.commands.addCard(null, null, { text: 'b' })];
  const other = guest(host);
  host.commands.remove('cards', a);
  host.commands.remove('cards', b);
  other.commands.setText('cards', a, 'text', 'a, doch');
  meet(host, other);
  assert.deepEqual(other.board.bin().map(({ id, root }) => [root, id]), [['cards', b], ['cards', a]]);
  assert.deepEqual(other.board.unplaced().cards, []);
  other.commands.restore('cards', a);
  assert.equal(other.board.card(a).text, 'a, doch');
  assert.deepEqual(other.board.bin().map(({ id }) => id), [b]);
});

test('a letter typed by another touches its item and nothing else', async () => {
  const host = room();
  const card = host.commands.addCard(host.activity, host.lane, { text: 'a' });
  const other = guest(host);
  const told = await topicsOf(host.board, () => {
    other.commands.setText('cards', card, 'text', 'ab');
    meet(host, other);
  });
  assert.deepEqual(told, { [`card:${card}`]: 1, [`text:cards:${card}:text`]: 1 });
});

test('who follows the board hears what was changed here, or elsewhere, whichever document is shown', () => {
  const host = room();
  const heard = [];
  const offs = ['here', 'elsewhere', 'anywhere'].map((where) => host.board.follow(() => heard.push(where), where));
  const card = host.commands.addCard(host.activity, host.lane, { text: 'a' });
  assert.deepEqual(heard.splice(0), ['here', 'anywhere']);
  const other = guest(host);
  host.board.attach(other.doc);
  other.commands.setText('cards', card, 'text', 'ab');
  assert.deepEqual(heard.splice(0), ['here', 'anywhere']);
  const third = guest(other);
  third.commands.setText('cards', card, 'text', 'abc');
  meet(other, third);
  assert.deepEqual(heard.splice(0), ['elsewhere', 'anywhere']);
  host.commands.setMeta('title', 'X');
  host.doc.transact(() => {});
  for (const off of offs) off();
  other.commands.setMeta('title', 'Y');
  assert.deepEqual(heard, ['here', 'anywhere'], 'a transaction that changes nothing, and what comes after one has left, is not heard');
});

test('a card that moves touches both cells and itself', async () => {
  const { board, commands, activity, lane } = room();
  const pain = commands.addLane('painPoint');
  const card = commands.addCard(activity, lane);
  const told = await topicsOf(board, () => commands.moveCard(card, activity, pain, 0));
  assert.deepEqual(Object.keys(told).sort(), [...itemTopics('cards', card), `cell:${activity}|${lane}`, `cell:${activity}|${pain}`, 'shape', 'undo'].sort());
});

test('each kind of change touches the topics that its views listen to', async () => {
  const { board, commands, stage, activity, lane } = room();
  const touched = async (act) => Object.keys(await topicsOf(board, act)).filter((topic) => !['shape', 'undo'].includes(topic)).sort();
  assert.deepEqual(await touched(() => commands.setMeta('title', 'Neu')), ['meta']);
  assert.deepEqual(await touched(() => commands.renameStage(stage, 'X')), itemTopics('stages', stage).sort());
  assert.deepEqual(await touched(() => commands.rate(activity, null, 'outside', 5)), [`rating:${activity}`, 'ratings'].sort());
  assert.deepEqual(await touched(() => commands.hideLane(lane, true)), itemTopics('lanes', lane).sort());
  assert.deepEqual(await touched(() => commands.setActivity(activity, 'painPoint', true)), itemTopics('activities', activity).sort());
  assert.ok((await touched(() => commands.addStage('Y'))).includes('activities'));
  const removed = await touched(() => commands.remove('stages', stage));
  for (const topic of ['unplaced', 'bin', 'stages', 'activities']) assert.ok(removed.includes(topic), topic);
  assert.ok((await touched(() => commands.addTouchpoint(activity))).includes(`touchpoints:${activity}`));
  assert.ok((await touched(() => commands.addPersona())).includes('personas'));
});

test('data of other clients that is no item, or has no place, harms nothing', () => {
  const { board, doc } = person();
  doc.getMap('cards').set('plain-value-1', 7);
  doc.getMap('cards').set('no-place-here', new YMap());
  const odd = new YMap();
  odd.set('place', 'only-one-part');
  odd.set('text', new YText('x'));
  doc.getMap('cards').set('odd-place-1', odd);
  assert.equal(board.card('plain-value-1'), null);
  assert.deepEqual(new Set(board.unplaced().cards), new Set(['no-place-here', 'odd-place-1']));
  assert.equal(board.card('odd-place-1').text, 'x');
});

test('an exchanged document is read anew and says so', async () => {
  const host = room();
  const fresh = person();
  const told = await topicsOf(fresh.board, () => {
    const doc = new Doc();
    applyUpdate(doc, encodeStateAsUpdate(host.doc));
    fresh.board.attach(doc);
    fresh.undo.reset();
  });
  assert.equal(told.reset, 1);
  assert.deepEqual(fresh.board.columns(), host.board.columns());
  host.commands.addStage('Nutzung');
  applyUpdate(fresh.board.doc, encodeStateAsUpdate(host.doc));
  assert.equal(fresh.board.stages().length, 2);
});

test('a remote letter on a board of 1,200 cards costs at most half a millisecond (frontend.md 5)', async () => {
  const host = person();
  const stage = host.commands.addStage('S');
  const lanes = Array.from({ length: 8 }, () => host.commands.addLane('custom'));
  let card = '';
  host.commands.together(() => {
    for (let column = 0; column < 150; column++) {
      const activity = host.commands.addActivity(stage, { text: 'Ich' });
      for (const lane of lanes) card = host.commands.addCard(activity, lane, { text: 'Eine Karte mit Text' });
    }
  });
  const other = guest(host);
  const updates = [];
  host.doc.on('update', (update) => updates.push(update));
  for (let i = 0; i < 500; i++) host.commands.setText('cards', card, 'text', `${i}`);
  let reads = 0;
  other.board.hub.on(`card:${card}`, () => { reads += other.board.card(card).text.length; });
  const began = process.cpuUsage();
  for (const update of updates) applyUpdate(other.doc, update, 'remote');
  const { user, system } = process.cpuUsage(began);
  await new Promise((resolve) => { setImmediate(resolve); });
  assert.equal(updates.length, 500);
  assert.ok(reads > 0);
  assert.ok((user + system) / 1000 / updates.length < 0.5, `${(user + system) / 1000 / updates.length} ms`);
});

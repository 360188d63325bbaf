// Undo: own acts only, act by act, and nothing that others have worked on.
import assert from 'node:assert/strict';
import test from 'node:test';
import { LOCAL } from '../../static/model/schema.js';
import { guest, meet, room, settled } from './people.mjs';

test('each act is a step of its own', () => {
  const { board, commands, undo, activity, lane } = room();
  const [a, b] = [commands.addCard(activity, lane), commands.addCard(activity, lane)];
  commands.moveCard(b, activity, lane, 0);
  assert.deepEqual(board.cards(activity, lane), [b, a]);
  undo.undo();
  assert.deepEqual(board.cards(activity, lane), [a, b]);
  undo.undo();
  assert.deepEqual(board.cards(activity, lane), [a]);
  undo.redo();
  assert.deepEqual(board.cards(activity, lane), [a, b]);
});

test('letters typed in one go are one step, apart from the act before', () => {
  const { board, commands, undo, doc, activity, lane } = room();
  const card = commands.addCard(activity, lane, { text: '' });
  for (const letter of 'Preis') doc.transact(() => board.text('cards', card, 'text').insert(board.card(card).text.length, letter), LOCAL);
  undo.undo();
  assert.deepEqual([board.card(card).text, board.exists('cards', card)], ['', true]);
  undo.redo();
  assert.equal(board.card(card).text, 'Preis');
});

test('what others did stays', () => {
  const host = room();
  const card = host.commands.addCard(host.activity, host.lane, { text: 'abc' });
  const other = guest(host);
  host.commands.setText('cards', card, 'text', 'abcd');
  other.commands.setText('cards', card, 'text', 'xabc');
  meet(host, other);
  host.undo.undo();
  assert.equal(host.board.card(card).text, 'xabc');
});

test('taking back the making of a card leaves it where others have written in it since', () => {
  const host = room();
  const card = host.commands.addCard(host.activity, host.lane, { text: 'mein' });
  const other = guest(host);
  other.commands.setText('cards', card, 'text', 'mein, unser');
  meet(host, other);
  host.undo.undo();
  assert.equal(host.board.card(card).text, 'mein, unser');
  assert.ok(host.board.exists('cards', card));
});

test('a card that others have moved or marked stays too', () => {
  for (const touch of [(commands, card, host) => commands.moveCard(card, null, host.lane, 0), (commands, card) => commands.setCard(card, 'status', 'done')]) {
    const host = room();
    const card = host.commands.addCard(host.activity, host.lane, { text: 'mein' });
    const other = guest(host);
    touch(other.commands, card, host);
    meet(host, other);
    host.undo.undo();
    assert.ok(host.board.exists('cards', card));
  }
});

test('a card that is made, taken back and made again has its text and its place', () => {
  const host = room();
  const card = host.commands.addCard(host.activity, host.lane, { text: 'Ich hoffe' });
  host.undo.undo();
  assert.equal(host.board.card(card), null);
  host.undo.redo();
  assert.deepEqual([host.board.card(card).text, host.board.cards(host.activity, host.lane)], ['Ich hoffe', [card]]);
  const other = guest(host);
  assert.equal(other.board.card(card).text, 'Ich hoffe');
  other.commands.setText('cards', card, 'text', 'Ich hoffe es');
  meet(host, other);
  assert.equal(host.board.card(card).text, 'Ich hoffe es');
});

test('what was thrown away comes back with one step', () => {
  const { board, commands, undo, activity, lane } = room();
  const card = commands.addCard(activity, lane, { text: 'x' });
  commands.remove('cards', card);
  assert.deepEqual(board.cards(activity, lane), []);
  undo.undo();
  assert.deepEqual([board.cards(activity, lane), board.bin()], [[card], []]);
});

test('what was begun and left blank is no act to take back', () => {
  const { board, commands, undo, activity, lane } = room();
  const card = commands.addCard(activity, lane, { text: 'Preis' });
  const blank = commands.addCard(activity, lane, { text: '' });
  commands.setText('cards', blank, 'text', 'P');
  commands.setText('cards', blank, 'text', '');
  commands.abandon('cards', blank);
  assert.deepEqual(board.cards(activity, lane), [card]);
  undo.undo();
  assert.deepEqual(board.cards(activity, lane), []);
});

test('undo says which item changed, for the focus to go there', () => {
  const { commands, undo, activity, lane } = room();
  const card = commands.addCard(activity, lane, { text: 'x' });
  commands.setCard(card, 'due', '2026-12-01');
  undo.undo();
  assert.deepEqual(undo.last, { root: 'cards', id: card });
  undo.undo();
  undo.redo();
  assert.deepEqual(undo.last, { root: 'cards', id: card });
});

test('the topic `undo` tells when there is something to take back', async () => {
  const { board, commands, undo, stage } = room();
  let told = 0;
  board.hub.on('undo', () => told++);
  commands.renameStage(stage, 'Neu');
  await settled();
  assert.deepEqual([told, undo.canUndo, undo.canRedo], [1, true, false]);
  undo.undo();
  await settled();
  assert.deepEqual([told, undo.canRedo], [2, true]);
});

test('an exchanged document begins without acts to take back', () => {
  const { board, undo, doc } = room();
  board.attach(doc);
  undo.reset();
  assert.equal(undo.canUndo, false);
});

test('one step takes back one act, and says when others have worked on it since', () => {
  const host = room();
  const card = host.commands.addCard(host.activity, host.lane, { text: 'a' });
  host.commands.renameStage(host.stage, 'Neu');
  host.commands.moveCard(card, null, host.lane, 0);
  const other = guest(host);
  other.commands.moveCard(card, host.activity, host.lane, 0);
  meet(host, other);
  assert.equal(host.undo.undo(), false);
  assert.deepEqual([host.undo.told.way, host.undo.told.done, host.undo.told.did.map(({ thing }) => thing)], ['undo', false, [`cards:${card}:place`]]);
  assert.equal(host.board.stage(host.stage).title, 'Neu');
  assert.deepEqual([host.undo.undo(), host.undo.told.done, host.board.stage(host.stage).title], [true, true, 'Kauf']);
  assert.deepEqual([host.undo.redo(), host.board.stage(host.stage).title, host.undo.canRedo], [true, 'Neu', false]);
});

test('any number of steps back and forth ends where it began', () => {
  const { board, commands, undo, activity, lane } = room();
  const card = commands.addCard(activity, lane, { text: 'a' });
  for (const value of [3, 7, null, 9]) commands.rate(activity, null, 'outside', value);
  commands.remove('cards', card);
  commands.restore('cards', card);
  const states = [];
  const state = () => JSON.stringify([board.rating(activity, null, 'outside'), board.cards(activity, lane)]);
  for (let round = 0; round < 3; round++) {
    while (undo.canUndo) { states.push(state()); assert.ok(undo.undo()); }
    while (undo.canRedo) { assert.ok(undo.redo()); assert.equal(state(), states.pop()); }
    assert.equal(states.length, 0);
  }
});

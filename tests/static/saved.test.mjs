// The word "Saved" is true: only what the server says is stored counts as stored (R1).
import assert from 'node:assert/strict';
import test, { mock } from 'node:test';
import { Hub } from '../../static/model/hub.js';
import { LOCAL } from '../../static/model/schema.js';
import { Saved } from '../../static/sync/saved.js';
import { room } from './people.mjs';

function kept(act) {
  return async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const saved = new Saved(new Hub());
    try {
      await act(saved);
    } finally {
      saved.close();
      mock.timers.reset();
    }
  };
}

test('an act is pending until its frame is stored', kept((saved) => {
  saved.opened();
  assert.equal(saved.state, 'saved');
  saved.add(['cards:a:text']);
  saved.frameSent('update');
  saved.add(['cards:b:text']);
  saved.frameSent('update');
  assert.deepEqual([saved.state, saved.pending], ['saving', 2]);
  saved.stored(1);
  assert.deepEqual([saved.state, saved.things], ['saving', ['cards:b:text']]);
  saved.stored(2);
  assert.deepEqual([saved.state, saved.pending], ['saved', 0]);
}));

test('many letters in one card are one thing that waits', kept((saved) => {
  for (let i = 0; i < 50; i++) saved.add(['cards:a:text']);
  assert.equal(saved.pending, 1);
}));

test('what a broken connection took along waits for the next handshake, and for its answer', kept((saved) => {
  saved.opened();
  saved.add(['cards:a:']);
  saved.frameSent('update');
  saved.lost();
  saved.stored(1);
  assert.equal(saved.pending, 1);
  saved.add(['cards:b:']);
  saved.opened();
  assert.equal(saved.state, 'saving');
  saved.frameSent('step2');
  assert.equal(saved.pending, 2);
  saved.stored(1);
  assert.equal(saved.pending, 0);
}));

test('offline is told after two seconds, with the number of changes kept here, and taken back at once', kept((saved) => {
  saved.opened();
  saved.lost();
  saved.add(['cards:a:', 'cards:b:']);
  assert.equal(saved.state, 'saving');
  mock.timers.tick(2_000);
  assert.deepEqual([saved.state, saved.pending], ['offline', 2]);
  saved.opened();
  assert.equal(saved.state, 'saving');
}));

test('a server that does not answer for eight seconds has trouble storing, until it answers', kept((saved) => {
  saved.opened();
  saved.add(['cards:a:']);
  saved.frameSent('update');
  mock.timers.tick(8_000);
  assert.equal(saved.state, 'storing-trouble');
  saved.stored(1);
  assert.equal(saved.state, 'saved');
  saved.trouble(true);
  assert.equal(saved.state, 'storing-trouble');
  saved.trouble(false);
  assert.equal(saved.state, 'saved');
}));

test('a refused frame waits; a gap is brought by the next step 2 (R6)', kept((saved) => {
  saved.opened();
  saved.add(['cards:a:']);
  saved.frameSent('update');
  saved.refused(1, null);
  assert.equal(saved.state, 'saving');
  saved.frameSent('step2');
  saved.stored(2);
  assert.equal(saved.state, 'saved');
}));

test('what a locked board refuses stays refused until it opens', kept((saved) => {
  saved.opened();
  saved.add(['cards:a:']);
  saved.frameSent('update');
  saved.refused(1, 'locked');
  assert.deepEqual([saved.state, saved.refusal, saved.pending], ['refused', 'locked', 1]);
  saved.allowed();
  saved.frameSent('step2');
  saved.stored(2);
  assert.equal(saved.state, 'saved');
}));

test('acts are counted by the things that they change; others\' changes are not', kept((saved) => {
  const { doc, board, commands, activity, lane } = room();
  const stop = saved.follow(board, (origin) => origin === LOCAL);
  const card = commands.addCard(activity, lane, { text: 'x' });
  assert.deepEqual(saved.things, [`cards:${card}`]);
  doc.transact(() => board.text('cards', card, 'text').insert(0, 'y'), LOCAL);
  commands.rate(activity, null, 'outside', 5);
  commands.setMeta('title', 'T');
  assert.deepEqual(saved.things, [`cards:${card}`, `cards:${card}:text`, `ratings:${activity}/-/outside`, 'board::title']);
  doc.transact(() => doc.getMap('board').set('title', 'other'), 'remote');
  assert.equal(saved.pending, 3, 'a new card and what is written in it are one');
  stop();
  commands.addStage('S');
  assert.equal(saved.pending, 3);
}));

test('what waits is told to who writes it down', kept((saved) => {
  const told = [];
  saved.onPending = (things) => told.push(things.length);
  saved.add(['a']);
  saved.opened();
  saved.frameSent('step2');
  saved.stored(1);
  assert.deepEqual([told[0], told.at(-1)], [1, 0]);
}));

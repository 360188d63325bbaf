// Topics: told once per microtask, to everybody.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Hub } from '../../static/model/hub.js';
import { settled } from './people.mjs';

test('a topic touched often is told once', async () => {
  const hub = new Hub();
  let told = 0;
  hub.on('cards', () => told++);
  for (let i = 0; i < 100; i++) hub.touch('cards');
  assert.equal(told, 0);
  await settled();
  assert.equal(told, 1);
});

test('what cannot wait is told at once', () => {
  const hub = new Hub();
  let told = 0;
  hub.on('text', () => told++);
  hub.tell('text');
  assert.equal(told, 1);
});

test('who has stopped listening hears nothing, also when told to stop by another listener', async () => {
  const hub = new Hub();
  const heard = [];
  hub.on('a', () => { heard.push('first'); });
  const off = hub.on('a', () => { heard.push('second'); });
  off();
  hub.touch('a');
  await settled();
  assert.deepEqual(heard, ['first']);
});

test('what a listener touches is told in the next turn', async () => {
  const hub = new Hub();
  const heard = [];
  hub.on('a', () => { heard.push('a'); hub.touch('b'); });
  hub.on('b', () => heard.push('b'));
  hub.touch('a');
  await settled();
  assert.deepEqual(heard, ['a', 'b']);
});

for (const way of ['touch', 'tell']) test(`a listener that fails keeps the news from nobody: ${way}`, async () => {
  const hub = new Hub();
  const errors = [];
  globalThis.reportError = (error) => errors.push(error.message);
  let told = 0;
  hub.on('a', () => { throw new Error('mine'); });
  hub.on('a', () => told++);
  hub[way]('a');
  await settled();
  delete globalThis.reportError;
  assert.deepEqual([told, errors], [1, ['mine']]);
});

test('an exchanged board touches every topic that is listened to, but tells of no occasion', async () => {
  const hub = new Hub();
  const heard = [];
  for (const topic of ['a', 'b', 'denied', 'notice']) hub.on(topic, (name) => heard.push(name));
  hub.touchAll();
  await settled();
  assert.deepEqual(heard, ['a', 'b']);
});

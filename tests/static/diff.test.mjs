// Differences of texts and indexes through changes, fuzzed.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Doc } from '#yjs';
import { diff, mapIndex } from '../../static/text/diff.js';
import { randomOf } from './people.mjs';

const ALPHABET = ['a', 'b', 'aa', ' ', 'ä', 'é', '😀', '😁', '👩‍🚀', '\u{1F600}\u{1F601}', '𝒳', '\n'];

const some = (random, most) => Array.from({ length: random.below(most) }, () => random.pick(ALPHABET)).join('');
const apply = (text, { index, remove, insert }) => text.slice(0, index) + insert + text.slice(index + remove);
const whole = (text) => !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);

test('the difference of any two texts makes the one of the other and cuts no character in half', () => {
  const random = randomOf(7);
  for (let i = 0; i < 100_000; i++) {
    const a = some(random, 8);
    const b = random.next() < 0.5 ? some(random, 8) : a.slice(0, random.below(a.length + 1)).replace(/[\ud800-\udbff]$/, '') + some(random, 3);
    const found = diff(a, b, random.below(b.length + 2));
    assert.equal(apply(a, found), b);
    const parts = [found.insert, a.slice(0, found.index), a.slice(found.index, found.index + found.remove)];
    if (whole(a) && whole(b)) assert.ok(parts.every(whole), JSON.stringify([a, b, found]));
  }
});

test('of equal letters the one at the caret was typed', () => {
  assert.deepEqual(diff('aaa', 'aaaa', 1), { index: 0, remove: 0, insert: 'a' });
  assert.deepEqual(diff('aaa', 'aaaa', 2), { index: 1, remove: 0, insert: 'a' });
  assert.deepEqual(diff('aaa', 'aaaa', 4), { index: 3, remove: 0, insert: 'a' });
  assert.deepEqual(diff('aaaa', 'aaa', 1), { index: 1, remove: 1, insert: '' });
});

test('one emoji for another is exchanged as a whole, though they share half their code', () => {
  assert.deepEqual(diff('x😀y', 'x😁y', 3), { index: 1, remove: 2, insert: '😁' });
  assert.deepEqual(diff('\u{1F600}', '\u{1FA00}'), { index: 0, remove: 2, insert: '\u{1FA00}' });
  assert.deepEqual(diff('\u{10400}', '\u{10800}'), { index: 0, remove: 2, insert: '\u{10800}' });
});

test('equal texts differ in nothing', () => {
  for (const text of ['', 'abc', '😀😀']) assert.deepEqual([diff(text, text).remove, diff(text, text).insert], [0, '']);
});

test('an index keeps its letter through any change of others', () => {
  const random = randomOf(11);
  for (let i = 0; i < 20_000; i++) {
    const text = new Doc().getText('t');
    const before = Array.from({ length: 10 }, (_, at) => String.fromCharCode(65 + at)).join('');
    text.insert(0, before);
    let delta = [];
    text.observe((event) => { delta = event.delta; });
    const at = random.below(10);
    text.doc.transact(() => {
      for (let n = 0; n < 3; n++) {
        const place = random.below(text.length + 1);
        if (random.next() < 0.5) text.insert(place, 'xyz'.slice(random.below(3)));
        else text.delete(Math.min(place, text.length), Math.min(random.below(4), text.length - Math.min(place, text.length)));
      }
    });
    const after = text.toString();
    const letter = before[at];
    if (after.includes(letter)) assert.equal(after[mapIndex(delta, at, true)], letter, JSON.stringify([before, after, delta, at]));
    else assert.ok(mapIndex(delta, at) <= after.length);
  }
});

test('what is inserted exactly at the caret comes behind it, unless the caret is to be pushed', () => {
  assert.equal(mapIndex([{ retain: 3 }, { insert: 'xy' }], 3), 3);
  assert.equal(mapIndex([{ retain: 3 }, { insert: 'xy' }], 3, true), 5);
  assert.equal(mapIndex([{ insert: 'xy' }], 0), 0);
  assert.equal(mapIndex([{ retain: 1 }, { delete: 5 }], 3), 1);
});

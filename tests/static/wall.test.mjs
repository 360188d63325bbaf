// The wall's walk along a map that is wider than the screen.
import assert from 'node:assert/strict';
import test from 'node:test';
import { rests } from '../../static/board/wall.js';

/** @param {string} stages one letter for each column */
const columns = (stages) => [...stages].map((stage) => ({ stage }));

test('a map that is seen as a whole needs no walk', () => {
  assert.deepEqual(rests(columns('aabbb'), 5), [0]);
  assert.deepEqual(rests([], 3), [0]);
});

test('a rest begins with the first stage that was cut off', () => {
  assert.deepEqual(rests(columns('aaabbbcc'), 5.7), [0, 3]);
  assert.deepEqual(rests(columns('aaabbbccddd'), 4), [0, 3, 6, 8]);
});

test('a stage wider than the screen is walked in screenfuls', () => {
  assert.deepEqual(rests(columns('aaaaaaaabb'), 3), [0, 3, 6, 8]);
});

test('each column is seen at one rest at least, however narrow the screen', () => {
  for (let seen = 0; seen < 9; seen += 0.7) {
    for (let n = 0; n < 200; n += 1) {
      const map = columns(Array.from({ length: n % 23 }, (_, i) => 'abcdefgh'[Math.floor((i * (n % 7)) / 5) % 8]).join(''));
      const stops = rests(map, seen);
      const whole = Math.max(1, Math.floor(seen));
      for (let i = 1; i < stops.length; i += 1) assert.ok(stops[i] > stops[i - 1] && stops[i] <= stops[i - 1] + whole);
      assert.ok(stops.at(-1) + whole >= map.length);
    }
  }
});

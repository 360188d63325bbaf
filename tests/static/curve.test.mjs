// The string through the pins: the same as the server draws, never beyond its pins.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { drops, gaps, heightOf, isDropAbove, middleOf, path, string, valueAt } from '../../static/board/curve_math.js';

const cases = JSON.parse(readFileSync(new URL('../curve_cases.json', import.meta.url), 'utf8'));
const PAD = 0.07;

for (const { name, values, string: drawn, drops: fallen } of cases) {
  test(`the curve of the server: ${name}`, () => {
    const ours = string(values);
    assert.deepEqual(ours.map(([kind]) => kind), drawn.map(([kind]) => kind));
    ours.flat().forEach((number, i) => {
      if (typeof number === 'number') assert.ok(Math.abs(number - drawn.flat()[i]) < 1e-5, `${number} is ${drawn.flat()[i]}`);
    });
    assert.deepEqual(drops(values).map(({ index, by }) => [index, by]), fallen);
  });
}

test('no stretch of the string leaves the range of its two pins', () => {
  let seed = 7;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  for (let round = 0; round < 500; round++) {
    const values = Array.from({ length: 2 + Math.floor(random() * 12) }, () => (random() < 0.15 ? null : 1 + Math.floor(random() * 10)));
    let from = 0;
    for (const [kind, ...at] of string(values)) {
      if (kind === 'C') {
        const [, c1, , c2, , to] = at;
        const [low, high] = [Math.min(from, to) - 1e-9, Math.max(from, to) + 1e-9];
        assert.ok(c1 >= low && c1 <= high && c2 >= low && c2 <= high, JSON.stringify(values));
      }
      from = at[at.length - 1];
    }
  }
});

test('a height of the plot and its value find each other', () => {
  for (let value = 1; value <= 10; value++) assert.equal(valueAt(heightOf(value, PAD), PAD), value);
  assert.equal(valueAt(-3, PAD), 10);
  assert.equal(valueAt(4, PAD), 1);
});

test('the path of SVG breaks where a value is missing', () => {
  assert.equal(path([5, 6, null, 7, 8], PAD).split('M').length - 1, 2);
  assert.equal(path([], PAD), '');
});

test('two views lie apart from three points on, upwards and downwards, where both are known', () => {
  assert.deepEqual(gaps([5, 5, 5, null, 8, 2], [8, 7, 2, 9, null, 2]), [{ index: 0, by: 3 }, { index: 2, by: -3 }]);
  assert.deepEqual(gaps([], [1]), []);
});

test('the number of a fall covers no other pin, if there is a side without one', () => {
  assert.equal(isDropAbove(7, [7, null, null, null]), false);
  assert.equal(isDropAbove(7, [7, 6, null, null]), true);
  assert.equal(isDropAbove(7, [7, null, 5, null]), true);
  assert.equal(isDropAbove(7, [7, 4, 10, null]), false);
  assert.equal(isDropAbove(7, [7, 6, 8, null]), false);
});

test('a missing pin waits where the string would pass, and in the middle of an empty scale', () => {
  assert.equal(middleOf([4, null, null, 8], 1), 6);
  assert.equal(middleOf([null, null, 7], 0), 7);
  assert.equal(middleOf([null], 0), 5.5);
});

// A sketch in the making as presence tells it: small whatever is drawn, gathered stroke by stroke, and nothing that is no stroke.
import assert from 'node:assert/strict';
import test from 'node:test';
import { sketchesOf, toldStroke } from '../../static/board/live_sketch.js';

const STATE_BYTES = 2048; // of presence (docs/protocol.md); the person, the cursor and the focus need some 500 of them
const stroke = (count) => ({ color: '#1d2b3a', pressed: true, points: Array.from({ length: count }, (_, i) => [i * 3.37 - 200, 599.94, 0.5]) });
const saying = (sketch) => ({ connection: 7, sketch });

test('a stroke of any length is told in whole units, from its first point to its last, and small', () => {
  for (const count of [1, 2, 110, 111, 5000]) {
    const told = toldStroke('activity-number-1', 3, stroke(count));
    assert.ok(told.points.every(Number.isInteger));
    assert.ok(JSON.stringify(told).length < STATE_BYTES - 500, `${count} points`);
    assert.ok(told.points.length <= 222, 'as docs/protocol.md says');
    assert.deepEqual(told.points.slice(0, 2), [-99, 600]);
    assert.equal(told.points.at(-2), Math.round(Math.min(999, Math.max(-99, (count - 1) * 3.37 - 200))));
  }
});

test('strokes are gathered as they come, also by who comes late; what is taken back goes', () => {
  const presence = { others: () => [saying(presence.sketch)] };
  const seen = (nth, count) => {
    presence.sketch = toldStroke('a', nth, count ? stroke(count) : null);
    return sketchesOf(presence).flatMap(({ strokes }) => strokes.map((each) => each.nth));
  };
  assert.deepEqual([seen(4, 1), seen(4, 2), seen(5, 1), seen(5, 9), seen(6, 2)], [[4], [4], [4, 5], [4, 5], [4, 5, 6]]);
  assert.deepEqual([seen(5, 9), seen(-1, 0), seen(0, 1)], [[4, 5], [], [0]]);
  presence.sketch = toldStroke('b', 0, stroke(1));
  assert.deepEqual(sketchesOf(presence).map(({ of, strokes }) => [of, strokes.length]), [['b', 1]], 'another card is another sketch');
});

test('what is no stroke is not drawn', () => {
  const good = toldStroke('a', 0, stroke(3));
  for (const bad of [null, 7, {}, { ...good, nth: 'x' }, { ...good, color: 'url(x)' }, { ...good, points: [1, '"><script>'] }, { ...good, points: 'many' }]) {
    assert.deepEqual(sketchesOf({ others: () => [saying(bad)] }), []);
  }
});

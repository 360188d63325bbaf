// The way through a board on a phone: where one is, where a step or a swipe leads, and what others do to it meanwhile.
import assert from 'node:assert/strict';
import test from 'node:test';
import { START, TRAY, Walk } from '../../static/phone/walk.js';
import { person } from './people.mjs';

/** Two stages with activities, an empty one between them, and somebody who walks there. */
function journey() {
  const { board, commands } = person();
  const [one, two, three] = ['Inspiration', 'Kauf', 'Nutzung'].map((title) => commands.addStage(title));
  const [a, b] = ['Ich sehe', 'Ich frage'].map((text) => commands.addActivity(one, { text }));
  const c = commands.addActivity(three, { text: 'Ich nutze' });
  const walk = new Walk({ board });
  walk.settle(false);
  return { board, commands, walk, one, two, three, a, b, c };
}

test('one begins at the first activity, or at the beginning while there is no stage', () => {
  const { walk, one, a } = journey();
  assert.deepEqual([walk.page, walk.activity], [one, a]);
  const fresh = person();
  const alone = new Walk({ board: fresh.board });
  alone.settle(false);
  fresh.commands.addStage('Kauf');
  assert.deepEqual([alone.page, alone.activity], [START, null], 'who looks at the beginning stays there when others begin');
});

test('steps lead through every activity and every stage without one, from the beginning to the tray', () => {
  const { walk, one, two, three, a, b, c } = journey();
  walk.go(START);
  const seen = [];
  for (let stop = walk.next(1); stop; stop = walk.next(1)) {
    seen.push([stop.page, stop.activity]);
    if (stop.activity) walk.open(stop.activity);
    else walk.go(stop.page);
  }
  assert.deepEqual(seen, [[one, a], [one, b], [two, null], [three, c], [TRAY, null]]);
  assert.equal(walk.next(-1).activity, c);
});

test('a swipe turns to the stage beside, a stage remembers what was open in it, and the ends are ends', () => {
  const { walk, one, two, b } = journey();
  walk.open(b);
  assert.equal(walk.leaf(1), two);
  assert.equal(walk.go(two), true);
  assert.equal(walk.from, 'after');
  assert.equal(walk.go(two), false);
  walk.go(walk.leaf(-1));
  assert.deepEqual([walk.page, walk.activity, walk.from], [one, b, 'before']);
  walk.go(START);
  assert.equal(walk.leaf(-1), null);
});

test('what is asked for is turned to, wherever it hangs', () => {
  const { board, commands, walk, one, three, b, c } = journey();
  const lane = commands.addLane('idea');
  const [touchpoint, card] = [commands.addTouchpoint(c, {}), commands.addCard(b, lane, {})];
  assert.equal(walk.reach({ root: 'touchpoints', id: touchpoint }), true);
  assert.deepEqual([walk.page, walk.activity], [three, c]);
  assert.equal(walk.reach({ root: 'touchpoints', id: touchpoint }), false);
  walk.reach({ root: 'cards', id: card });
  assert.deepEqual([walk.page, walk.activity], [one, b]);
  walk.reach({ root: 'activities', id: commands.addActivity(null, {}) });
  assert.equal(walk.page, TRAY);
  walk.reach({ root: 'personas', id: commands.addPersona() });
  assert.equal(walk.page, START);
  assert.equal(board.stages().length, 3);
});

test('who writes goes along with an activity that others move, who reads stays in the stage', () => {
  for (const writing of [true, false]) {
    const { commands, walk, one, three, a, b } = journey();
    commands.moveActivity(a, three, 0);
    walk.settle(writing);
    assert.deepEqual([walk.page, walk.activity], writing ? [three, a] : [one, b]);
  }
});

test('a stage that others take away leaves one at the first that is there', () => {
  const { commands, walk, one, two, three, c } = journey();
  walk.open(c);
  walk.settle(false);
  commands.remove('stages', three);
  walk.settle(false);
  assert.equal(walk.page, one);
  commands.remove('stages', one);
  commands.remove('stages', two);
  walk.settle(false);
  assert.equal(walk.page, START);
});

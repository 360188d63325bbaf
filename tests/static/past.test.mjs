// The board of an earlier moment, out of a snapshot's journey: everything of method.md stands where it stood.
import assert from 'node:assert/strict';
import test from 'node:test';
import { itemTopics } from '../../static/model/topics.js';
import { difference } from '../../static/model/difference.js';
import { boardOf } from '../../static/model/past.js';

const JOURNEY = {
  board: { title: 'Kauf', language: 'de', next: 'Reparatur', schema: 1 },
  personas: [{ id: 'p1', name: 'Mia', quote: 'Schnell!', story: '', scales: { Preis: 70 }, moods: ['bild'], custom: { Hobby: 'Film' } }, { id: 'p2', name: 'Jon', quote: '', story: '', scales: {}, moods: [], custom: {} }],
  lanes: [{ id: 'l1', kind: 'expectation' }, { id: 'l2', kind: 'rating' }],
  channels: [{ id: 'c1', name: 'Telefon', color: '#123456' }],
  departments: [],
  stages: [
    { id: 's2', title: 'Erst', activities: [{ id: 'a1', text: 'Ich suche', painPoint: true, touchpoints: [{ id: 't1', name: 'Website', smiley: 4, custom: {} }], cards: [{ id: 'k2', text: 'b', lane: 'l1' }, { id: 'k1', text: 'a', lane: 'l1' }], ratings: { p1: { outside: 3 }, p2: { inside: 8 } } }] },
    { id: 's1', title: 'Dann', activities: [] },
  ],
  unplaced: { activities: [{ id: 'a2', text: 'Ich warte', touchpoints: [], cards: [], ratings: {} }], touchpoints: [{ id: 't2', name: 'Laden', custom: {} }], cards: [{ id: 'k3', text: 'lose', lane: null }] },
};

test('stages, activities, touchpoints, cards and ratings stand as they stood', () => {
  const board = boardOf(JOURNEY);
  assert.deepEqual(board.stages(), [{ id: 's2', title: 'Erst' }, { id: 's1', title: 'Dann' }]);
  assert.deepEqual(board.columns(), [{ id: 'a1', stage: 's2' }]);
  assert.deepEqual([board.activity('a1').text, board.activity('a1').painPoint, board.touchpoints('a1'), board.touchpoint('t1').smiley], ['Ich suche', true, ['t1'], 4]);
  assert.deepEqual([board.cards('a1', 'l1'), board.card('k1').text], [['k2', 'k1'], 'a']);
  assert.deepEqual([board.series('p1', 'outside'), board.series('p2', 'inside'), board.series('p2', 'outside')], [[3], [8], [null]]);
});

test('what stood nowhere, and all that is known of board, personas and labels, is there too', () => {
  const board = boardOf(JOURNEY);
  assert.deepEqual(board.unplaced(), { activities: ['a2'], touchpoints: ['t2'], cards: ['k3'] });
  assert.deepEqual([board.meta().title, board.meta().next, board.language], ['Kauf', 'Reparatur', 'de']);
  const { name, quote, 'scale:Preis': scale, 'mood:bild': mood, 'custom:Hobby': own } = board.persona('p1');
  assert.deepEqual([board.personas(), name, quote, scale, mood, own], [['p1', 'p2'], 'Mia', 'Schnell!', 70, true, 'Film']);
  assert.deepEqual([board.channels()[0].name, board.lanes().map(({ kind }) => kind)], ['Telefon', ['expectation', 'rating']]);
});

/** @param {(journey: typeof JOURNEY) => void} change */
function differing(change) {
  const journey = structuredClone(JOURNEY);
  change(journey);
  const [before, after] = [boardOf(JOURNEY), boardOf(journey)];
  const [there, back] = [difference(before, after), difference(after, before)].map((topics) => topics && [...topics].sort());
  assert.deepEqual(there, back);
  return there;
}

test('from one moment to another only what differs is named', () => {
  const [stage] = JOURNEY.stages;
  assert.deepEqual(differing(() => {}), []);
  assert.deepEqual(differing(({ stages }) => { stages[0].activities[0].cards[0].text = 'c'; }), itemTopics('cards', 'k2').sort());
  assert.deepEqual(differing(({ stages }) => { stages[0].activities[0].cards.reverse(); }), ['cell:a1|l1']);
  assert.deepEqual(differing(({ stages }) => { stages[0].activities[0].cards.pop(); }), [...itemTopics('cards', 'k1'), 'cell:a1|l1'].sort());
  assert.deepEqual(differing(({ stages }) => { stages[0].activities[0].ratings.p1.outside = 9; }), ['rating:a1', 'ratings']);
  assert.deepEqual(differing(({ stages }) => { stages[0].title = 'Nun'; }), itemTopics('stages', 's2').sort());
  assert.deepEqual(differing(({ stages }) => { stages.reverse(); }), ['activities', 'stages']);
  assert.deepEqual(differing(({ stages }) => { stages[1].activities.push({ ...stage.activities[0], id: 'a9', touchpoints: [], cards: [], ratings: {} }); }), ['activities', ...itemTopics('activities', 'a9')].sort());
  assert.deepEqual(differing(({ unplaced, stages }) => { stages[1].activities.push(unplaced.activities.pop()); }), ['activities', 'unplaced']);
  assert.deepEqual(differing(({ board }) => { board.title = 'Umzug'; }), ['meta']);
  assert.deepEqual(differing(({ personas }) => { personas[0].scales.Preis = 10; }), itemTopics('personas', 'p1').sort());
  assert.equal(differing(({ board }) => { board.language = 'en'; }), null, 'each word is marked with its language');
});

// One update with values of every kind that Yjs can write, as base64 on standard output.
import * as Y from 'yjs';
const doc = new Y.Doc(); doc.getMap('cards');
const card = new Y.Map();
doc.transact(() => {
  doc.getMap('cards').set('card-of-yjs-1', card);
  card.set('text', new Y.Text('a\u0000b \ud83d\ude00 \u2028'));
  const odd = { nan: NaN, infinite: Infinity, undef: undefined, zero: -0, big: 2 ** 53, bigger: 1e300, small: 5e-324,
    whole: 3, half: 0.1, minus: -7, bytes: new Uint8Array([1, 2, 255]), bigint: 2n ** 61n + 1n,
    list: [1, [2, { 'k\u00f6': null }]], empty: {}, yes: true, lone: '\ud800', 'odd:key': 1, '': 'no name' };
  for (const [key, value] of Object.entries(odd)) card.set(key, value);
  card.set('lane', 'lies'); card.set('id', 'lies'); card.set('persona', { not: 'an id' });
  doc.getMap('ratings').set('a/b', 5); doc.getMap('ratings').set('', 5); doc.getMap('board').set('title', 7);
  doc.getMap('stages').set('stage-of-yjs', new Y.Map([['order', 5], ['title', ['x']]]));
});
process.stdout.write(Buffer.from(Y.encodeStateAsUpdate(doc)).toString('base64'));

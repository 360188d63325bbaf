// What is said beside the board: all of it once, then each change; after a gap all of it again, and never twice.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Hub } from '../../static/model/hub.js';
import { settled } from './people.mjs';

globalThis.document = { getElementById: () => ({ textContent: JSON.stringify({ language: 'en', messages: {}, board: 'b' }) }) };
const { commentsOf } = await import('../../static/board/comments/store.js');

const comment = (id, revision, more = {}) => ({ id, revision, thing: 'cards:a', answers: null, text: id, by: 's', at: `2026-11-22T10:00:0${revision}.000Z`, edited: null, done: null, ...more });
const news = (revision, changed, removed = []) => ({ type: 'comments', revision, changed, removed });

/** A page whose server answers each call with what `answers` says; `calls` are those that were made. */
function page(revision, answers = () => ({})) {
  const session = { hub: new Hub(), role: 'follower', closed: null, comments: null, workshop: { comments: { followers: true, revision } } };
  const calls = [];
  globalThis.fetch = async (path, { method, body, headers }) => {
    calls.push(`${method} ${path.replace('/api/boards/b', '')}`);
    const answer = await answers(method, path, body && JSON.parse(body), headers);
    return { ok: true, status: 200, json: async () => answer };
  };
  return { session, calls, comments: commentsOf(session), quiet: async () => { for (let i = 0; i < 5; i++) await settled(); } };
}

test('at a board where nobody said anything nothing is asked for, and what comes then is taken as it comes', async () => {
  const { comments, calls } = page(0);
  assert.equal(comments.loaded, true);
  comments.hear(news(1, [comment('one', 1)]));
  comments.hear(news(2, [comment('two', 2, { answers: 'one' })]));
  assert.deepEqual(comments.threads('cards:a').map(({ first, answers }) => [first.id, ...answers.map(({ id }) => id)]), [['one', 'two']]);
  assert.deepEqual([comments.count('cards:a'), comments.open], [1, 1]);
  comments.hear(news(3, [comment('one', 3, { done: 'now' })]));
  assert.deepEqual([comments.count('cards:a'), comments.open], [0, 0]);
  comments.hear(news(4, [], ['two']));
  assert.deepEqual(comments.threads()[0].answers, []);
  assert.deepEqual(calls, []);
});

test('after a gap all is asked for once, and again only if more was said meanwhile', async () => {
  let now = 5;
  const { comments, session, calls, quiet } = page(0, () => ({ revision: now, comments: [comment('now', now)] }));
  comments.hear(news(4, [comment('late', 4)]));
  comments.hear(news(5, [comment('later', 5)]));
  await quiet();
  assert.deepEqual([calls, comments.threads().map(({ first }) => first.id)], [['GET /comments'], ['now']]);
  now = 9;
  session.workshop = { comments: { followers: true, revision: 9 } }; // a greeting after the line was lost
  session.hub.touch('workshop');
  await quiet();
  assert.deepEqual([calls.length, comments.threads()[0].first.revision], [2, 9]);
  session.hub.touch('workshop');
  await quiet();
  assert.equal(calls.length, 2);
});

test('what cannot be asked for is asked for with the next greeting', async () => {
  let away = true;
  const { comments, session, calls, quiet } = page(3, () => { if (away) throw new TypeError('no line'); return { revision: 3, comments: [comment('one', 3)] }; });
  await quiet();
  assert.equal(comments.loaded, false);
  away = false;
  session.hub.touch('workshop');
  await quiet();
  assert.deepEqual([comments.loaded, comments.threads().length, calls.length], [true, 1, 2]);
});

test('what one says stands there once, in the order of saying, whoever tells it first', async () => {
  const made = [];
  const { comments, quiet } = page(0, (_method, _path, { text }) => { made.push(text); return comment(text, made.length); });
  await Promise.all([comments.say({ text: 'a', thing: 'cards:a' }, 'k1'), comments.say({ text: 'b', thing: 'cards:a' }, 'k2')]);
  comments.hear(news(1, [comment('a', 1)]));
  comments.hear(news(2, [comment('b', 2)]));
  await quiet();
  assert.deepEqual([made, comments.threads().map(({ first }) => first.id)], [['a', 'b'], ['a', 'b']]);
});

test('an old word never overwrites a newer one', () => {
  const { comments } = page(0);
  comments.hear(news(1, [comment('one', 1, { text: 'new', revision: 7 })]));
  comments.hear(news(2, [comment('one', 2, { text: 'old' })]));
  assert.equal(comments.threads()[0].first.text, 'new');
});

// Who is here: throttled, quiet when still or hidden, and never a follower (R12).
import assert from 'node:assert/strict';
import test, { mock } from 'node:test';
import { Doc, applyAwarenessUpdate, encodeAwarenessUpdate } from '#yjs';
import { Hub } from '../../static/model/hub.js';
import { Presence } from '../../static/sync/presence.js';
import { settled } from './people.mjs';

const ANA = { seat: 's1', name: 'Ana', color: '#123', role: 'participant' };

function here(act) {
  return async () => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
    const hub = new Hub();
    const presence = new Presence(hub, new Doc());
    let sent = 0;
    presence.awareness.on('update', (_change, origin) => { if (origin === 'local') sent++; });
    try {
      await act({ hub, presence, sent: () => sent, state: () => presence.awareness.getLocalState() });
    } finally {
      presence.close();
      mock.timers.reset();
    }
  };
}

test('a person shows where they look, at most fifteen times a second, the last look for certain', here(({ presence, sent, state }) => {
  presence.introduce(ANA);
  for (let i = 0; i < 100; i++) {
    presence.set({ cursor: { anchor: 'card:a', x: i, y: 0 } });
    mock.timers.tick(10);
  }
  mock.timers.tick(66);
  assert.ok(sent() <= 17, `${sent()}`);
  assert.equal(state().cursor.x, 99);
}));

test('what is not mentioned stays; what is the same is not sent', here(({ presence, sent, state }) => {
  presence.introduce(ANA);
  presence.set({ focus: 'cards:a:text' });
  mock.timers.tick(100);
  const before = sent();
  presence.set({ focus: 'cards:a:text' });
  mock.timers.tick(100);
  assert.equal(sent(), before);
  presence.set({ cursor: { anchor: 'card:a', x: 0, y: 0 } });
  mock.timers.tick(100);
  assert.equal(state().focus, 'cards:a:text');
}));

test('a cursor at rest for ten seconds points at nothing', here(({ presence, state }) => {
  presence.introduce(ANA);
  presence.set({ cursor: { anchor: 'card:a', x: 0, y: 0 } });
  mock.timers.tick(100);
  mock.timers.tick(10_100);
  assert.equal(state().cursor, null);
}));

test('a follower is not shown, and says nothing', here(({ presence, state, sent }) => {
  presence.introduce(null);
  presence.set({ cursor: { anchor: 'card:a', x: 0, y: 0 } });
  mock.timers.tick(100);
  assert.deepEqual([state(), sent()], [null, 0]);
}));

test('who becomes a follower vanishes', here(({ presence, state }) => {
  presence.introduce(ANA);
  assert.equal(state().user.name, 'Ana');
  presence.introduce(null);
  assert.equal(state(), null);
}));

test('after each connect the state is said again with a newer clock, else it would be ignored', here(({ presence }) => {
  presence.introduce(ANA);
  const { awareness } = presence;
  const clock = () => awareness.meta.get(awareness.clientID).clock;
  const before = clock();
  presence.again();
  assert.equal(clock(), before + 1);
}));

test('others are those with a seat, each with where they look; oneself is not among them', here(async ({ hub, presence }) => {
  let told = 0;
  hub.on('presence', () => told++);
  const other = new Presence(new Hub(), new Doc());
  other.introduce({ ...ANA, seat: 's2', name: 'Ben' });
  other.set({ focus: 'cards:x:text' });
  mock.timers.tick(100);
  presence.introduce(ANA);
  applyAwarenessUpdate(presence.awareness, encodeAwarenessUpdate(other.awareness, [other.connection]), 'remote');
  await settled();
  const [found, ...more] = presence.others();
  assert.deepEqual([found.name, found.focus, found.cursor, found.connection, more.length], ['Ben', 'cards:x:text', null, other.connection, 0]);
  assert.equal(told, 1);
  other.close();
}));

test('what others say of themselves that is no look is none, and harms nobody', here(({ presence }) => {
  const other = new Presence(new Hub(), new Doc());
  const looks = { focus: 5, cursor: { anchor: {}, x: 1, y: 1 }, drag: { item: ['cards:a'] }, at: {} };
  const shown = (told) => {
    other.awareness.setLocalState({ user: { ...ANA, seat: 's2' }, ...told });
    applyAwarenessUpdate(presence.awareness, encodeAwarenessUpdate(other.awareness, [other.connection]), 'remote');
    const [{ focus, cursor, drag, at }] = presence.others();
    return { focus, cursor, drag, at };
  };
  assert.deepEqual(shown(looks), { focus: null, cursor: null, drag: null, at: null });
  assert.equal(shown({ drag: { pin: 'a', series: 'outside', value: '7px' } }).drag, null);
  const pin = { pin: 'a', series: 'outside', value: 7 };
  assert.deepEqual(shown({ drag: pin }).drag, pin);
  other.close();
}));

test('with another document the person goes on being seen', here(({ presence, state }) => {
  presence.introduce(ANA);
  const before = presence.connection;
  presence.attach(new Doc());
  assert.notEqual(presence.connection, before);
  assert.equal(state().user.name, 'Ana');
}));

// One person at one board, against the server's side of the wire: start, offline work, locks, refusals, the end.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Doc, Map as YMap, applyUpdate, encodeStateAsUpdate } from '#yjs';
import { Session } from '../../static/sync/session.js';
import { Server, until } from './server.mjs';

const HEAD = { board: 'board-1', role: 'participant', seat: 'seat-1', name: 'Ana', color: '#123', base: '/s/1/' };

/** Runs a test with a server and a way to open sessions at it, which are closed afterwards. */
function at(act) {
  return async () => {
    const server = new Server();
    const open = [];
    Object.assign(globalThis, { WebSocket: server.Socket, fetch: server.fetch, location: { protocol: 'http:', host: 'board.test' } });
    const join = async (head = {}) => {
      const session = await Session.open({ ...HEAD, ...head });
      open.push(session);
      return session;
    };
    try {
      await act({ server, join });
    } finally {
      for (const session of open) await session.close();
    }
  };
}

const connected = async (session) => until(() => session.connected && session.saved.state === 'saved', 'connected and saved');

test('the first state comes by HTTP; the socket is opened without a token in its address', at(async ({ server, join }) => {
  server.doc.getMap('board').set('title', 'TV-Kauf');
  const session = await join();
  assert.equal(session.board.meta().title, 'TV-Kauf');
  assert.ok(session.loaded);
  await connected(session);
  assert.equal([...server.sockets][0].url, 'ws://board.test/ws/board-1?ext=1');
}));

test('an act is saved when the server says so, not before', at(async ({ server, join }) => {
  const session = await join();
  await connected(session);
  server.holdsAcks = true;
  session.commands.addStage('Kauf');
  await until(() => server.doc.getMap('stages').size === 1);
  assert.deepEqual([session.saved.state, session.saved.pending], ['saving', 1]);
  server.holdsAcks = false;
  for (const socket of server.sockets) socket.ack();
  await until(() => session.saved.state === 'saved');
}));

test('two people see each other and each other\'s acts; nobody sends back what they heard', at(async ({ server, join }) => {
  const [ana, ben] = [await join(), await join({ seat: 'seat-2', name: 'Ben' })];
  await connected(ana);
  await connected(ben);
  ana.commands.addStage('Kauf');
  await until(() => ben.board.stages().length === 1);
  const before = server.heard.filter((kind) => kind === 'presence').length;
  ana.presence.set({ focus: 'stages:x:title' });
  await until(() => ben.presence.others()[0]?.focus === 'stages:x:title');
  assert.equal(server.heard.filter((kind) => kind === 'presence').length - before, 1);
  assert.equal(server.heard.filter((kind) => kind === 'update').length, 1);
}));

test('work without a connection is kept, counted and merged on return', at(async ({ server, join }) => {
  const session = await join();
  await connected(session);
  server.reachable = false;
  server.drop();
  await until(() => !session.connected);
  session.commands.addStage('Kauf');
  session.commands.addStage('Nutzung');
  await until(() => session.saved.state === 'offline');
  assert.equal(session.saved.pending, 2);
  server.doc.getMap('board').set('title', 'anderswo');
  server.reachable = true;
  await until(() => session.saved.state === 'saved', 'merged');
  assert.equal(server.doc.getMap('stages').size, 2);
  assert.equal(session.board.meta().title, 'anderswo');
}));

test('a transient close is retried; a gap is mended by the handshake that follows', at(async ({ server, join }) => {
  const session = await join();
  await connected(session);
  server.drop(1012);
  await until(() => !session.connected);
  await connected(session);
  server.refuses = { code: 1013, reason: 'gap' };
  session.commands.addStage('Kauf');
  await until(() => server.heard.at(-1) === 'update');
  delete server.refuses;
  for (const socket of server.sockets) socket.askForAll();
  await until(() => session.saved.state === 'saved' && server.doc.getMap('stages').size === 1);
  assert.equal(session.closed, null);
}));

test('a locked board refuses writing at once; what was under way waits and goes out when it opens', at(async ({ server, join }) => {
  const session = await join();
  await connected(session);
  server.locked = true; // the message is still on its way to this browser
  session.commands.addStage('Kauf');
  await until(() => session.saved.state === 'refused');
  assert.equal(session.saved.refusal, 'locked');
  server.lock(true);
  await until(() => session.locked);
  assert.ok(session.readOnly);
  assert.equal(session.commands.addStage('zu spät'), null);
  server.lock(false);
  await until(() => session.saved.state === 'saved');
  assert.deepEqual([session.readOnly, server.doc.getMap('stages').size], [false, 1]);
}));

test('a moderator writes on a locked board', at(async ({ server, join }) => {
  server.role = 'moderator';
  server.locked = true;
  const session = await join({ role: 'moderator' });
  await connected(session);
  await until(() => session.locked);
  session.commands.addStage('Kauf');
  await until(() => server.doc.getMap('stages').size === 1);
}));

test('who loses the right to write sees the board as it is, and keeps the words that were refused', at(async ({ server, join }) => {
  server.doc.getMap('board').set('title', 'TV-Kauf');
  const session = await join();
  await connected(session);
  const kept = session.commands.addCard(null, null, { text: 'angekommen' });
  await until(() => session.saved.state === 'saved');
  const activity = session.commands.addActivity(session.commands.addStage('Kauf'), { text: 'Ich kaufe' });
  await until(() => session.saved.state === 'saved');
  server.role = 'follower';
  session.commands.rate(activity, null, 'inside', 7);
  const lost = session.commands.addCard(null, null, { text: 'zu spät' });
  const resets = [];
  session.hub.on('reset', () => resets.push(1));
  await until(() => session.refused.length > 0, 'refused');
  assert.deepEqual(session.refused, [
    { root: 'ratings', id: `${activity}/-/inside`, field: '', text: 'Ich kaufe', value: 7 },
    { root: 'cards', id: lost, field: 'text', text: 'zu spät' },
  ]);
  assert.deepEqual([session.board.card(lost), session.board.card(kept).text, session.board.meta().title], [null, 'angekommen', 'TV-Kauf']);
  await until(() => session.connected && session.role === 'follower' && session.readOnly);
  assert.deepEqual([resets.length, session.saved.pending, session.undo.canUndo], [1, 0, false]);
  session.dismissRefused();
  assert.deepEqual(session.refused, []);
}));

test('after a refusal the fresh document is heard by others and hears them', at(async ({ server, join }) => {
  const session = await join();
  await connected(session);
  server.refuses = { code: 4403, reason: 'client-id' };
  session.commands.addStage('verloren');
  await until(() => session.board.stages().length === 0, 'rolled back');
  delete server.refuses;
  await connected(session);
  session.commands.addStage('neu');
  await until(() => session.saved.state === 'saved' && server.doc.getMap('stages').size === 1);
  server.doc.getMap('board').set('title', 'T');
  for (const socket of server.sockets) socket.askForAll();
  assert.equal(session.presence.awareness.doc, session.doc);
}));

for (const [code, message] of [[4401, 'closed.token'], [4403, 'closed.forbidden'], [4404, 'closed.missing'], [4410, 'closed.gone']]) {
  test(`close code ${code} is final and says why`, at(async ({ server, join }) => {
    const session = await join();
    await connected(session);
    let told = 0;
    session.hub.on('closed', () => told++);
    server.drop(code);
    await until(() => told === 1);
    assert.deepEqual(session.closed, { code, message });
    assert.ok(session.readOnly && !session.connected && server.sockets.size === 0);
  }));
}

for (const [status, code] of [[401, 4401], [403, 4403], [404, 4404]]) {
  test(`a board that answers ${status} is closed before a socket is opened`, at(async ({ server, join }) => {
    server.status = status;
    const session = await join();
    assert.equal(session.closed.code, code);
    assert.equal(server.sockets.size, 0);
  }));
}

test('a history of another birth is never merged: the session goes on with the board\'s own (R10)', at(async ({ server, join }) => {
  const born = (random) => {
    const doc = new Doc();
    doc.clientID = 0x15b04d * 2 ** 32 + random;
    doc.getMap('board').set('schema', 1);
    return doc;
  };
  server.doc = born(1);
  const session = await join();
  await connected(session);
  const stage = session.commands.addCard(null, null, { text: 'hier geschrieben' });
  await until(() => session.saved.state === 'saved');
  server.holdsAcks = true;
  session.commands.setText('cards', stage, 'text', 'hier weiter geschrieben');
  await until(() => server.heard.at(-1) === 'update');
  server.doc = born(2); // the store was wiped and filled anew
  server.holdsAcks = false;
  server.drop(4409);
  await until(() => session.refused.length === 1 && session.connected);
  assert.equal(session.refused[0].text, 'hier weiter geschrieben');
  assert.deepEqual([session.board.bin(), session.board.card(stage), server.doc.getMap('cards').size], [[], null, 0]);
}));

test('a document that breaks again and again is given up', at(async ({ server, join }) => {
  const session = await join();
  for (let i = 0; i < 4 && !session.closed; i++) {
    await until(() => session.connected || session.closed);
    const [socket] = server.sockets;
    server.drop(4422);
    await until(() => session.closed || ![...server.sockets].includes(socket));
  }
  await until(() => session.closed);
  assert.deepEqual(session.closed, { code: 4422, message: 'closed.broken' });
}));

test('without server and copy the board opens empty, says that it is offline, and fills when the server is there', at(async ({ server, join }) => {
  server.doc.getMap('board').set('title', 'TV-Kauf');
  server.reachable = false;
  const session = await join();
  assert.deepEqual([session.loaded, session.saved.state], [false, 'offline']);
  server.reachable = true;
  await until(() => session.loaded);
  assert.equal(session.board.meta().title, 'TV-Kauf');
}));

test('the server\'s messages reach their topics', at(async ({ server, join }) => {
  const session = await join();
  await connected(session);
  const told = new Set();
  for (const topic of ['people', 'workshop', 'role', 'notice']) session.hub.on(topic, () => told.add(topic));
  server.say({ type: 'people', people: [{ seat: 'seat-1', name: 'Ana', role: 'participant', color: '#123', devices: 2 }], followers: 12 });
  server.say({ ...server.session(), step: 7, now: new Date(Date.now() + 60_000).toISOString() });
  server.say({ type: 'role', role: 'moderator' });
  server.say({ type: 'notice', code: 'storing-trouble' });
  server.say({ type: 'of-tomorrow', anything: [] });
  await until(() => told.size === 4);
  assert.deepEqual([session.people[0].devices, session.followers, session.workshop.step, session.role], [2, 12, 7, 'moderator']);
  assert.ok(Math.abs(session.now() - Date.now() - 60_000) < 1_000);
  assert.equal(session.saved.state, 'storing-trouble');
}));

test('a follower answers the handshake and writes nothing', at(async ({ server, join }) => {
  server.role = 'follower';
  const session = await join({ role: 'follower' });
  await until(() => session.connected && server.heard.includes('step2'));
  assert.equal(session.commands.addStage('X'), null);
  assert.deepEqual([session.saved.state, session.saved.pending, session.closed], ['saved', 0, null]);
}));

test('a state that holds odd items opens all the same', at(async ({ server, join }) => {
  const doc = new Doc();
  doc.getMap('cards').set('odd', new YMap());
  applyUpdate(server.doc, encodeStateAsUpdate(doc));
  const session = await join();
  assert.deepEqual(session.board.unplaced().cards, ['odd']);
}));

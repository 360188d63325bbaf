// The socket: what is retried and when, what is final, what is counted, what is not said.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Awareness, Doc, applyUpdate, encodeStateAsUpdate } from '#yjs';
import { Connection } from '../../static/sync/connection.js';
import { Server, until } from './server.mjs';

function at(act) {
  return async () => {
    const server = new Server();
    const open = [];
    const connect = (options = {}) => {
      const doc = new Doc();
      const awareness = new Awareness(doc);
      const told = { opened: 0, lost: 0, synced: 0, closed: [], arrived: [], frames: [], messages: [] };
      const connection = new Connection({
        url: 'ws://board.test/ws', board: 'b', doc, awareness, Socket: server.Socket, ...options,
        events: {
          opened: () => told.opened++, lost: () => told.lost++, synced: () => told.synced++, arrived: (update) => told.arrived.push(update),
          frameSent: (kind) => told.frames.push(kind), message: (message) => told.messages.push(message), closed: (code) => told.closed.push(code),
        },
      });
      open.push([connection, doc]);
      return { connection, doc, awareness, told };
    };
    try {
      await act({ server, connect });
    } finally {
      for (const [connection, doc] of open) { connection.close(); doc.destroy(); }
    }
  };
}

test('sync frames are counted as the server counts them: step 2 and updates, nothing else', at(async ({ server, connect }) => {
  const { doc, told } = connect();
  await until(() => told.synced === 1);
  doc.getMap('board').set('title', 'a');
  doc.getMap('board').set('title', 'b');
  assert.deepEqual(told.frames, ['step2', 'update', 'update']);
  await until(() => told.messages.some(({ type, n }) => type === 'saved' && n === 3));
  assert.deepEqual(server.heard.filter((kind) => kind !== 'presence'), told.frames);
}));

test('what others write is told in the bytes in which it came, and of it no update is made anew', at(async ({ server, connect }) => {
  const { doc, told } = connect();
  await until(() => told.synced === 1);
  const [updates, bytes] = [[], titled('theirs')];
  doc.on('update', (_update, origin) => updates.push(origin));
  doc.getMap('board').observe(({ transaction }) => { if (!transaction.local && !updates.length) doc.getMap('board').set('next', 'answer'); });
  server.spread(bytes);
  await until(() => doc.getMap('board').get('title') === 'theirs');
  assert.deepEqual(told.arrived.at(-1), bytes);
  assert.deepEqual(updates, [null], 'of both writings, the one made here');
  await until(() => server.doc.getMap('board').get('next') === 'answer');
  doc.getMap('board').set('title', 'ours');
  applyUpdate(doc, titled('a copy'), 'copy');
  assert.deepEqual(updates, [null, null, 'copy'], 'who listens hears of what does not come from the server');
}));

test('bytes that cannot be read are told to nobody, and the next are taken in', at(async ({ server, connect }) => {
  const { doc, told } = connect();
  await until(() => told.synced === 1);
  const [before, { error }] = [told.arrived.length, console];
  const errors = [];
  console.error = (words) => errors.push(words);
  server.spread(new Uint8Array([1, 1, 1]));
  server.spread(titled('theirs'));
  await until(() => doc.getMap('board').get('title') === 'theirs');
  console.error = error;
  assert.deepEqual([told.arrived.length - before, errors.length], [1, 1]);
}));

test('what the server sends in message 110 arrives, and what cannot be read is left alone', at(async ({ server, connect }) => {
  const { told } = connect();
  await until(() => told.messages[0]?.type === 'hello');
  for (const odd of [null, 7, 'x', [], { without: 'type' }]) server.say(odd);
  server.say({ type: 'last' });
  await until(() => told.messages.at(-1)?.type === 'last');
  assert.ok(told.messages.every(({ type }) => typeof type === 'string'));
}));

test('a final close is told once and not retried', at(async ({ server, connect }) => {
  const { told, connection } = connect();
  await until(() => told.synced === 1);
  server.drop(4410);
  await until(() => told.closed.length === 1);
  await new Promise((resolve) => { setTimeout(resolve, 50); });
  assert.deepEqual([told.closed, told.lost, connection.connected, server.sockets.size], [[4410], 1, false, 0]);
}));

test('after a restart people come back spread over time: later than after a lost line, each at a moment of their own', at(async ({ server, connect }) => {
  const waits = [];
  for (const [code, random] of [[1006, 0], [1012, 0], [1012, 0.5]]) {
    const { told, connection } = connect({ random: () => random });
    await until(() => told.synced === 1);
    const [socket] = [...server.sockets].slice(-1);
    const began = performance.now();
    socket.end(code);
    await until(() => told.opened === 2);
    waits.push(performance.now() - began);
    connection.close();
  }
  const [lost, early, late] = waits;
  assert.ok(lost >= 190 && early >= 740 && late >= 1_490, `${lost} ${early} ${late}`); // never sooner; how much later is the machine's affair
}));

test('a server that says when to return is obeyed', at(async ({ server, connect }) => {
  const { told, connection } = connect({ random: () => 0 });
  await until(() => told.synced === 1);
  connection.retryAfter(1);
  const began = performance.now();
  server.drop(1012);
  await until(() => told.opened === 2);
  assert.ok(performance.now() - began >= 990);
}));

test('a document too large thrice in a row is given up as such', at(async ({ server, connect }) => {
  const { told } = connect({ random: () => 0 });
  for (let i = 0; i < 3; i++) {
    await until(() => told.opened === i + 1);
    server.drop(1009);
  }
  await until(() => told.closed.length > 0);
  assert.deepEqual(told.closed, [4413]);
}));

test('where the device says that its network is gone nobody waits for the socket to notice, but a server on it is there all the same', at(async ({ server, connect }) => {
  const [device, { fetch }] = [new EventTarget(), globalThis];
  Object.assign(globalThis, { addEventListener: device.addEventListener.bind(device), fetch: server.fetch });
  const { told } = connect({ random: () => 0 });
  await until(() => told.synced === 1);
  device.dispatchEvent(new Event('offline'));
  await new Promise(setImmediate);
  assert.deepEqual([told.lost, server.sockets.size], [0, 1]);
  server.reachable = false;
  device.dispatchEvent(new Event('offline'));
  await until(() => told.lost === 1);
  server.reachable = true;
  device.dispatchEvent(new Event('online'));
  await until(() => told.synced === 2);
  Object.assign(globalThis, { addEventListener: undefined, fetch });
}));

test('nobody sends back the presence that they hear', at(async ({ server, connect }) => {
  const [ana, ben] = [connect(), connect()];
  await until(() => ana.told.synced + ben.told.synced === 2);
  const before = server.heard.length;
  ana.awareness.setLocalState({ user: { seat: 's1' } });
  await until(() => ben.awareness.getStates().has(ana.doc.clientID));
  ana.doc.getMap('board').set('title', 'x');
  await until(() => ben.doc.getMap('board').get('title') === 'x');
  assert.deepEqual(server.heard.slice(before), ['presence', 'update']);
}));

/** @param {string} title @returns {Uint8Array} what somebody else has written */
function titled(title) {
  const doc = new Doc();
  doc.getMap('board').set('title', title);
  return encodeStateAsUpdate(doc);
}

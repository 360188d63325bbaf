// Unmodified y-websocket providers, several in one process, told what to do by JSON lines on standard input.
//   {"do":"open","url","board","token","count"}  -> {"open":true} when all are synced; or "urls": one at each address
//   {"do":"write","peer","card","text","fields"} -> {"written":true}; makes the card if need be, writes at its end, puts plain fields
//   {"do":"edit","seed","acts"}                  -> {"edited":true}; random edits with dropped and mended lines in between
//   {"do":"online"}                              -> {"online":true} when all are synced again
//   {"do":"look"}                                -> {"looked":true}; as when somebody moves the pointer
//   {"do":"say"}                                 -> {"states":[{"connected", "client", "sees": clients, "vector": base64, "json": …}, …]}
//   {"do":"close"}                               -> {"closed":true}
import { createInterface } from 'node:readline';
import { WebsocketProvider } from 'y-websocket';
import WebSocket from 'ws';
import * as Y from 'yjs';

const ROOTS = ['board', 'personas', 'stages', 'activities', 'touchpoints', 'lanes', 'cards', 'ratings', 'channels', 'departments'];
const LETTERS = [...'abcdefghijk öäß😀🧵中文é '];
let peers = [];
let looks = 0;

const say = value => process.stdout.write(JSON.stringify(value) + '\n');
const synced = provider => provider.synced ? null : new Promise(done => provider.on('sync', on => on && done()));

/** A small seeded generator (mulberry32): the same seed gives the same edits. */
function chance(seed) {
  return below => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

function open({ url, count, urls = Array(count).fill(url), board, token }) {
  peers = urls.map(address => {
    const doc = new Y.Doc();
    const provider = new WebsocketProvider(address, board, doc, { params: { token }, WebSocketPolyfill: WebSocket, disableBc: true });
    return { doc, provider, history: new Y.UndoManager(doc.getMap('cards'), { trackedOrigins: new Set([doc]) }) };
  });
  return Promise.all(peers.map(peer => synced(peer.provider)));
}

function act({ doc, provider, history }, rnd, serial) {
  const cards = doc.getMap('cards');
  const ids = [...cards.keys()].sort();
  const card = ids.length ? cards.get(ids[rnd(ids.length)]) : null;
  const text = card?.get('text');
  const kind = rnd(12);
  if (kind === 0) return provider.wsconnected ? provider.ws.terminate() : undefined;
  if (kind === 1) return provider.shouldConnect ? provider.disconnect() : provider.connect();
  if (kind === 2) return rnd(2) ? history.undo() : history.redo();
  doc.transact(() => {
    if (kind <= 4 || !card) {
      const made = new Y.Map();
      cards.set(`card-${doc.clientID}-${serial}`, made);
      made.set('place', `activity-${rnd(5)}|lane-${rnd(4)}|a${rnd(9)}`);
      made.set('text', new Y.Text('Ich 😀'));
    } else if (kind <= 8 && text) {
      const at = rnd([...text.toString()].length + 1);
      const before = [...text.toString()].slice(0, at).join('').length;
      if (rnd(3) || before === text.length) text.insert(before, LETTERS[rnd(LETTERS.length)]);
      else text.delete(before, [...text.toString().slice(before)][0].length);
    } else if (kind === 9) card.set('place', `activity-${rnd(5)}|lane-${rnd(4)}|b${rnd(9)}`);
    else if (kind === 10) doc.getMap('ratings').set(`activity-${rnd(5)}/-/outside`, 1 + rnd(10));
    else rnd(4) ? card.set('deleted', '2099-01-01T00:00:00Z') : cards.delete(ids[rnd(ids.length)]);
  }, doc);
}

/** Some acts at once, then a breath, so that frames of others come in between. */
async function edit({ seed, acts }) {
  const rnd = chance(seed);
  for (let i = 0; i < acts; i++) {
    act(peers[rnd(peers.length)], rnd, `${seed}-${i}`);
    if (!rnd(3)) await new Promise(setImmediate);
  }
}

function write({ peer, card, text, fields = {} }) {
  const { doc } = peers[peer];
  const cards = doc.getMap('cards');
  doc.transact(() => {
    if (!cards.has(card)) cards.set(card, new Y.Map([['text', new Y.Text()]]));
    const words = cards.get(card).get('text');
    words.insert(words.length, text);
    for (const [field, value] of Object.entries(fields)) cards.get(card).set(field, value);
  });
}

async function online() {
  peers.forEach(({ provider }) => provider.connect());
  await Promise.all(peers.map(peer => synced(peer.provider)));
}

const told = ({ doc, provider }) => ({
  connected: provider.wsconnected,
  client: doc.clientID,
  sees: [...provider.awareness.getStates().keys()],
  vector: Buffer.from(Y.encodeStateVector(doc)).toString('base64'),
  json: Object.fromEntries(ROOTS.map(root => [root, doc.getMap(root).toJSON()])),
});

const close = () => peers.forEach(({ doc, provider }) => { provider.destroy(); doc.destroy(); });

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  if (order.do === 'open') { await open(order); say({ open: true }); }
  else if (order.do === 'write') { write(order); say({ written: true }); }
  else if (order.do === 'edit') { await edit(order); say({ edited: true }); }
  else if (order.do === 'online') { await online(); say({ online: true }); }
  else if (order.do === 'look') { peers.forEach(({ provider }) => provider.awareness.setLocalStateField('at', ++looks)); say({ looked: true }); }
  else if (order.do === 'say') say({ states: peers.map(told) });
  else if (order.do === 'close') { close(); say({ closed: true }); }
}
process.exit(0);

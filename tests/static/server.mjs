// The server's side of the wire, in memory: what a room says and takes (contract 4), so that the browser's half can be tested in Node.
import {
  Doc, applyUpdate, createDecoder, createEncoder, encodeStateAsUpdate, encodeStateVector, readVarUint, readVarUint8Array,
  toUint8Array, writeVarString, writeVarUint, writeVarUint8Array,
} from '#yjs';

const [SYNC, AWARENESS, EXTENSION] = [0, 1, 110];

export class Server {
  doc = new Doc();
  /** @type {Set<Socket>} */
  sockets = new Set();
  /** Frames in the order in which they came, by what they are. */
  heard = [];
  reachable = true;
  holdsAcks = false;
  locked = false;
  role = 'participant';
  status = 200;
  hello = { seat: 'seat-1', name: 'Ana', color: '#246', limits: {} };

  /** The class that stands for WebSocket in the browser. */
  get Socket() {
    const server = this;
    return class extends Socket {
      constructor(url) { super(url, server); }
    };
  }

  /** Stands for fetch. */
  fetch = async () => {
    if (!this.reachable) throw new TypeError('Failed to fetch');
    if (this.status !== 200) return new Response('{}', { status: this.status });
    return new Response(encodeStateAsUpdate(this.doc));
  };

  say(message) { for (const socket of this.sockets) socket.extension(message); }
  spread(update) { for (const socket of this.sockets) socket.say(2, update); }
  lock(locked) {
    this.locked = locked;
    this.say(this.session());
    if (!locked) for (const socket of this.sockets) socket.askForAll();
  }
  session() { return { type: 'session', step: 1, timer: { state: 'off', ends: null, left: null, length: 0 }, locked: this.locked, now: new Date().toISOString() }; }
  drop(code = 1006) { for (const socket of [...this.sockets]) socket.end(code); }
}

class Socket {
  static OPEN = 1;
  OPEN = 1;
  readyState = 0;
  binaryType = 'arraybuffer';
  #n = 0;

  constructor(url, server) {
    this.url = url;
    this.server = server;
    setImmediate(() => (server.reachable ? this.open() : this.end(1006)));
  }

  open() {
    if (this.readyState !== 0) return;
    this.readyState = 1;
    this.server.sockets.add(this);
    this.onopen?.();
    const { hello, role } = this.server;
    this.extension({ type: 'hello', connection: 'c1', role, board: 'b', durability: 'fsync', ...hello, session: this.server.session() });
    this.askForAll();
  }

  send(frame) {
    const decoder = createDecoder(new Uint8Array(frame));
    const kind = readVarUint(decoder);
    if (kind === SYNC) this.#sync(readVarUint(decoder), readVarUint8Array(decoder));
    if (kind === AWARENESS) this.#presence(readVarUint8Array(decoder));
  }

  close() { this.readyState = 3; this.server.sockets.delete(this); }

  end(code) {
    this.close();
    this.onclose?.({ code, reason: '' });
  }

  extension(message) { this.#tell((encoder) => { writeVarUint(encoder, EXTENSION); writeVarString(encoder, JSON.stringify(message)); }); }

  askForAll() { this.say(0, encodeStateVector(this.server.doc)); }

  #sync(step, payload) {
    const { server } = this;
    if (step === 0) return this.say(1, encodeStateAsUpdate(server.doc, payload));
    this.#n++;
    server.heard.push(step === 1 ? 'step2' : 'update');
    const mayEdit = server.role === 'moderator' || (server.role === 'participant' && !server.locked);
    const nothing = payload.length === 2;
    if (!mayEdit) return nothing ? undefined : this.extension({ type: 'denied', n: this.#n, code: 4403, reason: server.role === 'follower' ? 'role' : 'locked' });
    if (server.refuses && !nothing) return this.extension({ type: 'denied', n: this.#n, ...server.refuses });
    applyUpdate(server.doc, payload, this);
    for (const other of server.sockets) if (other !== this && !nothing) other.say(2, payload);
    if (!server.holdsAcks) this.ack();
  }

  ack() { this.extension({ type: 'saved', n: this.#n }); }

  #presence(payload) {
    this.server.heard.push('presence');
    for (const other of this.server.sockets) if (other !== this) other.#tell((encoder) => { writeVarUint(encoder, AWARENESS); writeVarUint8Array(encoder, payload); });
  }

  say(step, payload) { this.#tell((encoder) => { writeVarUint(encoder, SYNC); writeVarUint(encoder, step); writeVarUint8Array(encoder, payload); }); }

  #tell(write) {
    const encoder = createEncoder();
    write(encoder);
    const { buffer, byteOffset, byteLength } = toUint8Array(encoder);
    const data = buffer.slice(byteOffset, byteOffset + byteLength);
    setImmediate(() => { if (this.readyState === 1) this.onmessage?.({ data }); });
  }
}


/** Waits until something is so; fails after a while with its words. */
export async function until(holds, words = String(holds)) {
  const end = Date.now() + 40_000; // the longest wait before a retry, twice
  while (!holds()) {
    if (Date.now() > end) throw new Error(`never: ${words}`);
    await new Promise((resolve) => { setTimeout(resolve, 5); });
  }
}

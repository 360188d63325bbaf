// The socket to the board: the y-websocket provider with our message 110, frame counting, jittered retries and final closes.
import { Awareness, WebsocketProvider, createEncoder, encodeAwarenessUpdate, readVarString, toUint8Array, writeVarUint, writeVarUint8Array } from '#yjs';
import { arriving } from './arriving.js';

/** @typedef {import('yjs').Doc} Doc */
/** @typedef {{[field: string]: any, type: string}} Message */
/**
 * @typedef {object} Events
 * @property {() => void} opened
 * @property {() => void} lost
 * @property {() => void} synced
 * @property {(update: Uint8Array) => void} arrived what the server sent of the document, while it is taken in
 * @property {(kind: 'update'|'step2') => void} frameSent
 * @property {(message: Message) => void} message
 * @property {(code: number) => void} closed a close that must not be retried unchanged
 */

const SYNC = 0;
const AWARENESS = 1;
const EXTENSION = 110;
const STEP2 = 1;
const UPDATE = 2;
const RESTART_CODES = new Set([1012, 1013]);
const FIRST_RETRY_MS = 400;
const RESTART_RETRY_MS = 1_500; // everybody was sent away at once: spread their return (F41)
const LONGEST_RETRY_MS = 20_000;
const STEADY_MS = 10_000; // a connection that lived so long was a good one
const TOO_LARGE = 1009;
const MOST_TOO_LARGE = 3; // what is too large thrice in a row will not shrink
const ALWAYS_LONGEST = 30; // so many failures make the provider wait `maxBackoffTime`, which we set

export class Connection {
  #provider;
  #events;
  #attempts = 0;
  #tooLarge = 0;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #steady;
  #retryMs = 0;
  #stop = new AbortController();
  #deaf;

  /**
   * @param {{url: string, board: string, doc: Doc, awareness: Awareness, events: Events, Socket?: typeof WebSocket, random?: () => number}} options
   */
  constructor({ url, board, doc, awareness, events, Socket = WebSocket, random = Math.random }) {
    this.#events = events;
    this.#provider = new WebsocketProvider(url, board, doc, {
      awareness,
      connect: false,
      disableBc: true, // tabs of one browser may differ in role; each speaks for itself
      params: { ext: '1' },
      WebSocketPolyfill: counting(Socket, events.frameSent),
    });
    this.#deaf = arriving(this.#provider, events.arrived);
    this.#listen(random);
    this.#speakForOneself(awareness);
    this.#provider.connect();
    const { signal } = this.#stop;
    globalThis.addEventListener?.('online', () => this.#provider.connect(), { signal });
    globalThis.addEventListener?.('offline', () => void this.#doubt(), { signal });
  }

  get connected() { return this.#provider.wsconnected; }

  /** Waits at least so long before the next attempt; the server asked for it. @param {number} seconds */
  retryAfter(seconds) { this.#retryMs = seconds * 1000; }

  /** A new handshake: brings what the server refused before. */
  again() {
    this.#provider.disconnect();
    this.#provider.connect();
  }

  /** A socket takes half a minute to notice that its network is gone; the device knows at once. A server on this very device is there all the same. */
  async #doubt() {
    const { signal } = this.#stop;
    await fetch('/healthz', { cache: 'no-store', signal }).catch(() => { if (!signal.aborted) this.again(); });
  }

  close() {
    this.#stop.abort();
    clearTimeout(this.#steady);
    this.#deaf();
    this.#provider.destroy();
  }

  /** @param {() => number} random */
  #listen(random) {
    const provider = this.#provider;
    provider.messageHandlers[EXTENSION] = (_encoder, decoder) => {
      const message = parse(readVarString(decoder));
      if (message) this.#events.message(message);
    };
    provider.on('status', ({ status }) => {
      if (status === 'connected') this.#events.opened();
      if (status === 'disconnected') this.#events.lost();
    });
    provider.on('sync', (synced) => {
      if (!synced) return;
      this.#steady = setTimeout(() => { this.#attempts = this.#tooLarge = 0; }, STEADY_MS);
      this.#events.synced();
    });
    provider.on('connection-close', (event) => this.#planRetry(event?.code ?? 0, random));
    provider.on('closed', ({ code }) => this.#events.closed(code));
  }

  /** @param {number} code @param {() => number} random */
  #planRetry(code, random) {
    clearTimeout(this.#steady);
    const first = RESTART_CODES.has(code) ? RESTART_RETRY_MS : FIRST_RETRY_MS;
    const usual = Math.min(LONGEST_RETRY_MS, first * 2 ** this.#attempts) * (0.5 + random());
    this.#provider.maxBackoffTime = this.#retryMs ? this.#retryMs * (1 + random()) : usual;
    this.#retryMs = 0;
    this.#attempts++;
    this.#provider.wsUnsuccessfulReconnects = ALWAYS_LONGEST;
    if (code === TOO_LARGE && ++this.#tooLarge >= MOST_TOO_LARGE) queueMicrotask(() => this.#events.closed(4413));
  }

  /**
   * The provider would send back every state that it hears; a room of thirty would talk of nothing else.
   * @param {Awareness} awareness
   */
  #speakForOneself(awareness) {
    const provider = this.#provider;
    awareness.off('update', provider._awarenessUpdateHandler);
    provider._awarenessUpdateHandler = (/** @type {any} */ _changes, /** @type {unknown} */ origin) => {
      const { ws } = provider;
      if (origin !== 'local' || !provider.wsconnected || ws?.readyState !== ws?.OPEN) return;
      ws?.send(presenceFrame(awareness));
    };
    awareness.on('update', provider._awarenessUpdateHandler);
  }
}

/** @param {Awareness} awareness */
function presenceFrame(awareness) {
  const encoder = createEncoder();
  writeVarUint(encoder, AWARENESS);
  writeVarUint8Array(encoder, encodeAwarenessUpdate(awareness, [awareness.clientID]));
  return /** @type {Uint8Array<ArrayBuffer>} */ (toUint8Array(encoder));
}

/** A message that cannot be read is from a newer server: it is left alone (F40). @param {string} text @returns {Message|null} */
function parse(text) {
  try {
    const message = JSON.parse(text);
    return typeof message?.type === 'string' ? message : null;
  } catch {
    return null;
  }
}

/**
 * A socket that tells of every sync frame as it leaves, in the order in which the server counts them.
 * @param {typeof WebSocket} Socket
 * @param {(kind: 'update'|'step2') => void} frameSent
 * @returns {typeof WebSocket}
 */
function counting(Socket, frameSent) {
  return class extends Socket {
    /** @override @param {any} data */
    send(data) {
      const [kind, step] = new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0, Math.min(2, data.byteLength));
      if (kind === SYNC && (step === STEP2 || step === UPDATE)) frameSent(step === STEP2 ? 'step2' : 'update');
      super.send(data);
    }
  };
}

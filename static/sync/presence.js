// Who is here and where they look. Drags and cursors live here and never in the document (R13).
import { Awareness } from '#yjs';

/** @typedef {{seat: string, name: string, color: string, role: string}} User */
/** @typedef {{anchor: string, x: number, y: number}} Cursor */
/** @typedef {{cursor?: Cursor|null, focus?: string|null, drag?: object|null, sketch?: object|null, at?: string|null}} Looks `sketch`: a stroke in the making; `at`: the stage that a phone shows */
/** @typedef {User & {connection: number, cursor: Cursor|null, focus: string|null, drag: any, sketch: any, at: string|null}} Other */

const SEND_MS = 66; // 15 a second: smooth enough, under the server's 20
const STILL_MS = 10_000; // a cursor at rest points at nothing

export class Presence {
  #hub;
  /** @type {Awareness} */
  #awareness;
  /** @type {Looks} */
  #looks = {};
  #sentAt = 0;
  #shown = true;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #sendTimer;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #stillTimer;
  #stop = new AbortController();
  /** @type {User|null} */
  #user = null;

  /**
   * @param {import('../model/hub.js').Hub} hub
   * @param {import('yjs').Doc} doc
   */
  constructor(hub, doc) {
    this.#hub = hub;
    this.#awareness = this.#attend(doc);
    this.#watchPage();
  }

  get awareness() { return this.#awareness; }

  /** Own connection, as others see it. */
  get connection() { return this.#awareness.clientID; }

  /** The others that show themselves: moderators and participants, once per device. @returns {Other[]} */
  others() {
    /** @type {Other[]} */
    const found = [];
    for (const [connection, state] of this.#awareness.getStates()) {
      if (connection === this.#awareness.clientID || !state.user?.seat) continue;
      found.push({ connection, ...state.user, ...looksOf(state) });
    }
    return found;
  }

  /** Shows where this person looks; what is left out stays as it was. @param {Looks} looks */
  set(looks) {
    if (!this.#user || !this.#shown) return;
    const next = { ...this.#looks, ...looks };
    if (JSON.stringify(next) === JSON.stringify(this.#looks)) return;
    this.#looks = next;
    if (looks.cursor) this.#restartStill();
    this.#sendSoon();
  }

  /** Says who this is; null for a follower, who is counted and not shown (R12). @param {User|null} user */
  introduce(user) {
    if (JSON.stringify(user) === JSON.stringify(this.#user)) return;
    this.#user = user;
    this.#send();
  }

  /** Says it again to a server that has just been reached: it knows nobody yet. */
  again() { this.#send(); }

  /** Goes on with another document. @param {import('yjs').Doc} doc */
  attach(doc) {
    this.#awareness.destroy();
    this.#awareness = this.#attend(doc);
    this.#send();
    this.#hub.touch('presence');
  }

  close() {
    this.#stop.abort();
    clearTimeout(this.#sendTimer);
    clearTimeout(this.#stillTimer);
    this.#awareness.destroy();
  }

  /** @param {import('yjs').Doc} doc */
  #attend(doc) {
    const awareness = new Awareness(doc);
    awareness.setLocalState(null);
    awareness.on('change', (/** @type {any} */ _change, /** @type {unknown} */ origin) => {
      if (origin !== 'local') this.#hub.touch('presence');
    });
    return awareness;
  }

  #watchPage() {
    const page = globalThis.document;
    if (!page) return;
    const { signal } = this.#stop;
    page.addEventListener('visibilitychange', () => this.#show(page.visibilityState === 'visible'), { signal });
    globalThis.addEventListener('pagehide', () => this.#awareness.setLocalState(null), { signal });
    globalThis.addEventListener('pageshow', () => this.#send(), { signal });
  }

  /** @param {boolean} shown */
  #show(shown) {
    if (!shown) this.set({ cursor: null, drag: null });
    this.#shown = shown;
  }

  #restartStill() {
    clearTimeout(this.#stillTimer);
    this.#stillTimer = setTimeout(() => this.set({ cursor: null }), STILL_MS);
  }

  #sendSoon() {
    if (this.#sendTimer !== undefined) return;
    const wait = Math.max(0, this.#sentAt + SEND_MS - Date.now());
    this.#sendTimer = setTimeout(() => this.#send(), wait);
  }

  #send() {
    clearTimeout(this.#sendTimer);
    this.#sendTimer = undefined;
    this.#sentAt = Date.now();
    if (this.#user) this.#awareness.setLocalState({ user: this.#user, ...this.#looks });
    else if (this.#awareness.getLocalState()) this.#awareness.setLocalState(null);
  }
}

/** What others show is anybody's: the server vouches for `user` alone. What is no look is none. @param {Record<string, any>} state */
function looksOf({ cursor, focus, drag, sketch, at }) {
  return { cursor: isCursor(cursor) ? cursor : null, focus: wordOf(focus), drag: isDrag(drag) ? drag : null, sketch: wordOf(sketch?.of) && sketch, at: wordOf(at) };
}

/** @param {any} told @returns {told is Cursor} */
const isCursor = (told) => wordOf(told?.anchor) !== null && Number.isFinite(told.x) && Number.isFinite(told.y);

/** A thing on its way, or a pin of the curve. @param {any} told */
const isDrag = (told) => wordOf(told?.item) !== null || (wordOf(told?.pin) !== null && told.value >= 1 && told.value <= 10);

/** @param {unknown} told */
const wordOf = (told) => (typeof told === 'string' && told ? told : null);

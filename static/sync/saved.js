// Whether what was written here is stored: the truth behind the word "Saved".
//
// An act of this person changes things. They leave in a sync frame (an update, or the step 2 after a reconnect, which carries
// all that the server lacks), and are done when the server says that this connection's first n sync frames are stored.
// A connection that ends takes its unacknowledged frames with it: their things wait for the next step 2.
import { changedThings, readThing } from '../model/paths.js';

/** @typedef {'saved'|'saving'|'offline'|'refused'|'storing-trouble'} State */
/** What left in one frame; null: what has not left yet, never more than one entry. @typedef {{things: Set<string>, frame: number|null}} Entry */
/** @typedef {import('../model/hub.js').Hub} Hub */

const TROUBLE_MS = 8_000; // storing takes some 10 ms; thrice the longest pause that a busy server has shown
const OFFLINE_MS = 2_000; // a dropped connection is mostly back within one; nobody needs to hear of it

export class Saved {
  #hub;
  /** @type {Entry[]} */
  #entries = [];
  #sent = 0;
  #connected = false;
  #offline = false;
  #trouble = false;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #troubleTimer;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #offlineTimer;
  /** Why the server refuses what lies here: `locked`, or the code of its refusal; null when it does not. @type {string|null} */
  refusal = null;
  /** Called with the things that are not stored yet, whenever they change. @type {(things: string[]) => void} */
  onPending = () => {};
  #told = '';

  /** @param {Hub} hub */
  constructor(hub) {
    this.#hub = hub;
    this.#offlineTimer = setTimeout(() => this.#goOffline(), OFFLINE_MS);
  }

  /** @returns {State} */
  get state() {
    if (this.refusal) return 'refused';
    if (this.#offline) return 'offline';
    if (this.#trouble) return 'storing-trouble';
    return this.#entries.length ? 'saving' : 'saved';
  }

  /** How many things were changed here that are not known to be stored; a new card is one, however much was written in it. */
  get pending() {
    const things = new Set(this.things);
    return [...things].filter((thing) => {
      const { root, id, field } = readThing(thing);
      return !field || !things.has(`${root}:${id}`);
    }).length;
  }

  /** @returns {string[]} */
  get things() { return [...new Set(this.#entries.flatMap(({ things }) => [...things]))]; }

  /**
   * Counts the acts on a board; returns what ends that.
   * @param {import('../model/board.js').Board} board
   * @param {(origin: unknown) => boolean} own
   */
  follow(board, own) {
    return board.follow((transaction) => { if (own(transaction.origin)) this.add(changedThings(transaction)); }, 'here');
  }

  /** @param {string[]} things */
  add(things) {
    if (things.length) this.#wait(things);
    this.#tell();
  }

  // What the connection does

  opened() {
    this.#sent = 0;
    this.#connected = true;
    this.#offline = false;
    clearTimeout(this.#offlineTimer);
    this.#tell();
  }

  /** A sync frame leaves; a step 2 carries everything that the server lacks. @param {'update'|'step2'} kind */
  frameSent(kind) {
    this.#sent++;
    if (kind === 'step2') this.#recall(() => true);
    const leaving = this.#entries.find(({ frame }) => frame === null);
    if (leaving) leaving.frame = this.#sent;
    this.#watchTrouble();
  }

  /** @param {number} n */
  stored(n) {
    const before = this.#entries.length;
    this.#entries = this.#entries.filter(({ frame }) => frame === null || frame > n);
    if (this.#entries.length < before) this.#trouble = this.#offline = false;
    this.#watchTrouble();
    this.#tell();
  }

  /** The server refused frame n: what it carried waits. @param {number} n @param {string|null} code null: the next step 2 will bring it */
  refused(n, code) {
    this.#recall((frame) => frame === n);
    if (code !== null) this.refusal = code;
    this.#tell();
  }

  lost() {
    if (!this.#connected) return;
    this.#connected = false;
    this.#recall(() => true);
    clearTimeout(this.#troubleTimer);
    this.#trouble = false;
    clearTimeout(this.#offlineTimer);
    this.#offlineTimer = setTimeout(() => this.#goOffline(), OFFLINE_MS);
    this.#tell();
  }

  /** The server's store takes nothing, or takes again. @param {boolean} troubled */
  trouble(troubled) {
    this.#trouble = troubled;
    this.#tell();
  }

  /** The server takes again what it refused. */
  allowed() {
    this.refusal = null;
    this.#tell();
  }

  /** What was not stored is given up; returns its things. */
  giveUp() {
    const things = this.things;
    this.#entries = [];
    this.refusal = null;
    this.#tell();
    return things;
  }

  close() {
    clearTimeout(this.#troubleTimer);
    clearTimeout(this.#offlineTimer);
  }

  // Internal

  /** @param {Iterable<string>} things */
  #wait(things) {
    let waiting = this.#entries.find(({ frame }) => frame === null);
    if (!waiting) this.#entries.push((waiting = { things: new Set(), frame: null }));
    for (const thing of things) waiting.things.add(thing);
  }

  /** What left in such frames waits again. @param {(frame: number) => boolean} such */
  #recall(such) {
    const back = this.#entries.filter(({ frame }) => frame !== null && such(frame));
    this.#entries = this.#entries.filter((entry) => !back.includes(entry));
    for (const { things } of back) this.#wait(things);
  }

  #goOffline() {
    this.#offline = true;
    this.#tell();
  }

  /** The clock runs from the last sign of progress, not from each letter. */
  #watchTrouble() {
    clearTimeout(this.#troubleTimer);
    if (!this.#connected || !this.#entries.some(({ frame }) => frame !== null)) return;
    this.#troubleTimer = setTimeout(() => this.trouble(true), TROUBLE_MS);
  }

  #tell() {
    const things = this.things;
    const telling = `${this.state} ${things.length}`;
    this.onPending(things);
    if (telling === this.#told) return;
    this.#told = telling;
    this.#hub.touch('saved');
  }
}

// One person at one board: the document, the connection, who may write, what the server says. Built once per page.
//
// What the server refuses (`denied`):
// - a gap: nothing is lost, the server asks for the whole at once (R6); a room made anew is asked by a new handshake;
// - a locked board: what lies here waits on this device; the server asks for it when the lock opens;
// - anything else (role lost, rule broken): this document can no longer speak, since all that it writes would build on what was
//   refused. The session takes a fresh document from the server and offers the refused words (`refused`, topic 'refused').
// A board that is gone takes its copy on this device along; the words that only this device had are in `refused`, too.
import { Doc, applyUpdate } from '#yjs';
import { Board } from '../model/board.js';
import { Commands } from '../model/commands.js';
import { LOCAL } from '../model/schema.js';
import { Undo } from '../model/undo.js';
import { Attendance } from './attendance.js';
import { Connection } from './connection.js';
import { Cure } from './cure.js';
import { OfflineCopy } from './offline.js';
import { openPictures } from './pictures.js';
import { Presence } from './presence.js';
import { clearOld, keepWords, loadWords, notIn, wordsOf } from './refused.js';
import { Saved } from './saved.js';
import { SNAPSHOT, fetchState, isForeign } from './snapshot.js';

/** @typedef {import('./attendance.js').Role} Role */
/** @typedef {import('./attendance.js').Head} Head */
/** @typedef {import('./attendance.js').Person} Person */
/** @typedef {import('./attendance.js').Timer} Timer */
/** @typedef {import('./attendance.js').Workshop} Workshop */
/** @typedef {{code: number, message: string}} Closed `message` is a key of i18n */
/** @typedef {import('./connection.js').Message} Message */

/** What to tell when it is over, by close code. @type {Readonly<Record<number, string>>} */
const CLOSED = { 4401: 'closed.token', 4403: 'closed.forbidden', 4404: 'closed.missing', 4410: 'closed.gone' };
const MENDED = 1013; // code of a refused frame that a whole handshake brings again
const GAP = 'gap';
const LOCKED = 'locked';
/** Closes after which the board is no more: its copy here must not raise it (R20). */
const GONE = new Set([4404, 4410]);
/** Closes after which a fresh document goes on where this one cannot. */
const CURABLE = new Set([4400, 4409, 4413, 4422]);
const COMPACT_MS = 5_000; // after the first screen is painted
const UNREACHED_MS = 5_000; // without any state: show the empty board and say that the server is not there

export class Session extends Attendance {
  head;
  /** @type {Board} */
  board;
  commands;
  undo;
  presence;
  saved;
  /** An earlier moment that this person looks at; the board goes on underneath. @type {Board|null} */
  past = null;
  /** True once any state of the board is here. */
  loaded = false;
  /** @type {Closed|null} */
  closed = null;
  /** Words that the server refused or never had, until the person has dealt with them. @type {import('./refused.js').Words[]} */
  refused = [];

  #offline;
  /** @type {Connection|null} */
  #connection = null;
  #cure;
  #left = false;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #compaction;
  #unfollow;

  /**
   * Opens a board; resolves as soon as its first state is here, from the server or from this device.
   * @param {Head} head
   * @returns {Promise<Session>}
   */
  static async open(head) {
    const session = new Session(head);
    await session.#start();
    return session;
  }

  /** @param {Head} head */
  constructor(head) {
    const doc = new Doc();
    const board = new Board(doc);
    super(head, board.hub);
    this.head = head;
    this.board = board;
    this.undo = new Undo(this.board, () => this.readOnly);
    this.commands = new Commands(this.board, this.undo, { seat: head.seat, readOnly: () => this.readOnly, now: () => this.now() });
    this.presence = new Presence(this.hub, doc);
    this.saved = new Saved(this.hub);
    this.#unfollow = this.saved.follow(board, (origin) => origin === LOCAL || this.undo.owns(origin));
    this.#offline = new OfflineCopy(head.board);
    this.#cure = new Cure({
      board: head.board,
      over: () => this.#left || this.closed !== null,
      halt: () => this.#halt(),
      exchange: (state, words) => this.#exchange(state, words),
      goOn: () => this.#goOn(),
      end: (code, words) => this.#end(code, words),
    });
    this.refused = loadWords(head.board);
    openPictures(head.board, head.base ?? '/');
  }

  get doc() { return this.board.doc; }
  get hub() { return this.board.hub; }
  get connected() { return this.#connection?.connected ?? false; }

  /** Shows an earlier moment everywhere, or (null) the board as it is. @param {Board|null} past @param {Iterable<string>|null} topics in which it differs from what is shown; null: in all */
  look(past, topics) {
    const { readOnly } = this;
    this.past = past;
    this.hub.touch('past');
    if (readOnly !== this.readOnly) this.hub.touch('role');
    for (const topic of topics ?? []) this.hub.touch(topic);
    if (!topics) this.hub.touchAll();
    this.#reconsider();
  }

  /** True while this person may not write. */
  get readOnly() {
    return this.past !== null || this.closed !== null || this.#cure.active || this.role === 'follower' || (this.locked && this.role !== 'moderator');
  }

  /** The person has seen (and perhaps copied) the refused words. */
  dismissRefused() { this.keepRefused([]); }

  /** @param {import('./refused.js').Words[]} words */
  keepRefused(words) {
    this.refused = words;
    keepWords(this.head.board, words, this.closed && Date.now());
    if (!this.closed) this.hub.touch('refused');
  }

  /** Leaves the board: tells the others, lets go of everything. */
  async close() {
    this.#left = true;
    clearTimeout(this.#compaction);
    this.#connection?.close();
    this.#unfollow();
    this.presence.close();
    this.saved.close();
    await this.#offline.close();
    this.doc.destroy();
  }

  // Internal: the first state

  async #start() {
    const fetched = fetchState(this.head.board);
    this.saved.add(await this.#offline.open(this.doc));
    this.saved.onPending = (things) => this.#offline.remember(things);
    if (this.doc.store.clients.size) this.#load();
    const began = fetched.then((answer) => this.#begin(answer));
    if (!this.loaded) await began;
    if (!this.loaded && !this.closed) await this.#firstSync();
  }

  /** @param {import('./snapshot.js').Answer} answer */
  async #begin(answer) {
    if (answer && 'code' in answer) return this.#end(answer.code);
    if (answer && isForeign(answer.state, this.doc)) return this.#cure.begin(4409, answer);
    if (answer) {
      if (this.loaded) applyUpdate(this.doc, answer.state, SNAPSHOT);
      else this.#offline.take(this.doc, answer.state, SNAPSHOT);
      this.#load();
    }
    this.#connect();
  }

  #load() {
    if (this.loaded) return;
    this.loaded = true;
    this.hub.touch('loaded');
  }

  /** Neither the server's snapshot nor a copy is here: the socket may still bring the board. */
  #firstSync() {
    return new Promise((resolve) => {
      const timer = setTimeout(done, UNREACHED_MS);
      const off = this.hub.on('loaded', done);
      function done() {
        clearTimeout(timer);
        off();
        resolve(undefined);
      }
    });
  }

  // Internal: the connection

  #connect() {
    if (this.closed || this.#left) return;
    this.#connection = new Connection({
      url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`,
      board: this.head.board,
      doc: this.doc,
      awareness: this.presence.awareness,
      events: {
        opened: () => this.#opened(),
        lost: () => this.#lost(),
        synced: () => this.#synced(),
        arrived: (update) => this.#offline.heard(update),
        frameSent: (kind) => this.saved.frameSent(kind),
        message: (message) => this.hear(message),
        closed: (code) => void (CURABLE.has(code) ? this.#cure.begin(code) : this.#end(code)),
      },
    });
    this.#introduce();
  }

  #opened() {
    this.saved.opened();
    this.presence.again();
    this.hub.touch('online');
  }

  #lost() {
    this.saved.lost();
    this.hub.touch('online');
  }

  #synced() {
    this.#load();
    clearTimeout(this.#compaction);
    this.#compaction = setTimeout(() => {
      void this.#offline.compact();
      clearOld(Date.now());
    }, COMPACT_MS);
  }

  /** @override @param {Message} message */
  hear(message) {
    super.hear(message);
    switch (message.type) {
      case 'saved': return this.saved.stored(message.n);
      case 'denied': return this.#deny(message);
      case 'notice': return this.#heed(message);
      case 'hello': case 'role': case 'session': return this.#reconsider();
    }
  }

  /** @param {Message} denied */
  #deny({ n, code, reason }) {
    if (reason === LOCKED) return this.saved.refused(n, LOCKED);
    if (code !== MENDED) return void this.#cure.begin(code);
    this.saved.refused(n, null);
    if (reason !== GAP) this.#connection?.again();
  }

  /** @param {Message} notice */
  #heed({ code, retry }) {
    if (code === 'storing-trouble' || code === 'storing-again') this.saved.trouble(code === 'storing-trouble');
    if (typeof retry === 'number') this.#connection?.retryAfter(retry);
  }

  /** Another role, or a lock that has opened: then the server asks for what it refused. */
  #reconsider() {
    this.commands.seat = this.seat;
    this.#introduce();
    if (this.saved.refusal === LOCKED && !this.readOnly) this.saved.allowed();
  }

  #introduce() {
    const { seat, name, color, role } = this;
    this.presence.introduce(this.past || role === 'follower' ? null : { seat, name, color, role });
  }

  // Internal: when this document, or the board, cannot go on

  /** What was not stored is kept at once. @returns {import('./refused.js').Words[]} */
  #halt() {
    this.hub.touch('role');
    this.#connection?.close();
    const words = wordsOf(this.board, this.saved.giveUp());
    keepWords(this.head.board, [...this.refused, ...words]);
    return words;
  }

  /** @param {Uint8Array} state @param {import('./refused.js').Words[]} words */
  async #exchange(state, words) {
    await this.#offline.empty();
    if (this.#left) return;
    const old = this.doc;
    const doc = new Doc();
    applyUpdate(doc, state, SNAPSHOT);
    this.board.attach(doc);
    this.undo.reset();
    this.presence.attach(doc);
    old.destroy();
    await this.#offline.open(doc);
    this.#load();
    this.#offer(notIn(this.board, words));
  }

  /** @param {import('./refused.js').Words[]} words */
  #offer(words) {
    if (words.length) return this.keepRefused([...this.refused, ...words]);
    keepWords(this.head.board, this.refused);
  }

  #goOn() {
    this.hub.touch('role');
    this.#connect();
  }

  /** @param {number} code @param {import('./refused.js').Words[]} [words] those that only this device has */
  #end(code, words = wordsOf(this.board, this.saved.things)) {
    if (this.closed) return;
    this.closed = { code, message: CLOSED[code] ?? 'closed.broken' };
    this.#connection?.close();
    if (GONE.has(code)) this.#keepLast(words);
    for (const topic of ['closed', 'role', 'online']) this.hub.touch(topic);
  }

  /** @param {import('./refused.js').Words[]} words */
  #keepLast(words) {
    this.refused = [...this.refused, ...words];
    keepWords(this.head.board, this.refused, Date.now());
    void this.#offline.empty();
  }
}

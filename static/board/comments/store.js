// What people say beside the board, as the server tells it: all of it once, then each change; after a gap all of it again.
import { randomDigits } from '../../model/schema.js';
import { Refused, call } from '../../ui/http.js';
import { t } from '../../ui/i18n.js';
import { head } from '../../ui/page.js';

/** @typedef {import('../../ui/element.js').Session} Session */
/**
 * `thing` is `ROOT:ID`, null for the whole board; `text` is null where it was taken back and others had answered.
 * @typedef {{id: string, revision: number, thing: string|null, answers: string|null, text: string|null, by: string, name: string,
 *   role: 'moderator'|'participant'|'follower', color: string, at: string, edited: string|null, done: string|null}} Comment
 * @typedef {{first: Comment, answers: Comment[]}} Thread
 */

export const LONGEST = 500; // characters

/** What a refusal means to the person. @type {Record<string, string>} */
const WORDS = { 'not-allowed': 'comments.muted', 'too-many': 'comments.slow', 'board-full': 'comments.full', 'not-found': 'comments.gone' };

/** @type {WeakMap<Session, Comments>} */
const known = new WeakMap();

/** @param {Session} session @returns {Comments} */
export function commentsOf(session) {
  const comments = known.get(session) ?? new Comments(session);
  known.set(session, comments);
  return comments;
}

export class Comments {
  /** True once the server has told them. */
  loaded = false;
  /** Words that were begun and not sent, by where they belong, each with the key that keeps them single. @type {Map<string, {text: string, key: string}>} */
  drafts = new Map();
  #session;
  /** @type {Map<string, Comment>} */
  #all = new Map();
  /** How many threads are open, by thing. @type {Map<string|null, number>} */
  #open = new Map();
  #revision = 0;
  #latest = 0;
  #loading = false;
  /** What is said goes out in the order of saying. @type {Promise<unknown>} */
  #saying = Promise.resolve();

  /** @param {Session} session */
  constructor(session) {
    this.#session = session;
    session.comments = this;
    session.hub.on('workshop', () => this.#catchUp(session.workshop.comments.revision));
    this.#catchUp(session.workshop.comments.revision);
    if (!this.#loading) this.loaded = true; // nobody has said anything yet
  }

  /** Whether this person may say something. */
  get allowed() {
    const { role, workshop, closed } = this.#session;
    return !closed && (role !== 'follower' || workshop.comments.followers === true);
  }

  /** How many threads are open. */
  get open() { return this.threads().filter(({ first }) => !first.done).length; }

  /** The threads of a thing, or of all, the first begun first. @param {string|null} [thing] @returns {Thread[]} */
  threads(thing) {
    const all = [...this.#all.values()].sort((a, b) => (a.at < b.at || (a.at === b.at && a.id < b.id) ? -1 : 1));
    /** @type {Map<string|null, Comment[]>} */
    const below = new Map();
    for (const comment of all) {
      const said = below.get(comment.answers);
      if (said) said.push(comment);
      else below.set(comment.answers, [comment]);
    }
    return (below.get(null) ?? []).filter((first) => thing === undefined || first.thing === thing).map((first) => ({ first, answers: below.get(first.id) ?? [] }));
  }

  /** How many threads of a thing are open. @param {string|null} thing */
  count(thing) { return this.#open.get(thing) ?? 0; }

  /** A message of the server. @param {import('../../sync/connection.js').Message} message */
  hear({ revision, changed, removed }) {
    if (revision !== this.#revision + 1 || this.#loading) return this.#catchUp(revision);
    this.#revision = this.#latest = revision;
    this.#take(changed, removed);
  }

  /** Says something; null if the server did not take it. @param {{text: string, thing?: string|null, answers?: string}} what @param {string} key @returns {Promise<Comment|null>} */
  async say(what, key) {
    const said = this.#saying.then(() => this.#call('POST', '/comments', what, { 'idempotency-key': key }));
    this.#saying = said.catch(() => null);
    const made = await said;
    if (made) this.#take([made]);
    return made;
  }

  /** @param {string} id @param {{text: string}|{done: boolean}} what @returns {Promise<Comment|null>} */
  async change(id, what) {
    const changed = await this.#call('PATCH', `/comments/${id}`, what);
    if (changed) this.#take([changed]);
    return changed;
  }

  /** @param {string} id */
  async remove(id) {
    return (await this.#call('DELETE', `/comments/${id}`)) !== null;
  }

  /** The moderator's word, in force at once; everybody hears of it by the socket. @param {boolean} followers */
  async welcome(followers) {
    return (await this.#call('PATCH', '/session', { comments: { followers } })) !== null;
  }

  /** What was begun and not sent. @param {string} where */
  draft(where) {
    const draft = this.drafts.get(where) ?? { text: '', key: randomDigits(24) };
    this.drafts.set(where, draft);
    return draft;
  }

  /** @param {Comment[]} changed @param {string[]} [removed] */
  #take(changed, removed = []) {
    for (const comment of changed) if (comment.revision >= (this.#all.get(comment.id)?.revision ?? 0)) this.#all.set(comment.id, comment);
    for (const id of removed) this.#all.delete(id);
    this.#open = new Map();
    for (const { first } of this.threads()) if (!first.done) this.#open.set(first.thing, this.count(first.thing) + 1);
    this.#session.hub.touch('comments');
  }

  /** Asks for all, unless this revision is here. @param {number} [revision] */
  #catchUp(revision = 0) {
    this.#latest = Math.max(this.#latest, revision);
    if (this.#latest > this.#revision && !this.#loading) void this.#load();
  }

  async #load() {
    this.#loading = true;
    const found = await call('GET', address('/comments')).catch(() => null); // without a connection the next greeting asks again
    this.#loading = false;
    if (!found) return;
    this.loaded = true;
    this.#revision = found.revision;
    this.#all.clear();
    this.#take(found.comments);
    this.#catchUp(found.revision);
  }

  /** @param {string} method @param {string} path @param {unknown} [body] @param {Record<string, string>} [headers] @returns {Promise<any>} null when it failed, true where the answer is empty */
  async #call(method, path, body, headers) {
    try {
      return (await call(method, address(path), body, headers)) ?? true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { toast } = await import('../../ui/toast.js');
      toast(t(WORDS[error.kind] ?? (error.status === 0 ? 'app.unreachable' : 'app.failed')));
      return null;
    }
  }
}

/** @param {string} path */
const address = (path) => `/api/boards/${head.board}${path}`;

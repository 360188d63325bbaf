// What the server says of the people and the workshop (message 110), as it stands.

/** @typedef {'moderator'|'participant'|'follower'} Role */
/** @typedef {{board: string, role: Role, seat: string, name: string, color: string, title?: string, language?: string, base?: string}} Head */
/** @typedef {{seat: string, name: string, role: Role, color: string, devices: number}} Person */
/** @typedef {{state: 'running'|'paused'|'off', ends: string|null, left: number|null, length: number}} Timer */
/** @typedef {{step: number, timer: Timer, locked: boolean, comments: {followers?: boolean, revision?: number}}} Workshop */
/** @typedef {import('./connection.js').Message} Message */

export class Attendance {
  /** @type {Role} */
  role;
  seat;
  name;
  color;
  /** Moderators and participants; followers are only counted (R12). @type {Person[]} */
  people = [];
  followers = 0;
  /** @type {Workshop} */
  workshop = { step: 0, timer: { state: 'off', ends: null, left: null, length: 0 }, locked: false, comments: {} };
  /** @type {Record<string, any>} */
  limits = {};
  /** What the server last announced. @type {Message|null} */
  notice = null;
  /** Takes in what is said beside the board, where that is shown. @type {{hear: (message: Message) => void}|null} */
  comments = null;
  #hub;
  #clockOffset = 0;

  /**
   * @param {Head} head
   * @param {import('../model/hub.js').Hub} hub
   */
  constructor(head, hub) {
    this.role = head.role;
    this.seat = head.seat;
    this.name = head.name;
    this.color = head.color;
    this.#hub = hub;
  }

  get locked() { return this.workshop.locked; }

  /** The server's clock, in ms. */
  now() { return Date.now() + this.#clockOffset; }

  /** Takes in one message; what is none of these is for others. @param {Message} message */
  hear(message) {
    switch (message.type) {
      case 'hello': return this.#greet(message);
      case 'role': return this.#setRole(message.role);
      case 'people': return this.#meet(message);
      case 'session': return this.#follow(message);
      case 'notice': return this.#note(message);
      case 'comments': return this.comments ? this.comments.hear(message) : this.#follow({ ...this.workshop, comments: { ...this.workshop.comments, revision: message.revision } });
    }
  }

  /** @param {Message} hello */
  #greet({ limits = {}, seat = this.seat, name = this.name, color = this.color, role = this.role, session }) {
    Object.assign(this, { limits, seat, name, color });
    if (session) this.#follow(session);
    this.#setRole(role);
  }

  /** @param {Role} role */
  #setRole(role) {
    this.role = role;
    this.#hub.touch('role');
  }

  /** @param {Message} message */
  #meet({ people = [], followers = 0 }) {
    this.people = people;
    this.followers = followers;
    this.#hub.touch('people');
  }

  /** @param {any} session */
  #follow({ step, timer, locked, comments = {}, now }) {
    if (now) this.#clockOffset = Date.parse(now) - Date.now();
    if (locked !== this.locked) this.#hub.touch('role');
    this.workshop = { step, timer, locked, comments };
    this.#hub.touch('workshop');
  }

  /** @param {Message} notice */
  #note(notice) {
    this.notice = notice;
    this.#hub.touch('notice');
  }
}

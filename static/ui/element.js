// Base of all elements: light DOM (one stylesheet, plain ids, print) and topics whose change redraws it.
import { LitElement } from '#lit';

/** @typedef {import('../sync/session.js').Session} Session */

/** @type {Session|null} */
let current = null;

/** Gives all elements their session; called once, before the first element is made. @param {Session} session */
export function setSession(session) {
  current = session;
}

const SAID_MS = 1_000; // so long nobody has written before a thing says aloud, and hints at, what others wrote in it

export class Element extends LitElement {
  /** @type {(() => void)[]} */
  #off = [];
  #topics = '';
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #soon;
  #goesOn = false;

  /** Topics whose change redraws this element; asked again after each drawing. @returns {string[]} */
  topics() { return []; }

  /** A letter is shown by the text itself; what else is said of the thing follows when they pause. @param {string} topic @param {import('yjs').Text} [_text] in which it stands */
  heard(topic, _text) {
    if (!topic.startsWith('text:')) return this.requestUpdate();
    if (this.#soon) this.#goesOn = true;
    else if (!this.isUpdatePending) this.#soon = setTimeout(() => this.#say(), SAID_MS);
  }

  #say() {
    this.#soon = this.#goesOn ? setTimeout(() => this.#say(), SAID_MS) : undefined;
    this.#goesOn = false;
    if (!this.#soon) this.requestUpdate();
  }

  /** @returns {Session} */
  get session() {
    if (!current) throw new Error('setSession() comes before the first element');
    return current;
  }

  get board() { return this.session.past ?? this.session.board; }
  get commands() { return this.session.commands; }

  /** @override */
  createRenderRoot() { return this; }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.#listen();
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#silence();
  }

  /** @override @param {import('lit').PropertyValues} changed */
  updated(changed) {
    super.updated(changed);
    if (this.isConnected) this.#listen();
  }

  #listen() {
    const topics = this.topics();
    const key = topics.join('\n');
    if (this.#off.length && key === this.#topics) return;
    this.#silence();
    this.#topics = key;
    this.#off = topics.map((topic) => this.session.hub.on(topic, (_, text) => this.heard(topic, text)));
  }

  #silence() {
    for (const off of this.#off) off();
    this.#off = [];
  }
}

// Takes back and does again what this person did, never what others did, and never what others have worked on since.
import { Map as YMap, UndoManager } from '#yjs';
import { changedThings, pathOf, readThing } from './paths.js';
import { FLAT_ROOTS, ITEM_ROOTS, LOCAL } from './schema.js';

/** @typedef {import('./board.js').Board} Board */
/** @typedef {{root: string, id: string}} Place */
/** What one act changed, as paths.js names things, and the value that it left there; of a text or a whole item nothing. @typedef {readonly {thing: string, value: unknown}[]} Did */
/** @typedef {{way: 'undo'|'redo', did: Did, done: boolean}} Told */

/** Where the acts lie that each way takes back. */
const STACKS = /** @type {const} */ ({ undo: 'undoStack', redo: 'redoStack' });

const CAPTURE_MS = 400; // letters typed in one go are taken back in one go

export class Undo {
  #board;
  #readOnly;
  /** @type {import('yjs').UndoManager} */
  #manager;
  /** What the last undo or redo changed, for the focus to go there. @type {Place|null} */
  last = null;
  /** What became of the last undo or redo; not done: others have worked on it since. @type {Told|null} */
  told = null;
  /** The act under way, while it goes from one stack to the other. @type {Did|null} */
  #passing = null;

  /**
   * @param {Board} board
   * @param {() => boolean} [readOnly]
   */
  constructor(board, readOnly = () => false) {
    this.#board = board;
    this.#readOnly = readOnly;
    this.#manager = this.#manage();
  }

  get canUndo() { return !this.#readOnly() && this.#manager.canUndo(); }
  get canRedo() { return !this.#readOnly() && this.#manager.canRedo(); }
  get readOnly() { return this.#readOnly(); }

  undo() { return this.#pop('undo', STACKS.redo); }
  redo() { return this.#pop('redo', STACKS.undo); }

  /** The act that one step would take back or do again. @param {'undo'|'redo'} way @returns {Did|null} */
  next(way) { return didOf(this.#manager[STACKS[way]].at(-1)); }

  /** What comes next is an act of its own. */
  separate() { this.#manager.stopCapturing(); }

  /** What was begun and left blank is no act to take back. @param {string} root @param {string} id */
  forget(root, id) {
    const acts = this.#manager.undoStack;
    while (acts.length && didOf(acts.at(-1))?.every(({ thing }) => thing === `${root}:${id}` || thing.startsWith(`${root}:${id}:`))) acts.pop();
    this.#board.hub.touch('undo');
  }

  /** Somebody tried to write who may not. */
  denied() { this.#board.hub.touch('denied'); }

  /** Forgets all acts and follows the board's present document. */
  reset() {
    this.#manager.destroy();
    this.#manager = this.#manage();
    this.#board.hub.touch('undo');
  }

  /** True for the transactions that undo and redo make. @param {unknown} origin */
  owns(origin) { return origin === this.#manager; }

  /**
   * One act a step: where Yjs finds nothing to change it would go on to the act before, without a word.
   * @param {'undo'|'redo'} way @param {'undoStack'|'redoStack'} beside the acts below lie there meanwhile: Yjs must know what they deleted
   */
  #pop(way, beside) {
    if (this.#readOnly()) {
      this.denied();
      return false;
    }
    const manager = this.#manager;
    manager.stopCapturing();
    const [acts, others] = [manager[STACKS[way]], manager[beside]];
    if (!acts.length) return false;
    const did = this.#passing = didOf(acts.at(-1)) ?? [];
    const below = acts.splice(0, acts.length - 1);
    others.unshift(...below);
    this.last = null;
    const done = !madeWhatOthersUse(acts[0], this.#board.doc.clientID) && manager[way]() !== null;
    others.splice(0, below.length);
    acts.splice(0, acts.length, ...below);
    this.#passing = null;
    this.told = { way, did, done };
    this.#board.hub.touch('undo');
    return done;
  }

  #manage() {
    const { doc, hub } = this.#board;
    const roots = [...ITEM_ROOTS, ...FLAT_ROOTS].map((name) => doc.getMap(name));
    const manager = new UndoManager(roots, { trackedOrigins: new Set([LOCAL]), captureTimeout: CAPTURE_MS, captureTransaction: ({ local }) => local });
    const added = (/** @type {any} */ { stackItem, changedParentTypes }) => {
      noteMade(stackItem, roots, changedParentTypes);
      this.#noteDid(stackItem, changedParentTypes);
      hub.touch('undo');
    };
    manager.on('stack-item-added', added);
    manager.on('stack-item-updated', added);
    manager.on('stack-cleared', () => hub.touch('undo'));
    manager.on('stack-item-popped', ({ changedParentTypes }) => {
      this.last = lastChanged(changedParentTypes);
      hub.touch('undo');
    });
    return manager;
  }

  /** @param {{meta: Map<any, any>}} stackItem @param {Map<any, import('yjs').YEvent<any>[]>} changed */
  #noteDid({ meta }, changed) {
    const [event] = [...changed.values()].flat();
    const did = new Map((meta.get('did') ?? []).map((/** @type {Did[number]} */ step) => [step.thing, step]));
    for (const thing of event ? changedThings(event.transaction) : []) did.set(thing, { thing, value: this.#valueOf(thing) });
    meta.set('did', this.#passing ?? [...did.values()]);
  }

  /** @param {string} thing */
  #valueOf(thing) {
    const { root, id, field } = readThing(thing);
    const value = root === 'ratings' ? this.#board.root(root).get(id) : this.#board.root(root).get(id)?.get?.(field);
    return typeof value === 'object' ? undefined : value;
  }
}

/** @param {{meta: Map<any, any>}|undefined} stackItem @returns {Did|null} */
function didOf(stackItem) {
  return stackItem?.meta.get('did') ?? null;
}

/**
 * Remembers the items that an act made.
 * @param {{meta: Map<any, any>}} stackItem
 * @param {import('yjs').Map<any>[]} roots
 * @param {Map<any, import('yjs').YEvent<any>[]>} changed
 */
function noteMade(stackItem, roots, changed) {
  const made = stackItem.meta.get('made') ?? [];
  for (const root of roots) {
    const event = changed.get(root)?.find(({ target }) => target === root);
    event?.keys.forEach(({ action }, id) => {
      if (action === 'add' && root.get(id) instanceof YMap) made.push(root.get(id));
    });
  }
  stackItem.meta.set('made', made);
}

/**
 * Taking back the making of an item would take along what others have written in it since.
 * @param {{meta: Map<any, any>}|undefined} stackItem
 * @param {number} self
 * @returns {boolean}
 */
function madeWhatOthersUse(stackItem, self) {
  return (stackItem?.meta.get('made') ?? []).some((/** @type {any} */ item) => [...item._map.values()].some((field) => fromOthers(field, self)));
}

/** @param {any} field struct of a field's value @param {number} self @returns {boolean} */
function fromOthers(field, self) {
  if (field.deleted) return false;
  if (field.id.client !== self) return true;
  for (let at = field.content.type?._start ?? null; at; at = at.right) {
    if (!at.deleted && at.id.client !== self) return true;
  }
  return false;
}

/**
 * One of the items that a step of undo changed.
 * @param {Map<any, import('yjs').YEvent<any>[]>} changed
 * @returns {Place|null}
 */
function lastChanged(changed) {
  for (const [type, events] of changed) {
    const [root = '', id] = pathOf(type);
    if (id !== undefined) return { root, id };
    const event = events.find(({ target }) => target === type);
    for (const key of event?.keys.keys() ?? []) return { root, id: key };
  }
  return null;
}

// Where one is in the journey: a stage and the activity at hand; how one gets on, and what happens when others move what one looks at.

/** @typedef {import('../model/board.js').Board} Board */
/** @typedef {import('../board/items.js').Ref} Ref */
/** @typedef {{page: string, activity: string|null}} Stop */

/** The page of the persona and of the whole journey, before the stages. */
export const START = 'start';
/** The page of what has no place yet, behind the stages. */
export const TRAY = 'tray';

export class Walk {
  #view;
  /** The page that was asked for; null: not yet chosen. @type {string|null} */
  #page = null;
  /** The activity that was open last, by page. @type {Map<string, string>} */
  #open = new Map();
  /** From which side the page came in. @type {'before'|'after'|''} */
  from = '';

  /** @param {{readonly board: Board}} view which shows the board of now, or of an earlier moment */
  constructor(view) {
    this.#view = view;
  }

  get #board() { return this.#view.board; }

  /** The page at hand; without a choice the first stage, where there is one. */
  get page() {
    const stages = this.#stages();
    if (this.#page === TRAY || this.#page === START || stages.includes(this.#page ?? '')) return this.#page ?? START;
    return stages[0] ?? START;
  }

  /** The activity at hand. */
  get activity() { return this.activityOf(this.page); }

  /** The activity at hand on a page. @param {string} page */
  activityOf(page) {
    const here = this.#board.activitiesOf(page);
    const open = this.#open.get(page) ?? '';
    return here.includes(open) ? open : here[0] ?? null;
  }

  /** Keeps the page, once it was shown; goes along with the activity in which one writes when others put it elsewhere. @param {boolean} writing */
  settle(writing) {
    const last = this.#page === null ? null : this.#open.get(this.#page) ?? null;
    const stage = last && writing ? this.#board.activity(last)?.stage : null;
    if (last && stage && stage !== this.#page && this.#stages().includes(stage)) this.open(last);
    else this.#page = this.page;
    const { activity } = this;
    if (activity) this.#open.set(this.page, activity);
  }

  /** False where one is there already. @param {string} page */
  go(page) {
    if (page === this.#page) return false;
    const leaves = this.#leaves();
    this.from = leaves.indexOf(page) < leaves.indexOf(this.page) ? 'before' : 'after';
    this.#page = page;
    return true;
  }

  /** Where one was. @param {Stop} stop */
  take({ page, activity }) {
    if (activity && this.#board.exists('activities', activity)) this.open(activity);
    else this.go(page);
  }

  /** @param {string} activity */
  open(activity) {
    const page = this.#board.activity(activity)?.stage ?? TRAY;
    this.go(page);
    this.#open.set(page, activity);
  }

  /** Turns to where a thing stands; false where one is there already. @param {Ref} ref */
  reach({ root, id }) {
    const item = this.#board.item(root, id);
    if (root === 'stages') return this.go(id);
    if (root === 'personas') return this.go(START);
    if (!item || (root !== 'activities' && root !== 'touchpoints' && root !== 'cards')) return false;
    const column = root === 'activities' ? id : item.activity;
    const placed = this.#board.columns().some((one) => one.id === column);
    if (!placed) return this.go(TRAY);
    const before = `${this.page} ${this.activity}`;
    this.open(column);
    return before !== `${this.page} ${this.activity}`;
  }

  /** The page before or after; null at the ends. @param {1|-1} by */
  leaf(by) {
    const leaves = this.#leaves();
    return leaves[leaves.indexOf(this.page) + by] ?? null;
  }

  /** Where a step leads: to each activity in turn, and to a stage that has none yet. @param {1|-1} by @returns {Stop|null} */
  next(by) {
    const stops = this.#stops();
    const { page, activity } = this;
    const at = stops.findIndex((stop) => stop.page === page && stop.activity === activity);
    return stops[at + by] ?? null;
  }

  #stages() { return this.#board.stages().map(({ id }) => id); }

  #leaves() { return [START, ...this.#stages(), TRAY]; }

  /** @returns {Stop[]} */
  #stops() {
    return this.#leaves().flatMap((page) => {
      /** @type {(string|null)[]} */
      const here = page === START || page === TRAY ? [] : this.#board.activitiesOf(page);
      return (here.length ? here : [null]).map((activity) => ({ page, activity }));
    });
  }
}

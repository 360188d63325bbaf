// The search over the board: counts what it finds, goes from one to the next, marks it here alone. Works in every view, also for who only looks.
import { html, nothing } from '#lit';
import { Sought } from '../text/fold.js';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { announce } from '../ui/live.js';
import { styles } from '../ui/styles.js';
import { hitsOf, whereabouts } from './findable.js';
import { drawn, elementOf, keyOf } from './items.js';

/** @typedef {import('./items.js').View} View */
/** @typedef {import('./findable.js').Hit} Hit */

const SAY_MS = 600; // who types is told how many there are when the hands rest
const MANY = 1_000; // written with a separator
const AGAIN_MS = 400; // others write: the count follows
const MARK_MS = 120; // the words are coloured when the hands rest, too: on a wide board there are many,
const SLICE = 100; // and so many get or lose their mark in a frame: the next letter waits for none of it
const FAR = 3; // screens
const NAME = 'found';

const still = matchMedia('(prefers-reduced-motion: reduce)');

export class Find extends Element {
  /** @override */
  static properties = { view: { attribute: false }, query: { state: true }, hits: { state: true }, at: { state: true } };

  #sought = new Sought('');
  #saying = 0;
  #again = 0;
  #marking = 0;
  #frame = 0;
  /** @type {(() => void)[]} */
  #offs = [];
  /** @type {Set<HTMLElement>} */
  #marked = new Set();
  /** Those of them that are in sight. @type {Set<globalThis.Element>} */
  #seen = new Set();
  #sight = new IntersectionObserver((entries) => this.#colour(entries));

  constructor() {
    super();
    /** @type {View|null} */
    this.view = null;
    this.query = '';
    /** @type {Hit[]} */
    this.hits = [];
    /** Which of the hits one looks at; -1: none yet. */
    this.at = -1;
    /** Where the focus goes back to. @type {HTMLElement|null} */
    this.from = null;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    const { board, hub } = this.session;
    const soon = () => { this.#again ||= window.setTimeout(() => this.#lookAgain(), AGAIN_MS); };
    this.#offs = [board.follow(soon), hub.on('reset', soon), hub.on('past', () => this.#lookAgain())];
    this.#look();
    t('find.count', { count: MANY }); // the browser learns plurals and large numbers now, and not with the first letter
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    for (const off of this.#offs) off();
    clearTimeout(this.#saying);
    clearTimeout(this.#again);
    this.#unmark();
  }

  /** @override */
  render() {
    const { query, hits, at } = this;
    const hit = hits[at];
    const count = !query.trim() ? '' : at < 0 || !hits.length ? t('find.count', { count: hits.length }) : t('find.nth', { n: at + 1, count: hits.length });
    return html`<div class="find" role="search" aria-label=${t('find.title')} @keydown=${this.#keys}>
      ${icon('search')}
      <input class="find__field" type="search" .value=${query} aria-label=${t('find.title')} placeholder=${t('find.hint')} autocomplete="off" spellcheck="false" enterkeyhint="search" @input=${this.#type}>
      <span class="find__count">${count}</span>
      ${tool('chevron-left', t('find.previous'), () => this.go(-1), hits.length < 1)}
      ${tool('chevron-right', t('find.next'), () => this.go(1), hits.length < 1)}
      <p class="find__hit">${hit ? html`<b lang=${this.board.language}>${hit.text}</b> <span>${whereabouts(this.board, hit.ref)}</span>` : nothing}</p>
      ${tool('x', t('find.close'), () => this.close(), false)}
    </div>`;
  }

  /** @override @param {import('lit').PropertyValues} changed */
  updated(changed) {
    super.updated(changed);
    if (changed.has('hits') || changed.has('at')) this.#markSoon();
  }

  get field() { return this.querySelector('input'); }

  /** On to the next, or back to the last; behind the last comes the first. @param {1|-1} by */
  async go(by) {
    const { length } = this.hits;
    if (!length) return announce(t('find.count', { count: 0 }));
    this.at = this.at < 0 ? (by > 0 ? 0 : length - 1) : (this.at + by + length) % length;
    const { ref, text } = /** @type {Hit} */ (this.hits[this.at]);
    announce([t('find.nth', { n: this.at + 1, count: length }), text, whereabouts(this.board, ref)].join('. '));
    const element = await this.#reach(ref);
    this.#mark();
    element?.scrollIntoView({ block: 'center', inline: 'center', behavior: still.matches || isFar(element) ? 'instant' : 'smooth' });
  }

  /** What was found has the focus then. */
  async close() {
    const hit = this.hits[this.at];
    const element = hit && await this.#reach(hit.ref);
    this.remove();
    const stop = /** @type {HTMLElement|null|undefined} */ (element?.matches('[tabindex]') ? element : element?.querySelector('.persona__open, textarea, button'));
    (stop ?? this.from)?.focus({ preventScroll: true });
  }

  // Internal

  /** Brings about that the thing is drawn: another persona's card, the stage on a phone, the open tray. @param {import('./items.js').Ref} ref @returns {Promise<HTMLElement|null>} */
  async #reach(ref) {
    const { view } = this;
    if (!view) return null;
    if (ref.root === 'personas') view.chosen = ref.id;
    view.reach?.(ref);
    const tray = /** @type {import('./tray.js').Tray|null} */ (view.querySelector('bb-tray'));
    if (tray && !elementOf(view, ref)) tray.open = true;
    return drawn(() => elementOf(view, ref));
  }

  /** @param {Event} event */
  #type = ({ target }) => {
    this.query = /** @type {HTMLInputElement} */ (target).value;
    this.#sought = new Sought(this.query);
    this.at = -1;
    this.#look();
    clearTimeout(this.#saying);
    if (!this.#sought.empty) this.#saying = window.setTimeout(() => announce(t('find.count', { count: this.hits.length })), SAY_MS);
  };

  /** @param {KeyboardEvent} event */
  #keys = (event) => {
    if (event.isComposing) return;
    if (event.key === 'Enter' && event.target === this.field) void this.go(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') void this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #look() { this.hits = hitsOf(this.board, this.#sought); }

  /** Stays with what one looks at, though others came before it. */
  #lookAgain() {
    this.#again = 0;
    const last = this.hits[this.at]?.ref;
    this.#look();
    if (last) this.at = this.hits.findIndex(({ ref }) => keyOf(ref) === keyOf(last));
  }

  #markSoon() {
    clearTimeout(this.#marking);
    this.#marking = window.setTimeout(() => this.#mark(), MARK_MS);
  }

  /** The one that one looks at is marked at once, all others slice by slice. */
  #mark() {
    this.#stop();
    if (!this.view || !this.isConnected) return;
    this.#uncolour();
    const steps = this.#steps(this.view);
    const slice = () => {
      for (let n = 0; n < SLICE; n += 1) if (steps.next().done) return;
      this.#frame = requestAnimationFrame(slice);
    };
    slice();
  }

  /** First what is found now, then what no longer is. @param {View} view */
  *#steps(view) {
    const { hits, at } = this;
    const wanted = new Set();
    for (const hit of [hits[at], ...hits]) {
      const element = hit && elementOf(view, hit.ref);
      if (!element || wanted.has(element)) continue;
      wanted.add(element);
      this.#marked.add(element);
      const found = hit === hits[at] ? 'now' : '';
      if (element.dataset.found !== found) element.dataset.found = found;
      this.#sight.observe(element);
      yield;
    }
    for (const element of this.#marked) {
      if (wanted.has(element)) continue;
      this.#marked.delete(element);
      delete element.dataset.found;
      yield;
    }
  }

  #stop() {
    clearTimeout(this.#marking);
    cancelAnimationFrame(this.#frame);
  }

  #unmark() {
    this.#stop();
    for (const element of this.#marked) delete element.dataset.found;
    this.#marked.clear();
    this.#uncolour();
  }

  /** Colours the very words, where the browser can and where one sees them: with each that comes it paints all of them. @param {IntersectionObserverEntry[]} entries */
  #colour(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#seen.add(target);
      else this.#seen.delete(target);
    }
    if ('highlights' in CSS) CSS.highlights.set(NAME, new Highlight(...[...this.#seen].flatMap((element) => this.#rangesIn(element))));
  }

  #uncolour() {
    this.#sight.disconnect();
    this.#seen.clear();
    if ('highlights' in CSS) CSS.highlights.delete(NAME);
  }

  /** @param {globalThis.Element} element @returns {Range[]} */
  #rangesIn(element) {
    /** @type {Range[]} */ const ranges = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const [start, end] of this.#sought.places(node.nodeValue ?? '')) {
        const range = new Range();
        range.setStart(node, start);
        range.setEnd(node, end);
        ranges.push(range);
      }
    }
    return ranges;
  }
}

/** A long way glides past too fast to be seen, and misses what grows meanwhile. @param {HTMLElement} element */
function isFar(element) {
  const { left, top } = element.getBoundingClientRect();
  return Math.abs(top) > FAR * innerHeight || Math.abs(left) > FAR * innerWidth;
}

/** @param {string} name @param {string} label @param {() => unknown} run @param {boolean} off */
function tool(name, label, run, off) {
  return html`<button class="button button--quiet button--icon" type="button" aria-label=${label} title=${label} aria-disabled=${String(off)} @click=${run}>${icon(name)}</button>`;
}

/** @param {View} view @param {HTMLElement|null} [from] where the focus returns to if nothing was found */
export async function openFind(view, from = null) {
  await styles('css/desk.css');
  const find = /** @type {Find} */ (document.querySelector('bb-find') ?? new Find());
  find.view = view;
  find.from = from ?? /** @type {HTMLElement|null} */ (document.activeElement);
  if (!find.isConnected) document.getElementById('main')?.prepend(find);
  await find.updateComplete;
  find.field?.focus();
  find.field?.select();
}

customElements.define('bb-find', Find);

// The light on a thing that another changed: a frame around it that stands while they go on, and then fades, which the browser does beside the page.
import { hold } from './hold.js';
import { elementOf } from './items.js';

const FADE_MS = 300;
const EDGE_PX = 3;
/** So soon a thing need not be lit again: who carries a pin would light it at every height. */
export const FRESH_MS = 500;
const FULL_MS = 2 * FRESH_MS; // since the last change, so that it does not fade between two letters

const still = matchMedia('(prefers-reduced-motion: reduce)');
/** What shines, or did. @type {WeakMap<HTMLElement, Light>} */
const lit = new WeakMap();

/** @typedef {import('./items.js').View} View */
/** @typedef {import('yjs').Transaction} Transaction */
/** Who writes, by their connection, and in which colour. @typedef {{connection: number, color: string}} Author */
/** Where a light hangs, and its style. @typedef {{place: globalThis.Element, look: string}} Spot */

/** Lights what is drawn of them; returns the lights. @param {View} view @param {Set<string>} items @param {Transaction} transaction @returns {Light[]} */
export function light(view, items, transaction) {
  const author = authorOf(view, transaction) ?? { connection: 0, color: 'var(--accent)' };
  return [...items].flatMap((item) => {
    const [root = '', id = ''] = item.split(':');
    const element = /** @type {HTMLElement|null} */ (root === 'pin' ? view.querySelector(`[data-pin="${CSS.escape(id)}"] .pin__head`) : elementOf(view, { root: /** @type {any} */ (root), id })) ?? view.standIn?.(item) ?? null;
    view.guide?.saw(element);
    return element && isDrawn(element) ? shine(view, element, author, item) : [];
  });
}

/** False for what a long outline has not laid out, being far away: to ask where it stands would lay it out. @param {HTMLElement} element */
const isDrawn = (element) => element.checkVisibility?.({ contentVisibilityAuto: true }) ?? true;

/** As far as one can tell: what is only taken away tells nothing. @param {View} view @param {Transaction} transaction */
function authorOf(view, transaction) {
  return view.session.presence.others().find(({ connection }) => wrote(connection, transaction));
}

/** @param {number} connection @param {Transaction} transaction */
const wrote = (connection, { beforeState, afterState }) => afterState.get(connection) !== beforeState.get(connection);

/** @param {View} view @param {HTMLElement} element @param {Author} author @param {string} item @returns {Light|[]} */
function shine(view, element, author, item) {
  const spot = spotOf(element, author.color);
  if (!spot) return [];
  const last = lit.get(element);
  if (last?.keeps(spot, author)) return last;
  last?.end();
  const light = new Light(view, element, author, spot, item);
  lit.set(element, light);
  return light;
}

/** @param {HTMLElement} element @param {string} color @returns {Spot|null} */
function spotOf({ offsetParent: place, offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height }, color) {
  return place && { place, look: `--person: ${color}; position: absolute; inset: ${top}px auto auto ${left}px; width: ${width}px; height: ${height}px; pointer-events: none` };
}

export class Light {
  #frame = document.createElement('i');
  #view;
  #element;
  #author;
  #edge;
  #look = '';
  #letGo = () => {};
  #timer = 0;
  #goesOn = false;
  /** The last letter that was another's. @type {Transaction|null} */
  #others = null;

  /** @param {View} view @param {HTMLElement} element @param {Author} author @param {Spot} spot @param {string} item */
  constructor(view, element, author, { place, look }, item) {
    this.#view = view;
    this.#element = element;
    this.#author = author;
    const { borderRadius, rotate } = getComputedStyle(element);
    this.#edge = `border-radius: ${borderRadius}; rotate: ${rotate}; outline: ${EDGE_PX}px solid var(--person); outline-offset: 1px`;
    this.#frame.dataset.lights = item;
    this.#draw(look);
    place.append(this.#frame);
    this.#stand();
  }

  /** Takes note of another letter; false if it does not shine any more. @param {Transaction} transaction */
  goesOn(transaction) {
    if (wrote(this.#author.connection, transaction)) this.#goesOn = true;
    else this.#others = transaction;
    return this.#timer !== 0;
  }

  /** Stands on, and goes along with what has grown; if nothing has changed but words, without touching the page. @param {Spot} spot @param {Author} author */
  keeps({ place, look }, author) {
    if (this.#timer === 0 || this.#frame.parentElement !== place) return false;
    this.#author = author;
    if (look !== this.#look) this.#draw(look);
    this.#stand();
    return true;
  }

  /** Asks first and writes then: the other way round a row is laid out in between. @param {string} look */
  #draw(look) {
    const edge = arrowEdge(this.#element) ?? this.#edge;
    this.#letGo = hold(this.#element, () => this.#follow());
    this.#look = look;
    this.#frame.style.cssText = `${look}; ${edge}`;
  }

  #stand() {
    clearTimeout(this.#timer);
    this.#goesOn = false;
    this.#others = null;
    this.#timer = window.setTimeout(() => this.#due(), FULL_MS);
  }

  /** It is the colour of who began as long as they go on; then, of who does. */
  #due() {
    if (!this.#goesOn) {
      if (!this.#others) return this.#fade();
      this.#author = authorOf(this.#view, this.#others) ?? this.#author;
    }
    this.#stand();
    this.#view.guide?.saw(this.#element);
    this.#follow();
  }

  /** Goes along with what it lights; what hangs elsewhere now, or nowhere, it lights no more. */
  #follow() {
    if (this.#timer === 0) return;
    const spot = spotOf(this.#element, this.#author.color);
    if (spot?.place !== this.#frame.parentElement) return this.end();
    if (spot && spot.look !== this.#look) this.#draw(spot.look);
  }

  #fade() {
    this.#timer = 0;
    const fading = this.#frame.animate([{ opacity: 1 }, { opacity: 1, offset: still.matches ? 0.99 : 0 }, { opacity: 0 }], { duration: FADE_MS, easing: 'ease-out' });
    fading.onfinish = () => this.end();
  }

  end() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#frame.remove();
    this.#letGo();
    this.#letGo = () => {}; // it may end once more, when it has faded: another light holds it by then
  }
}

/** Stages and activities are arrows, and so is their light: a band along the edge of the arrow (map.css). @param {HTMLElement} element */
function arrowEdge(element) {
  if (!element.matches('.stage, .activity')) return null;
  const { offsetWidth: width, offsetHeight: height } = element;
  const em = parseFloat(getComputedStyle(element).fontSize);
  const stage = element.matches('.stage');
  const [point, end] = [stage ? 0.85 * em : 0.75 * em, stage ? width - 0.25 * em : width];
  const notch = stage && !element.matches('.stage--first') ? point : 0;
  const arrow = (/** @type {number} */ by) => `M${-by} ${-by}H${end - point + by / 2}L${end + by} ${height / 2}L${end - point + by / 2} ${height + by}H${-by}L${notch - by} ${height / 2}Z`;
  return `background: var(--person); clip-path: path(evenodd, "${arrow(0)}${arrow(-EDGE_PX)}")`;
}

// A thing that is carried across the phone: stages open where the finger rests on their chevron or at the edge, folded activities where it rests
// on their head; what has no place yet lies under the thumb. What is lifted stays in the page until it is let go, or the finger would lose it.
import { html, render } from '#lit';
import { focusOn } from '../board/acts.js';
import { elementOf, settled } from '../board/items.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { announce } from '../ui/live.js';
import { toast } from '../ui/toast.js';
import { START, TRAY } from './walk.js';

/** @typedef {import('./phone.js').Phone} View */
/** @typedef {import('../board/items.js').Load} Load */
/** @typedef {{key: string, element: Element|null, enter: () => void}} Rest where a finger rests, and what that opens */

const REST_MS = 550;
const EDGE_PX = 30; // so near an edge the page turns
const ROLL_PX = 44; // so near an end of the chevrons these roll along

export class Carry {
  #view;
  #load;
  #from;
  #place = document.createElement('div');
  /** @type {Rest|null} */
  #rest = null;
  #since = 0;

  /** @param {View} view @param {Load} load @param {HTMLElement} element @param {number} top where it stood on the glass when it was touched */
  constructor(view, load, element, top) {
    this.#view = view;
    this.#load = load;
    const { page, activity } = view.walk;
    this.#from = { page, activity, top: view.scroller.scrollTop };
    view.keep({ page, activity });
    view.scroller.scrollTop += element.getBoundingClientRect().top - top; // among folded activities it stays under the finger
    this.#place.className = 'carry';
    this.#place.ariaHidden = 'true';
    view.append(this.#place);
    this.#draw();
  }

  /** True where the page is not to scroll along. @param {import('../board/drag.js').Point} at */
  over({ x, y }) {
    const under = document.elementFromPoint(x, y);
    const rest = this.#restAt(under, x, y);
    if (rest?.key !== this.#rest?.key) this.#begin(rest);
    else if (rest && performance.now() - this.#since > REST_MS) this.#enter(rest);
    return this.#roll(under, x);
  }

  /** What was not let go anywhere brings one back to where it was. @param {boolean} dropped */
  end(dropped) {
    const view = this.#view;
    this.#begin(null);
    this.#place.remove();
    if (!dropped) view.walk.go(this.#from.page);
    if (!dropped && this.#from.activity) view.walk.open(this.#from.activity);
    view.keep(null);
    if (dropped) void this.#show();
    else view.scroller.scrollTop = this.#from.top;
  }

  /** Where it went; what went out of sight can be followed. */
  async #show() {
    const [view, load] = [this.#view, this.#load];
    await settled();
    const here = elementOf(view, load);
    if (here || !view.board.exists(load.root, load.id)) return here?.scrollIntoView({ block: 'nearest' });
    const { stage, activity } = view.board.item(load.root, load.id);
    const place = view.board.stage(stage ?? view.board.activity(activity)?.stage ?? '')?.title || t('place.tray');
    return toast(t('said.dropped', { place }), { label: t('notice.look'), run: () => void focusOn(view, load) });
  }

  /** @param {Element|null} under @param {number} x @param {number} y @returns {Rest|null} */
  #restAt(under, x, y) {
    const view = this.#view;
    const tab = /** @type {HTMLElement|null} */ (under?.closest('.tab[data-page]') ?? null);
    const page = tab?.dataset.page ?? '';
    if (tab) return page === view.walk.page || page === START ? null : { key: page, element: tab, enter: () => this.#turn(page) };
    const { left, right, top, bottom } = view.scroller.getBoundingClientRect();
    const by = y < top || y > bottom ? 0 : x < left + EDGE_PX ? -1 : x > right - EDGE_PX ? 1 : 0;
    if (by) return this.#edge(by);
    const leg = this.#load.root === 'activities' ? null : /** @type {HTMLElement|null} */ (under?.closest('[data-leg]') ?? null);
    return leg && { key: leg.dataset.leg ?? '', element: leg, enter: () => view.unfold(leg.dataset.leg ?? '') };
  }

  /** @param {1|-1} by @returns {Rest|null} */
  #edge(by) {
    const page = this.#view.walk.leaf(by);
    if (page === null || page === START) return null;
    return { key: `${by} ${page}`, element: this.#place.querySelector(by > 0 ? '.carry__on' : '.carry__back'), enter: () => this.#turn(page) };
  }

  /** @param {Rest|null} rest */
  #begin(rest) {
    this.#rest?.element?.removeAttribute('data-resting');
    this.#rest = rest;
    this.#since = performance.now();
    rest?.element?.setAttribute('data-resting', '');
  }

  /** @param {Rest} rest */
  #enter(rest) {
    this.#begin(null);
    rest.enter();
    this.#draw();
  }

  /** @param {string} page */
  #turn(page) {
    this.#view.go(page);
    announce(page === TRAY ? t('tray.title') : this.#view.board.stage(page)?.title || t('stage.one'));
  }

  /** The chevrons under a finger near their ends. @param {Element|null} under @param {number} x */
  #roll(under, x) {
    const roll = under?.closest('.tabs')?.querySelector('.tabs__roll');
    if (!roll) return false;
    const { left, right } = roll.getBoundingClientRect();
    roll.scrollLeft += x < left + ROLL_PX ? -6 : x > right - ROLL_PX ? 6 : 0;
    return true;
  }

  #draw() {
    const { walk, board } = this.#view;
    const edge = (/** @type {1|-1} */ by, /** @type {string} */ name, /** @type {string} */ sign) => {
      const page = walk.leaf(by);
      return html`<div class=${name} ?hidden=${page === null || page === START}>${icon(sign)}</div>`;
    };
    const loose = Object.values(board.unplaced()).some((ids) => ids.includes(this.#load.id));
    render(html`${edge(-1, 'carry__back', 'chevron-left')}${edge(1, 'carry__on', 'chevron-right')}
      <div class="carry__tray" data-drop="tray" ?hidden=${loose}>${icon('inbox')}<span>${t('tray.title')}</span></div>`, this.#place);
  }
}

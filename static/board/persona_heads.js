// The heads of several personas side by side: whose card and curve is shown, and which string is whose.
import { html, nothing, repeat, svg } from '#lit';
import { Element } from '../ui/element.js';
import { inkOn } from '../ui/disc.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { announce } from '../ui/live.js';
import { url } from '../sync/pictures.js';
import { settled } from './items.js';
import { lookOf } from './personas_compare.js';

const SLOP_PX = 6; // less is a press, not a drag
const BY = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

export class PersonaHeads extends Element {
  /** @override */
  static properties = { chosen: {} };

  constructor() {
    super();
    /** @type {string|null} */
    this.chosen = null;
  }

  /** @override */
  topics() { return ['personas', 'role', 'workshop', ...this.board.personas().map((id) => `persona:${id}`)]; }

  /** @override */
  render() {
    const ids = this.board.personas();
    return html`<div class="heads" role="tablist" aria-label=${t('persona.several')} @keydown=${this.#press} @pointerdown=${this.#grab}>${repeat(ids, (id) => id, (id) => this.#head(id))}</div>`;
  }

  /** @param {string} id */
  #head(id) {
    const { name, letters, color, dash } = lookOf(this.board, id);
    const picture = this.board.persona(id)?.picture;
    const chosen = id === this.chosen;
    return html`<button class="head-tab" type="button" role="tab" tabindex=${chosen ? 0 : -1} aria-selected=${chosen} aria-keyshortcuts=${this.session.readOnly ? nothing : 'Alt+ArrowLeft Alt+ArrowRight'}
      data-act="choose-persona" data-persona=${id} style="--who: ${color}; --on-who: ${inkOn(color)}">
      <span class="head-tab__face">${picture ? html`<img src=${url(picture)} alt="">` : icon('user')}<b class="who-mark" aria-hidden="true">${letters}</b></span>
      <span class="head-tab__name">${name}<svg class="head-tab__line" viewBox="0 0 40 4" aria-hidden="true">${svg`<line x1="1" x2="39" y1="2" y2="2" stroke-width="3" stroke-dasharray=${dash.split(' ').map((width) => Number(width) * 2).join(' ')}></line>`}</svg></span></button>`;
  }

  /** Arrows choose; with Alt they move the persona itself. @param {KeyboardEvent} event */
  #press = async (event) => {
    const by = BY[/** @type {keyof typeof BY} */ (event.key)];
    const { persona = '' } = /** @type {HTMLElement} */ (event.target).dataset;
    const ids = this.board.personas();
    const at = ids.indexOf(persona);
    if (!by || at < 0) return;
    event.preventDefault();
    const next = at + by;
    if (event.altKey) this.#move(persona, Math.max(0, Math.min(ids.length - 1, next)), ids.length);
    else /** @type {HTMLElement|undefined} */ (this.querySelectorAll('button')[(next + ids.length) % ids.length])?.click();
    const focused = event.altKey ? persona : ids[(next + ids.length) % ids.length];
    await settled(); // who moves is taken out and put in again
    /** @type {HTMLElement|null} */ (this.querySelector(`[data-persona="${focused}"]`))?.focus();
  };

  /** A mouse or a pen carries a head to its place; a finger scrolls the row. @param {PointerEvent} down */
  #grab = (down) => {
    const head = /** @type {HTMLElement|null} */ (/** @type {HTMLElement} */ (down.target).closest('.head-tab'));
    if (!head || down.button || down.pointerType === 'touch' || this.session.readOnly) return;
    const stop = new AbortController();
    let carried = false;
    const put = (/** @type {number} */ by) => { head.style.translate = carried ? `${by}px` : ''; };
    head.setPointerCapture(down.pointerId);
    head.addEventListener('pointermove', ({ clientX }) => {
      carried ||= Math.abs(clientX - down.clientX) > SLOP_PX;
      put(clientX - down.clientX);
    }, { signal: stop.signal });
    const end = (/** @type {PointerEvent} */ { type, clientX }) => {
      stop.abort();
      const dropped = carried && type === 'pointerup';
      carried = false;
      put(0);
      if (!dropped) return;
      head.addEventListener('click', (event) => event.stopPropagation(), { once: true }); // the drop is no press
      const others = [...this.querySelectorAll('.head-tab')].filter((other) => other !== head);
      const before = others.filter((other) => other.getBoundingClientRect().left + other.clientWidth / 2 < clientX).length;
      this.#move(head.dataset.persona ?? '', before, others.length + 1);
    };
    for (const type of /** @type {const} */ (['pointerup', 'pointercancel'])) head.addEventListener(type, end, { signal: stop.signal });
  };

  /** @param {string} id @param {number} index @param {number} count */
  #move(id, index, count) {
    if (this.commands.movePersona(id, index)) announce(t('said.dropped', { place: t('place.nth', { n: index + 1, count }) }));
  }
}

customElements.define('bb-persona-heads', PersonaHeads);

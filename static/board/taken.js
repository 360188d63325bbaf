// Others have taken away what somebody here writes in: the field stays open where it was, with a word of who did it and the way back.
import { html, nothing, render } from '#lit';
import { ITEM_TOPIC } from '../model/topics.js';
import { causeOf } from '../model/cause.js';
import { t } from '../ui/i18n.js';
import { announce } from '../ui/live.js';
import { head } from '../ui/page.js';
import { styles } from '../ui/styles.js';
import { drawn, elementOf, parseRef, settled } from './items.js';

/** @typedef {import('../model/cause.js').Cause} Cause */
/** @typedef {import('../ui/element.js').Element} Element */
/** @typedef {{of: string, start: number, end: number, at: number, box?: DOMRect}} Caret */
/** A field that lost its place, on the map or in the outline. @typedef {Element & {of: string, hint?: string, label?: string, plain: ((value: string) => void)|null}} Field */

const GAP_PX = 8;
const LEAST_PX = 210; // wide enough for the sentence and two buttons below each other
const MOST_PX = 360;

/** @type {Taken|null} */
let open = null;

/** @param {Field} field @param {Caret} caret */
export function keep(field, caret) {
  const { root, id } = parseRef(field.of);
  const cause = causeOf(field.board, root, id);
  if (!cause || cause.client === field.board.doc.clientID) return;
  open?.close();
  open = new Taken(field, caret, cause);
}

class Taken {
  #field;
  #caret;
  #cause;
  #ref;
  #place = document.createElement('section');
  #stop = new AbortController();
  /** Went to the tray: its field is open there already, but for a phone, which shows another page. */
  #elsewhere;

  /** @param {Field} field @param {Caret} caret @param {Cause} cause */
  constructor(field, caret, cause) {
    this.#field = field;
    this.#caret = caret;
    this.#cause = cause;
    this.#ref = parseRef(field.of);
    this.#elsewhere = cause.where === 'tray' && head.view !== 'phone';
    this.#place.className = 'taken';
    this.#place.popover = 'manual';
    this.#place.setAttribute('aria-label', this.#words());
    this.#place.addEventListener('keydown', (event) => this.#press(event));
    for (const type of ['pointerdown', 'mousedown']) this.#place.addEventListener(type, (event) => this.#holdCaret(event));
    (document.getElementById('main') ?? document.body).append(this.#place); // a landmark
    this.#draw();
    this.#watch();
    this.#show();
  }

  close() {
    this.#stop.abort();
    this.#place.remove();
    if (open === this) open = null;
  }

  /** The field comes first: not one letter goes astray. */
  #show() {
    this.#place.showPopover();
    this.#lay(this.#caret.box);
    this.#text?.resume(this.#caret);
    announce(this.#words());
    void styles('css/taken.css').then(settled).then(() => this.#follow());
  }

  /** Beside the thing that went to the tray, as soon as that has its size. */
  #follow() {
    const thing = this.#elsewhere ? document.activeElement?.closest('[data-item]') : null;
    if (!thing) return this.#lay(this.#caret.box);
    const sizes = new ResizeObserver(() => this.#lay(thing.getBoundingClientRect(), true));
    sizes.observe(thing);
    this.#stop.signal.addEventListener('abort', () => sizes.disconnect());
  }

  get #text() { return /** @type {import('./text_field.js').TextField|null} */ (this.#place.querySelector('bb-text')); }

  #words() {
    const { root, id, field, where, client } = this.#cause;
    const { board, session } = this.#field;
    const name = session.presence.others().find(({ connection }) => connection === client)?.name ?? t('taken.somebody');
    const { text, name: called, title } = board.item(root, id) ?? {};
    const words = String(text || called || title || '');
    const kind = t(`taken.the.${root}`);
    const thing = words && where !== 'bin' ? t('did.thing', { kind, name: words }) : kind;
    return t(field === 'hidden' ? 'taken.hidden' : `taken.${where}`, { name, thing });
  }

  #draw() {
    const { of, plain, hint = '', label = '', board } = this.#field;
    const { root, id } = this.#ref;
    const name = of.slice(root.length + id.length + 2);
    const value = board.text(root, id, name)?.toString() ?? String(board.map(root, id)?.get(name) ?? '');
    render(html`
      ${this.#elsewhere ? nothing : html`<bb-text class="taken__text" .of=${of} .plain=${plain} .hint=${hint} .label=${label} .value=${value} @click=${() => this.#text?.edit()}></bb-text>`}
      <p class="taken__words">${this.#words()}</p>
      <div class="taken__acts">
        <button class="button button--main" type="button" @click=${() => this.#bringBack()}>${t('bin.back')}</button>
        <button class="button button--quiet" type="button" @click=${() => this.#leave()}>${t('taken.leave')}</button>
      </div>`, this.#place);
  }

  #watch() {
    const { hub } = this.#field.session;
    const { root, id } = this.#ref;
    const again = () => void this.#look();
    for (const topic of ['bin', 'lanes', 'stages', 'activities', 'unplaced', 'reset']) this.#stop.signal.addEventListener('abort', hub.on(topic, again));
    this.#stop.signal.addEventListener('abort', hub.on(`${ITEM_TOPIC[root]}:${id}`, () => this.#draw()));
  }

  /** It is back, by somebody's hand: the caret goes along. */
  async #look() {
    const { root, id } = this.#ref;
    if (causeOf(this.#field.board, root, id)) return;
    this.#stop.abort();
    const page = document.getElementById('main');
    if (this.#place.contains(document.activeElement)) /** @type {import('../phone/phone.js').Phone|null} */ (document.querySelector('bb-phone'))?.reach(this.#ref);
    const element = page && await drawn(() => elementOf(page, this.#ref));
    const wasHere = this.#place.contains(document.activeElement);
    const caret = this.#text?.field?.selectionEnd ?? null;
    this.close(); // a field that is open here goes on there
    if (!wasHere || !element || element.contains(document.activeElement)) return;
    const field = caret === null ? null : await drawn(() => element.querySelector('textarea'));
    (field ?? element).focus();
    if (caret !== null) field?.setSelectionRange(caret, caret);
  }

  #bringBack() {
    const { root, id, field } = this.#cause;
    const { commands } = this.#field;
    if (field === 'hidden') commands.hideLane(id, false);
    else commands.restore(root, id);
  }

  #leave() {
    const writes = this.#place.contains(document.activeElement);
    this.#text?.leave();
    this.close();
    if (writes) /** @type {HTMLElement|null} */ (document.querySelector('.board__scroll') ?? document.getElementById('main'))?.focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const field = /** @type {HTMLElement} */ (event.target);
    const ends = event.key === 'Escape' || (event.key === 'Enter' && field.matches('.text__field') && !event.shiftKey);
    if (!ends || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    this.#leave();
  }

  /** A press on a button leaves the caret where it is. @param {Event} event */
  #holdCaret(event) {
    if (/** @type {HTMLElement} */ (event.target).closest('button')) event.preventDefault();
  }

  /** Where the thing stood, or beside where it went; never out of sight. @param {DOMRect} [box] @param {boolean} [beside] */
  #lay(box, beside = false) {
    const { style } = this.#place;
    const width = Math.max(LEAST_PX, Math.min(box?.width ?? LEAST_PX, MOST_PX, innerWidth - 3 * GAP_PX));
    style.inlineSize = `${width + (beside ? 0 : 2 * GAP_PX)}px`;
    const { height } = this.#place.getBoundingClientRect();
    const tall = visualViewport?.height ?? innerHeight;
    const top = box ? (beside ? box.top - height - GAP_PX : box.top - GAP_PX) : tall / 3;
    const left = box ? box.left - (beside ? 0 : GAP_PX) : (innerWidth - width) / 2;
    style.inset = `${Math.max(GAP_PX, Math.min(top, tall - height - GAP_PX))}px auto auto ${Math.max(GAP_PX, Math.min(left, innerWidth - width - 3 * GAP_PX))}px`;
  }
}

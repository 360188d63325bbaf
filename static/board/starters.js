// How a card in the customer's voice may begin: offered under a blank field, taken by one tap or one key, gone with the first letter.
import { html, render } from '#lit';
import { t } from '../ui/i18n.js';
import { styles } from '../ui/styles.js';
import { refOf } from './items.js';
import { spokenKind, wordsOf } from './spoken.js';

/** @typedef {import('./items.js').Sheet} View */

const GAP_PX = 5;
const NOTE = 'starters-note';
const WIDEST = '34em';
/** Which keys show another beginning; in the outline up and down lead to other lines. */
const KEYS = { text: { ArrowDown: 1, ArrowUp: -1 }, line: { ArrowLeft: 1 } };

/** @param {View} view @param {HTMLTextAreaElement} field */
export async function offer(view, field) {
  const kind = spokenKind(view.board, refOf(field));
  if (!kind || !view.content.contains(field)) return;
  const [words] = await Promise.all([wordsOf(view.board.language), styles('css/hints.css')]);
  if (words && document.activeElement === field) new Offer(view, field, words.starters[kind]);
}

class Offer {
  #view;
  /** They lie over the lower edge of the map. */
  #tools;
  #field;
  #starters;
  #chosen = 0;
  #hint;
  #place = document.createElement('div');
  #stop = new AbortController();

  /** @param {View} view @param {HTMLTextAreaElement} field @param {string[]} starters */
  constructor(view, field, starters) {
    this.#view = view;
    this.#tools = view.querySelector('bb-tools');
    this.#field = field;
    this.#starters = starters;
    this.#hint = field.placeholder;
    this.#place.className = 'beginnings';
    this.#place.lang = view.board.language;
    this.#place.setAttribute('role', 'group');
    this.#place.setAttribute('aria-label', t('starters.label'));
    for (const type of ['pointerdown', 'mousedown']) this.#place.addEventListener(type, (event) => event.preventDefault()); // the caret stays in the field
    view.content.append(this.#place);
    this.#listen();
    this.#show();
  }

  #listen() {
    const { signal } = this.#stop;
    const lay = () => this.#lay();
    this.#field.addEventListener('keydown', (event) => this.#press(event), { signal });
    for (const type of ['input', 'compositionstart', 'compositionend']) this.#field.addEventListener(type, (event) => this.#show(event.type === 'compositionstart'), { signal });
    this.#field.addEventListener('blur', () => this.#end(), { signal });
    const { root, id } = refOf(this.#field) ?? {};
    signal.addEventListener('abort', this.#view.session.hub.on(`${root === 'cards' ? 'card' : 'activity'}:${id}`, () => this.#show())); // undone, or others write in it too
    this.#view.scroller.addEventListener('scroll', lay, { passive: true, signal });
    const sizes = new ResizeObserver(lay);
    sizes.observe(this.#view.content);
    signal.addEventListener('abort', () => sizes.disconnect());
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (this.#place.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const count = this.#starters.length;
    const by = /** @type {Record<string, number>} */ (KEYS[this.#where])[event.key];
    if (event.key === 'ArrowRight') this.#take(this.#starters[this.#chosen] ?? '');
    else if (by) this.#chosen = (this.#chosen + count + by) % count;
    else return;
    event.preventDefault();
    this.#show();
  }

  get #where() { return this.#field.matches('.line__field') ? 'line' : 'text'; }

  /** As if it had been typed. @param {string} starter */
  #take(starter) {
    const field = this.#field;
    field.setRangeText(starter.replace('…', ''), 0, 0, 'end');
    field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }));
    field.focus();
  }

  /** @param {boolean} [composing] */
  #show(composing = false) {
    this.#place.hidden = composing || this.#field.value !== '';
    if (this.#place.hidden) return this.#field.removeAttribute('aria-describedby');
    this.#field.setAttribute('aria-describedby', NOTE);
    this.#field.placeholder = this.#starters[this.#chosen] ?? '';
    render(html`${this.#starters.map((starter, i) => html`<button class="beginning" type="button" tabindex="-1" ?data-chosen=${i === this.#chosen} @click=${() => this.#take(starter)}>${starter}</button>`)}
      <span class="visually-hidden" id=${NOTE}>${t(`starters.note.${this.#where}`, { starter: this.#starters[this.#chosen] ?? '' })}</span>`, this.#place);
    this.#lay();
  }

  /** Under the card, or above it where there is no room, over whatever lies there: nothing moves. */
  #lay() {
    const card = this.#field.closest('[data-item]')?.getBoundingClientRect();
    if (!card || this.#place.hidden) return;
    const origin = this.#view.content.getBoundingClientRect();
    const zoom = this.#view.zoom.px;
    this.#place.style.width = `min(${card.width / zoom}px, ${WIDEST})`;
    const { height } = this.#place.getBoundingClientRect();
    const gap = GAP_PX * zoom;
    const foot = this.#tools?.getBoundingClientRect().top ?? this.#view.scroller.getBoundingClientRect().bottom;
    const below = card.bottom + gap + height < foot;
    const top = below ? card.bottom + gap : card.top - gap - height;
    Object.assign(this.#place.style, { left: `${(card.left - origin.left) / zoom}px`, top: `${(top - origin.top) / zoom}px` });
  }

  #end() {
    this.#stop.abort();
    this.#field.removeAttribute('aria-describedby');
    this.#field.placeholder = this.#hint;
    this.#place.remove();
  }
}

// How things get into the tray: pictures, many at once or by the camera, and words: a quote, a note, a pasted list.
import { html, nothing } from '#lit';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { announce } from '../ui/live.js';
import { styles } from '../ui/styles.js';
import { MOST_LINES, linesOf } from './paste_list.js';
import { hang, nameOf, onlyPictures } from './pictures.js';
import { quoted } from './quote.js';

/** Each picture becomes a touchpoint without a place, called as its file. @param {import('../model/commands.js').Commands} commands @param {File[]} files */
function layPictures(commands, files) {
  return hang(onlyPictures(files), (picture, file) => commands.addTouchpoint(null, { picture, name: nameOf(file) }));
}

/** Each line becomes a card without a place. @param {import('../model/commands.js').Commands} commands @param {string[]} lines */
export function layCards(commands, lines) {
  commands.together(() => lines.slice(0, MOST_LINES).forEach((text) => commands.addCard(null, null, { text })));
  announce(t('tray.laid', { count: Math.min(lines.length, MOST_LINES) }));
}

export class Ways extends Element {
  /** @override */
  static properties = { asQuote: { state: true } };

  constructor() {
    super();
    this.asQuote = true;
  }

  /** @override */
  topics() { return ['role', 'workshop']; }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    void styles('css/things.css');
  }

  /** @override */
  render() {
    if (this.session.readOnly) return nothing;
    const hint = t(this.asQuote ? 'tray.quote' : 'tray.note');
    const file = (/** @type {string} */ name, /** @type {string} */ words, /** @type {'environment'|null} */ camera) => html`<label class="button ${camera ? 'picture__camera' : ''}">${icon(name)}<span>${words}</span>
      <input class="visually-hidden" type="file" accept="image/*" capture=${camera ?? nothing} ?multiple=${!camera} @change=${this.#chosen}></label>`;
    return html`<div class="ways">${file('image', t('tray.addPictures'), null)}${file('camera', t('picture.camera'), 'environment')}
      <form class="ways__words" @submit=${this.#write}>
        <button class="button button--icon ways__quote" type="button" aria-pressed=${this.asQuote} aria-label=${t('tray.asQuote')} title=${t('tray.asQuote')} @click=${() => { this.asQuote = !this.asQuote; }}>${icon('quote')}</button>
        <input class="input" name="words" autocomplete="off" enterkeyhint="done" placeholder=${hint} aria-label=${hint} dir="auto" @paste=${this.#pasted}>
        <button class="button button--icon" type="submit" aria-label=${t('act.add')} title=${t('act.add')}>${icon('plus')}</button></form></div>`;
  }

  /** @param {Event} event */
  #chosen = (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    void layPictures(this.commands, [...(field.files ?? [])]);
    field.value = '';
  };

  /** @param {Event} event */
  #write = (event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const words = String(new FormData(form).get('words') ?? '').trim();
    if (words) this.#lay([words]);
    form.reset();
  };

  /** Several lines are several cards; one line is text like any other. @param {ClipboardEvent} event */
  #pasted = (event) => {
    const lines = linesOf(event.clipboardData?.getData('text/plain') ?? '');
    if (lines.length < 2) return;
    event.preventDefault();
    this.#lay(lines);
  };

  /** @param {string[]} lines */
  #lay(lines) {
    layCards(this.commands, this.asQuote ? lines.map(quoted) : lines);
  }
}

customElements.define('bb-ways', Ways);

// The whole profile of a persona: who they are, what moves them, the empathy map, scales, moods, their story. Who only looks reads it as a page.
import { html, nothing } from '#lit';
import { url } from '../../sync/pictures.js';
import { Element } from '../../ui/element.js';
import { t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';
import { toast } from '../../ui/toast.js';
import '../persona_heads.js';
import { COLORS, lookOf } from '../personas_compare.js';
import { empathyMap, hasEmpathy } from './empathy_map.js';
import { line, told } from './fields.js';
import { moodBoard, moodsOf } from './mood_board.js';
import { ownFields } from './own_fields.js';
import './picture_field.js';
import { scales } from './scale.js';
import './writing.js';

/** @typedef {import('../../model/schema.js').Persona} Persona */
/** @typedef {(field: string) => (value: any) => unknown} Set */

const WHO = ['age', 'gender', 'nationality', 'residence', 'occupation', 'income'];
const MOVED_BY = ['goals', 'values', 'needs', 'interests', 'motivation', 'fears', 'obstacles', 'behaviours', 'emotions'];

export class PersonaPanel extends Element {
  /** @override */
  static properties = { persona: {}, view: { attribute: false }, printing: { state: true } };

  constructor() {
    super();
    this.persona = '';
    /** @type {import('../items.js').View|null} */
    this.view = null;
    /** On paper it is the page of those who only look. */
    this.printing = false;
  }

  /** @override */
  topics() { return [`persona:${this.persona}`, 'personas', 'role', 'workshop']; }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('click', this.#chosen);
  }

  /** @override */
  disconnectedCallback() {
    document.removeEventListener('click', this.#chosen);
    super.disconnectedCallback();
  }

  /** @override */
  render() {
    const persona = this.board.persona(this.persona);
    if (!persona || !this.board.exists('personas', this.persona)) return html`<p class="panel__lead">${t('panel.gone')}</p>`;
    /** @type {Set} */
    const set = (field) => (value) => this.commands.setPersona(this.persona, field, value);
    const reading = this.session.readOnly || this.printing;
    return html`<div class="profile" style="--who: ${lookOf(this.board, persona.id).color}">${this.printing || this.board.personas().length < 2 ? nothing : html`<bb-persona-heads .chosen=${persona.id}></bb-persona-heads>`}${reading ? this.#page(persona) : this.#form(persona, set)}</div>`;
  }

  // To write

  /** @param {Persona} persona @param {Set} set */
  #form(persona, set) {
    const of = (/** @type {string} */ field) => `personas:${persona.id}:${field}`;
    const part = (/** @type {string} */ title, /** @type {unknown} */ body) => html`<details class="profile__part" open><summary>${t(title)}</summary><div>${body}</div></details>`;
    return html`${this.#tools(persona)}
      <div class="profile__head">
        <bb-picture .image=${persona.picture} .label=${t('persona.picture')} .describe=${persona.name ?? ''} .write=${set('picture')}></bb-picture>
        <div class="profile__who">
          ${line(t('persona.name'), persona.name, set('name'), { of: of('name') })}
          <bb-writing .root=${'personas'} .item=${persona.id} .name=${'quote'} .label=${t('persona.quote')} .hint=${t('persona.quoteHint')}></bb-writing>
          ${this.board.personas().length > 1 ? this.#colours(persona, set('color')) : nothing}
        </div>
      </div>
      ${part('persona.who', html`<div class="panel__triple">${WHO.map((field) => line(t(`persona.${field}`), persona[field], set(field), { of: of(field) }))}</div>`)}
      ${part('persona.empathy', empathyMap(persona, set, false))}
      ${part('persona.moved', html`<div class="panel__pair">${MOVED_BY.map((field) => line(t(`persona.${field}`), persona[field], set(field), { lines: 2, of: of(field) }))}</div>`)}
      ${part('persona.scales', scales(persona, set, false))}
      ${part('persona.moods', moodBoard(persona, set, false))}
      ${part('persona.story', html`<bb-writing .root=${'personas'} .item=${persona.id} .name=${'story'} .label=${t('persona.story')} .hint=${t('persona.storyHint')}></bb-writing>`)}
      ${part('own.title', ownFields(persona, (field, value) => set(field)(value), false))}`;
  }

  /** @param {Persona} persona */
  #tools(persona) {
    const ids = this.board.personas();
    const at = ids.indexOf(persona.id);
    const tool = (/** @type {string} */ name, /** @type {string} */ label, /** @type {() => unknown} */ run, off = false) => html`
      <button class="button button--quiet button--icon" type="button" aria-label=${label} title=${label} ?disabled=${off} @click=${run}>${icon(name)}</button>`;
    return html`<div class="profile__tools">
      ${isBegun(persona) ? html`<button class="button" type="button" @click=${this.#another}>${icon('user-plus')}${t('persona.another')}</button>` : nothing}
      ${ids.length > 1 ? html`${tool('arrow-left', t('persona.earlier'), () => this.commands.movePersona(persona.id, at - 1), at === 0)}
        ${tool('arrow-right', t('persona.later'), () => this.commands.movePersona(persona.id, at + 1), at === ids.length - 1)}` : nothing}
      <span class="profile__gap"></span>
      ${tool('printer', t('persona.print'), this.#print)}
      ${ids.length > 1 ? tool('trash-2', t('act.removeNamed', { name: lookOf(this.board, persona.id).name }), this.#remove) : nothing}
    </div>`;
  }

  /** By what she is told from the others. @param {Persona} persona @param {(value: string) => unknown} write */
  #colours({ id }, write) {
    const own = lookOf(this.board, id).color;
    return html`<div class="field"><span class="field__label" id="persona-colour">${t('persona.colour')}</span>
      <span class="colours" role="radiogroup" aria-labelledby="persona-colour">${COLORS.map((color, i) => html`<button class="colour" type="button" role="radio" aria-checked=${color === own} aria-label=${t('colour.nth', { n: i + 1 })} style="--tone: ${color}" @click=${() => write(color)}></button>`)}</span></div>`;
  }

  // To read

  /** @param {Persona} persona */
  #page(persona) {
    const none = () => undefined;
    const set = () => none;
    const part = (/** @type {string} */ title, /** @type {unknown} */ body, /** @type {boolean} */ known) => (known ? html`<section class="profile__part"><h3>${t(title)}</h3>${body}</section>` : nothing);
    const facts = (/** @type {string[]} */ fields) => html`<div class="panel__pair">${fields.map((field) => told(t(`persona.${field}`), persona[field]))}</div>`;
    const any = (/** @type {string[]} */ fields) => fields.some((field) => persona[field]);
    const has = (/** @type {string} */ prefix) => Object.keys(persona).some((key) => key.startsWith(prefix));
    return html`<header class="profile__head">
        ${persona.picture ? html`<img class="profile__picture" src=${url(persona.picture)} alt="">` : nothing}
        <div class="profile__who"><p class="profile__name">${persona.name || t('persona.unnamed')}</p>
          ${persona.quote ? html`<blockquote class="profile__quote" dir="auto">${t('persona.quoted', { quote: persona.quote })}</blockquote>` : nothing}
          ${facts(WHO)}</div>
        ${this.printing ? nothing : html`<button class="button button--quiet button--icon" type="button" aria-label=${t('persona.print')} title=${t('persona.print')} @click=${this.#print}>${icon('printer')}</button>`}
      </header>
      ${part('persona.empathy', empathyMap(persona, set, true), hasEmpathy(persona))}
      ${part('persona.moved', facts(MOVED_BY), any(MOVED_BY))}
      ${part('persona.scales', scales(persona, set, true), has('scale:'))}
      ${part('persona.story', html`<p class="profile__story" dir="auto">${persona.story}</p>`, persona.story !== '')}
      ${part('persona.moods', moodBoard(persona, set, true), moodsOf(persona).length > 0)}
      ${part('own.title', ownFields(persona, none, true), has('custom:'))}`;
  }

  /** The profile alone, on its own sheet. */
  #print = async () => {
    this.printing = true;
    document.body.dataset.print = 'persona';
    await this.updateComplete;
    await Promise.all([...this.querySelectorAll('img')].map((image) => image.decode().catch(() => {})));
    print();
    delete document.body.dataset.print;
    this.printing = false;
  };

  // Several

  #another = () => {
    const count = this.board.personas().length;
    const made = this.commands.together(() => {
      const id = this.commands.addPersona({ color: COLORS[count % COLORS.length] ?? '' });
      const [first] = this.board.personas();
      if (first && !this.board.persona(first)?.color) this.commands.setPersona(first, 'color', COLORS[0] ?? '');
      return id;
    });
    if (made) this.#show(made);
  };

  #remove = () => {
    const { persona } = this;
    this.commands.remove('personas', persona);
    this.#show(this.board.personas().find((id) => id !== persona) ?? '');
    toast(t('said.removed'), { label: t('app.undo'), run: () => { this.commands.restore('personas', persona); this.#show(persona); } });
  };

  /** A head that is pressed, here or on the board, turns both. @param {Event} event */
  #chosen = ({ target }) => {
    const { persona } = /** @type {HTMLElement|null} */ (/** @type {HTMLElement} */ (target).closest('[data-persona]'))?.dataset ?? {};
    if (persona) this.#turn(persona);
  };

  /** @param {string} id */
  #turn(id) {
    if (this.view) this.view.chosen = id;
    this.persona = id;
  }

  /** One that has just come, or comes after one that went. @param {string} id */
  async #show(id) {
    this.#turn(id);
    await this.updateComplete;
    /** @type {HTMLElement|null} */ (this.querySelector('bb-plain input'))?.focus();
  }
}

/** The next one can wait until one knows this one by anything. @param {Persona} persona */
function isBegun({ name, quote, picture }) {
  return Boolean(name || quote || picture);
}

customElements.define('bb-persona-panel', PersonaPanel);

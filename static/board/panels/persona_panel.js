// The whole profile of a persona: who they are, what moves them, the empathy map, scales, moods, their story.
import { html, nothing } from '#lit';
import { url } from '../../sync/pictures.js';
import { Element } from '../../ui/element.js';
import { t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';
import { toast } from '../../ui/toast.js';
import { hang } from '../pictures.js';
import { area, line } from './fields.js';
import { adder, ownFields } from './own_fields.js';
import './picture_field.js';
import './writing.js';

/** @typedef {import('../../model/schema.js').Persona} Persona */
/** @typedef {(field: string) => (value: any) => unknown} Set */

const WHO = ['age', 'gender', 'nationality', 'residence', 'occupation', 'income'];
const MOVED_BY = ['goals', 'values', 'needs', 'interests', 'motivation', 'fears', 'obstacles', 'behaviours', 'emotions'];
const EMPATHY = ['says', 'thinks', 'does', 'feels', 'gains', 'pains'];
const [SCALE, MOOD] = ['scale:', 'mood:'];
const MIDDLE = 50;
const COLORS = ['#1f5f99', '#b8235f', '#2e8b57', '#c2540a', '#7a4b9a', '#0f7b83'];

export class PersonaPanel extends Element {
  /** @override */
  static properties = { persona: {}, view: { attribute: false } };

  constructor() {
    super();
    this.persona = '';
    /** @type {import('../items.js').View|null} */
    this.view = null;
  }

  /** @override */
  topics() { return [`persona:${this.persona}`, 'personas', 'role', 'workshop']; }

  /** @override */
  render() {
    const persona = this.board.persona(this.persona);
    if (!persona || !this.board.exists('personas', this.persona)) return html`<p class="panel__lead">${t('panel.gone')}</p>`;
    const { readOnly } = this.session;
    /** @type {Set} */
    const set = (field) => (value) => this.commands.setPersona(this.persona, field, value);
    const part = (/** @type {string} */ title, /** @type {unknown} */ body, open = false) => html`<details ?open=${open || readOnly}><summary>${t(title)}</summary><div>${body}</div></details>`;
    return html`
      ${line(t('persona.name'), persona.name, set('name'), { readOnly })}
      <bb-picture .image=${persona.picture} .label=${t('persona.picture')} .describe=${persona.name ?? ''} .write=${set('picture')}></bb-picture>
      <bb-writing .root=${'personas'} .item=${this.persona} .name=${'quote'} .label=${t('persona.quote')} .hint=${t('persona.quoteHint')}></bb-writing>
      ${part('persona.who', html`<div class="panel__pair">${WHO.map((field) => line(t(`persona.${field}`), persona[field], set(field), { readOnly }))}</div>`, true)}
      ${part('persona.moved', MOVED_BY.map((field) => area(t(`persona.${field}`), persona[field], set(field), { readOnly })))}
      ${part('persona.empathy', html`<div class="empathy">${EMPATHY.map((field) => area(t(`persona.${field}`), persona[field], set(field), { readOnly }))}</div>`)}
      ${part('persona.scales', this.#scales(persona, set, readOnly))}
      ${part('persona.story', html`<bb-writing .root=${'personas'} .item=${this.persona} .name=${'story'} .label=${t('persona.story')} .hint=${t('persona.storyHint')}></bb-writing>`)}
      ${part('persona.moods', this.#moods(persona, set, readOnly))}
      ${part('own.title', ownFields(persona, (field, value) => set(field)(value), readOnly))}
      ${readOnly ? nothing : this.#several()}`;
  }

  /** @param {Persona} persona @param {Set} set @param {boolean} readOnly */
  #scales(persona, set, readOnly) {
    const keys = Object.keys(persona).filter((key) => key.startsWith(SCALE)).sort();
    return html`${keys.map((key) => {
      const label = key.slice(SCALE.length);
      return html`<div class="scale"><label for=${key}>${label}</label>
        <input id=${key} type="range" min="0" max="100" step="5" .value=${String(persona[key])} ?disabled=${readOnly} @change=${(/** @type {Event} */ event) => set(key)(Number(/** @type {HTMLInputElement} */ (event.target).value))}>
        <output for=${key}>${persona[key]}</output>
        ${readOnly ? nothing : html`<button class="button button--quiet button--icon" type="button" aria-label=${t('act.removeNamed', { name: label })} @click=${() => set(key)(null)}>${icon('x')}</button>`}</div>`;
    })}
    ${readOnly ? nothing : adder(t('persona.addScale'), t('persona.scaleExample'), (label) => set(SCALE + label)(MIDDLE))}`;
  }

  /** @param {Persona} persona @param {Set} set @param {boolean} readOnly */
  #moods(persona, set, readOnly) {
    const images = Object.keys(persona).filter((key) => key.startsWith(MOOD) && persona[key]).map((key) => key.slice(MOOD.length));
    const add = (/** @type {Event} */ event) => {
      const field = /** @type {HTMLInputElement} */ (event.target);
      for (const file of field.files ?? []) void hang(file, (image) => set(MOOD + image)(true));
      field.value = '';
    };
    return html`<div class="moods">${images.map((image) => html`<figure><img src=${url(image)} alt="">
        ${readOnly ? nothing : html`<button class="button button--icon" type="button" aria-label=${t('picture.remove')} @click=${() => set(MOOD + image)(null)}>${icon('x')}</button>`}</figure>`)}</div>
      ${readOnly ? nothing : html`<label class="button">${icon('image')}${t('persona.addMood')}<input class="visually-hidden" type="file" accept="image/*" multiple @change=${add}></label>`}`;
  }

  #several() {
    const count = this.board.personas().length;
    return html`<div class="picture__acts persona-more">
      <button class="button" type="button" @click=${this.#another}>${icon('user-plus')}${t('persona.another')}</button>
      ${count > 1 ? html`<button class="button button--quiet button--danger" type="button" @click=${this.#remove}>${icon('trash-2')}${t('act.remove')}</button>` : nothing}
    </div>`;
  }

  #another = () => {
    const count = this.board.personas().length;
    const id = this.commands.addPersona({ color: COLORS[count % COLORS.length] ?? '' });
    if (!id) return;
    for (const first of this.board.personas().slice(0, 1)) if (!this.board.persona(first)?.color) this.commands.setPersona(first, 'color', COLORS[0] ?? '');
    if (this.view) this.view.chosen = id;
    this.persona = id;
  };

  #remove = () => {
    const { persona } = this;
    this.commands.remove('personas', persona);
    this.persona = this.board.personas().find((id) => id !== persona) ?? '';
    toast(t('said.removed'), { label: t('app.undo'), run: () => this.commands.restore('personas', persona) });
  };
}

customElements.define('bb-persona-panel', PersonaPanel);

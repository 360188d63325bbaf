// Channels and departments: chosen from what the group has, or made on the spot.
import { html, nothing } from '#lit';
import { Element } from '../../ui/element.js';
import { t } from '../../ui/i18n.js';
import { styles } from '../../ui/styles.js';
import { openPanel } from '../../ui/panel.js';
import { told } from './fields.js';

const NEW = '+';
/** Colours for what people make themselves, taken in turn. */
export const COLORS = ['#1f6fb5', '#7b3fa0', '#0f7b83', '#9a5b1e', '#c2540a', '#2e8b57', '#8a6d00', '#b8235f', '#5f7a14', '#44546a'];

export class LabelField extends Element {
  /** @override */
  static properties = { root: {}, label: {}, value: {}, write: { attribute: false }, adding: { state: true } };

  constructor() {
    super();
    /** @type {'channels'|'departments'} */
    this.root = 'channels';
    this.label = '';
    /** @type {string|undefined} */
    this.value = undefined;
    /** @type {(id: string|null) => unknown} */
    this.write = () => {};
    this.adding = false;
  }

  /** @override */
  topics() { return [this.root]; }

  /** @override */
  render() {
    const all = this.root === 'channels' ? this.board.channels() : this.board.departments();
    const chosen = all.find(({ id }) => id === this.value);
    if (this.session.readOnly) return told(this.label, chosen?.name);
    if (this.adding) return this.#maker(all);
    return html`<label class="field"><span class="field__label">${this.label}</span>
      <select class="input" @change=${this.#choose}>
        <option value="" ?selected=${!chosen}>${t('field.none')}</option>
        ${all.map(({ id, name, code }) => html`<option value=${id} ?selected=${id === this.value}>${name}${code && this.root === 'departments' ? ` (${code})` : ''}</option>`)}
        <option value=${NEW}>${t(`${this.root}.new`)}</option>
      </select></label>
      <button class="button button--quiet labels__manage" type="button" aria-haspopup="dialog" @click=${() => openLabels(this.root)}>${t(`${this.root}.manage`)}</button>`;
  }

  /** Who names what is there already means that one. @param {import('../../model/schema.js').Label[]} all */
  #maker(all) {
    const save = (/** @type {Event} */ event) => {
      event.preventDefault();
      const name = new FormData(/** @type {HTMLFormElement} */ (event.target)).get('name')?.toString().trim();
      const same = all.find((label) => label.name.toLowerCase() === name?.toLowerCase());
      const made = same?.id ?? (name ? makeLabel(this.commands, this.root, name, all.length) : null);
      if (made) this.write(made);
      void this.#turn(false);
    };
    const leave = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      void this.#turn(false);
    };
    return html`<form class="field" @submit=${save} @keydown=${leave}><label class="field__label" for="new-${this.root}">${t(`${this.root}.new`)}</label>
      <span class="inline-add"><input class="input" id="new-${this.root}" name="name" autocomplete="off"><button class="button" type="submit">${t('act.add')}</button></span></form>${nothing}`;
  }

  /** @param {Event} event */
  #choose = async (event) => {
    const { value } = /** @type {HTMLSelectElement} */ (event.target);
    if (value === NEW) await this.#turn(true);
    else this.write(value || null);
  };

  /** To the field for a new one, or back to the choice. @param {boolean} adding */
  async #turn(adding) {
    this.adding = adding;
    await this.updateComplete;
    /** @type {HTMLElement|null} */ (this.querySelector('input, select'))?.focus();
  }
}

/** @param {'channels'|'departments'} [root] @param {HTMLElement} [from] */
export async function openLabels(root = 'channels', from = undefined) {
  await Promise.all([import('./labels_panel.js'), styles('css/things.css')]);
  openPanel({ name: 'labels', title: t('labels.title'), body: () => html`<bb-labels-panel .root=${root}></bb-labels-panel>` }, from);
}

/** @param {import('../../model/commands.js').Commands} commands @param {'channels'|'departments'} root @param {string} name @param {number} count how many there are */
export function makeLabel(commands, root, name, count) {
  const fields = { name, color: COLORS[count % COLORS.length] ?? '', code: shortOf(name) };
  return root === 'channels' ? commands.addChannel(fields) : commands.addDepartment(fields);
}

/** A short name as people would make it. @param {string} name */
function shortOf(name) {
  const words = name.split(/[\s/-]+/u).filter(Boolean);
  return (words.length > 1 ? words.map((word) => word[0]).join('') : name.slice(0, 3)).toUpperCase().slice(0, 4);
}

customElements.define('bb-label', LabelField);

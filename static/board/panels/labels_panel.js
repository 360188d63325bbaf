// Channels and departments of this board: their names, short names, colours and order; two made one; what the method knows and nobody uses yet.
import { html, nothing, repeat } from '#lit';
import { Element } from '../../ui/element.js';
import { t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';
import { announce } from '../../ui/live.js';
import { openMenu } from '../../ui/menu.js';
import { toast } from '../../ui/toast.js';
import { line } from './fields.js';
import { COLORS, makeLabel } from './labels.js';
import { adder } from './own_fields.js';

/** @typedef {'channels'|'departments'} LabelRoot */
/** @typedef {import('../../model/schema.js').Label} Label */

/** @type {readonly LabelRoot[]} */
const ROOTS = ['channels', 'departments'];
const FIELD = /** @type {const} */ ({ channels: 'channel', departments: 'department' });
const MOST_LETTERS = 6; // of a short name

export class LabelsPanel extends Element {
  /** @override */
  static properties = { root: {}, coloured: { state: true } };

  constructor() {
    super();
    /** @type {LabelRoot} */
    this.root = 'channels';
    /** Whose colours are laid out. */
    this.coloured = '';
    /** How many touchpoints have which label. @type {Map<string, number>} */
    this.uses = new Map();
  }

  /** @override */
  topics() { return [...ROOTS, 'role', 'workshop', 'bin', 'unplaced', 'activities', ...this.#touchpoints().map((id) => `touchpoint:${id}`)]; }

  /** @override */
  render() {
    const labels = this.#labels();
    this.uses = this.#count();
    const { readOnly } = this.session;
    return html`<div class="segments" role="tablist" aria-label=${t('labels.title')}>${ROOTS.map((root) => html`<button class="segment" type="button" role="tab" aria-selected=${root === this.root} tabindex=${root === this.root ? 0 : -1} @click=${() => { this.root = root; }} @keydown=${this.#turn}>${t(`labels.${root}`)}</button>`)}</div>
      <p class="panel__lead">${t(`labels.${this.root}.lead`)}</p>
      <ul class="lane-list">${repeat(labels, ({ id }) => id, (label, i) => this.#label(label, i, labels, readOnly))}</ul>
      ${readOnly ? nothing : html`${this.#missing(labels)}
        <div class="field"><span class="field__label">${t(`labels.${this.root}.own`)}</span>${adder(t(`labels.${this.root}.add`), t(`labels.${this.root}.example`), (name) => makeLabel(this.commands, this.root, name, labels.length))}</div>`}`;
  }

  #labels() { return this.root === 'channels' ? this.board.channels() : this.board.departments(); }

  /** All that are not in the bin. @returns {string[]} */
  #touchpoints() {
    return [...this.board.root('touchpoints').keys()].filter((id) => this.board.exists('touchpoints', id));
  }

  #count() {
    const uses = new Map();
    for (const touchpoint of this.#touchpoints()) {
      const label = this.board.map('touchpoints', touchpoint)?.get(FIELD[this.root]);
      if (label) uses.set(label, (uses.get(label) ?? 0) + 1);
    }
    return uses;
  }

  /** @param {string} id */
  #users(id) {
    return this.#touchpoints().filter((touchpoint) => this.board.touchpoint(touchpoint)?.[FIELD[this.root]] === id);
  }

  /** @param {Label} label @param {number} i @param {Label[]} all @param {boolean} readOnly */
  #label(label, i, all, readOnly) {
    const { id, name, code, color } = label;
    const count = this.uses.get(id);
    const used = html`<span class="label-item__uses">${count ? t('labels.uses', { count }) : t('labels.unused')}</span>`;
    if (readOnly) return html`<li class="label-item"><span class="swatch" style="--tone: ${color}"></span><span>${name}${code ? ` (${code})` : ''}</span>${used}</li>`;
    const set = (/** @type {string} */ field) => (/** @type {string|null} */ value) => (this.root === 'channels' ? this.commands.setChannel(id, field, value) : this.commands.setDepartment(id, field, value));
    const laid = this.coloured === id;
    return html`<li class="label-item">
      <button class="colour" type="button" style="--tone: ${color || 'var(--muted)'}" aria-label=${t('labels.colour', { name })} title=${t('labels.colour', { name })} aria-expanded=${laid} @click=${() => { this.coloured = laid ? '' : id; }}></button>
      ${line(t('labels.name', { name }), name, (value) => value && set('name')(value), { of: `${this.root}:${id}:name` })}
      ${line(t('labels.code', { name }), code, set('code'), { code: MOST_LETTERS, placeholder: t('labels.short'), of: `${this.root}:${id}:code` })}
      <button class="button button--quiet button--icon" type="button" aria-haspopup="menu" aria-label=${t('labels.more', { name })} @click=${(/** @type {Event} */ event) => this.#menu(label, i, all, /** @type {HTMLElement} */ (event.currentTarget))}>${icon('ellipsis-vertical')}</button>
      ${used}
      ${laid ? this.#palette(color, set('color')) : nothing}</li>`;
  }

  /** @param {string} color @param {(color: string|null) => unknown} write */
  #palette(color, write) {
    return html`<div class="colours label-item__colours" role="radiogroup" aria-label=${t('labels.colours')}>${COLORS.map((own, i) => html`<button class="colour" type="button" role="radio" aria-checked=${own === color} aria-label=${t('colour.nth', { n: i + 1 })} style="--tone: ${own}" @click=${() => write(own)}></button>`)}
      <label class="colour colour--free" title=${t('labels.free')}><input type="color" .value=${color || COLORS[0] || ''} aria-label=${t('labels.free')} @change=${(/** @type {Event} */ { target }) => write(/** @type {HTMLInputElement} */ (target).value)}></label></div>`;
  }

  /** @param {Label} label @param {number} i @param {Label[]} all @param {HTMLElement} anchor */
  #menu(label, i, all, anchor) {
    const { name } = label;
    const others = all.filter(({ id }) => id !== label.id);
    const move = (/** @type {number} */ to) => {
      if (this.commands.moveLabel(this.root, label.id, to)) announce(t('said.dropped', { place: t('place.nth', { n: to + 1, count: all.length }) }));
    };
    openMenu(anchor, t('labels.more', { name }), [
      ...(i > 0 ? [{ label: t('labels.up'), icon: 'arrow-up', act: () => move(i - 1) }] : []),
      ...(i < all.length - 1 ? [{ label: t('labels.down'), icon: 'arrow-down', act: () => move(i + 1) }] : []),
      ...(others.length ? [{ label: t('labels.merge'), icon: 'layers', act: () => openMenu(anchor, t('labels.merge'), others.map((other) => ({ label: other.name || '–', icon: 'arrow-right', act: () => this.#merge(label, other) }))) }] : []),
      'line',
      { label: t('act.remove'), icon: 'trash-2', danger: true, act: () => this.#remove(label) },
    ]);
  }

  /** All touchpoints of the one become the other's, in one act. @param {Label} label @param {Label} other */
  #merge(label, other) {
    const users = this.#users(label.id);
    this.commands.together(() => {
      for (const id of users) this.commands.setTouchpoint(id, FIELD[this.root], other.id);
      this.commands.remove(this.root, label.id);
    });
    const { root } = this;
    const back = () => this.commands.together(() => {
      this.commands.restore(root, label.id);
      for (const id of users) if (this.board.touchpoint(id)?.[FIELD[root]] === other.id) this.commands.setTouchpoint(id, FIELD[root], label.id);
    });
    toast(t('labels.merged', { name: label.name, other: other.name }), { label: t('app.undo'), run: back });
  }

  /** Its touchpoints show none from now on; out of the bin it is theirs again. @param {Label} label */
  #remove(label) {
    const { root } = this;
    this.commands.remove(root, label.id);
    toast(t('said.removed'), { label: t('app.undo'), run: () => this.commands.restore(root, label.id) });
  }

  /** Typical channels that are not on this board. @param {Label[]} labels */
  #missing(labels) {
    if (this.root !== 'channels') return nothing;
    const names = new Set(labels.map(({ name }) => name.toLowerCase()));
    const typical = t('channels.typical').split('|').map((entry, i) => ({ entry: entry.split('='), color: COLORS[i % COLORS.length] ?? '' }));
    const missing = typical.filter(({ entry: [, name = ''] }) => !names.has(name.toLowerCase()));
    if (!missing.length) return nothing;
    return html`<div class="field"><span class="field__label">${t('labels.missing')}</span><div class="starters starters--small">${missing.map(({ entry: [code = '', name = ''], color }) => html`<button class="starter" type="button" @click=${() => this.#bring(name, code, color)}>+ ${name}</button>`)}</div></div>`;
  }

  /** Out of the bin, if it was thrown away: then its touchpoints have it again. @param {string} name @param {string} code @param {string} color */
  #bring(name, code, color) {
    const thrown = this.board.bin().find(({ root, id }) => root === 'channels' && this.board.item('channels', id)?.name === name);
    if (thrown) this.commands.restore('channels', thrown.id);
    else this.commands.addChannel({ name, code, color });
  }

  /** @param {KeyboardEvent} event */
  #turn = (event) => {
    if (!['ArrowLeft', 'ArrowRight'].includes(event.key)) return;
    event.preventDefault();
    this.root = this.root === 'channels' ? 'departments' : 'channels';
    void this.updateComplete.then(() => /** @type {HTMLElement|null} */ (this.querySelector('[aria-selected="true"]'))?.focus());
  };
}

customElements.define('bb-labels-panel', LabelsPanel);

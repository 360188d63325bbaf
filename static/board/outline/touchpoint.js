// A touchpoint in the outline: its name, how it feels, its marks, by which channel and who is behind it.
import { html, nothing } from '#lit';
import { url } from '../../sync/pictures.js';
import { Element } from '../../ui/element.js';
import { t } from '../../ui/i18n.js';
import { FACES, smiley } from '../../ui/icons.js';
import { line, more } from './entry.js';
import { marks } from './marks.js';

/** @typedef {import('../../model/schema.js').Touchpoint} Thing */

export class OutlineTouchpoint extends Element {
  /** @override */
  static properties = { touchpoint: {} };

  constructor() {
    super();
    this.touchpoint = '';
  }

  /** @override */
  topics() { return [`touchpoint:${this.touchpoint}`, 'channels', 'departments', 'role', 'workshop']; }

  /** @override */
  render() {
    const thing = this.board.touchpoint(this.touchpoint);
    if (!thing) return nothing;
    const ref = /** @type {const} */ ({ root: 'touchpoints', id: this.touchpoint });
    const { readOnly } = this.session;
    const label = t('touchpoint.title');
    return html`<div class="entry">${thing.picture ? html`<img class="entry__picture" src=${url(thing.picture)} alt="" loading="lazy" decoding="async">` : nothing}
        ${line(ref, label, { field: 'name', hint: t('touchpoint.hint') })}${more(ref, label, readOnly)}</div>
      <div class="entry__facts">${this.#feeling(thing, readOnly)}${marks(this, ref, thing)}${this.#about(thing)}</div>`;
  }

  /** @param {Thing} thing @param {boolean} readOnly */
  #feeling({ smiley: face }, readOnly) {
    if (readOnly) return face ? html`<span class="feeling">${smiley(face)}${t(`smiley.${face}`)}</span>` : nothing;
    const choose = (/** @type {Event} */ event) => this.commands.setTouchpoint(this.touchpoint, 'smiley', Number(/** @type {HTMLSelectElement} */ (event.target).value) || null);
    return html`<span class="feeling ${face ? '' : 'is-unset'}">${smiley(face ?? 0)}<select class="feeling__choice" aria-label=${t('touchpoint.smiley')} .value=${String(face ?? '')} @change=${choose}>
      <option value="" ?selected=${!face}>${t('touchpoint.smiley')}</option>
      ${FACES.map((value) => html`<option value=${value} ?selected=${value === face}>${t(`smiley.${value}`)}</option>`)}</select></span>`;
  }

  /** @param {Thing} thing */
  #about({ channel, department, responsible }) {
    const by = channel ? this.board.channel(channel) : null;
    const behind = department ? this.board.department(department) : null;
    return html`${by ? html`<span class="chip" lang=${this.board.language} style=${`--tone: ${by.color || '#44546a'}`}>${by.name}</span>` : nothing}
      ${behind || responsible ? html`<span class="entry__note" lang=${this.board.language}>${[behind?.name, responsible].filter(Boolean).join(', ')}</span>` : nothing}`;
  }
}

customElements.define('bb-outline-touchpoint', OutlineTouchpoint);

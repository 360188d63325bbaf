// The bin: what was taken off the board, the newest first; one press brings it back to where it stood.
import { html } from '#lit';
import { Element } from '../../ui/element.js';
import { ago, t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';
import { focusOn } from '../acts.js';
import { toneOf } from '../kinds.js';
import { thrown } from '../thrown.js';

/** @typedef {import('../../model/schema.js').Root} Root */

export class BinPanel extends Element {
  /** @override */
  static properties = { view: { attribute: false } };

  constructor() {
    super();
    /** @type {import('../items.js').View|null} */
    this.view = null;
  }

  /** @override */
  topics() { return ['bin', 'role', 'workshop']; }

  /** @override */
  render() {
    const things = thrown(this.board);
    if (!things.length) return html`<p class="panel__lead">${t('bin.empty')}</p>`;
    return html`<p class="panel__lead">${t('bin.lead')}</p>
      <ul class="bin-list">${things.map(({ root, id, deleted, words }) => html`
        <li class="bin-item" style=${toneOf(this.board, root, id)}><span>${words}<br><small>${t(`bin.${root}`)} · ${ago(deleted, this.session.now())}</small></span>
          <button class="button" type="button" aria-label=${`${t('bin.back')}: ${words}`} @click=${() => this.#back(root, id)}>${icon('undo-2')}${t('bin.back')}</button></li>`)}</ul>`;
  }

  /** @param {Root} root @param {string} id */
  #back(root, id) {
    this.commands.restore(root, id);
    if (this.view) void focusOn(this.view, { root, id });
  }
}

customElements.define('bb-bin-panel', BinPanel);

// The bar above the board: home, title, saved, undo and redo, who is here, invite, agenda and the menu with all the rest.
import { html, nothing } from '#lit';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { asset, icon } from '../ui/icons.js';
import { panelButton, togglePanelNamed } from './panels.js';
import './crowd.js';
import './saved.js';
import './title.js';

export class Bar extends Element {
  /** @override */
  static properties = { names: { attribute: false } };

  constructor() {
    super();
    /** What undo and redo would take back, in words. @type {{undo?: string, redo?: string}} */
    this.names = {};
  }

  /** @override */
  topics() { return ['undo', 'role', 'workshop', 'closed']; }

  /** @override */
  render() {
    const { undo, role } = this.session;
    const writes = role !== 'follower';
    return html`
      <a class="bar__home" href="/" aria-label=${t('app.home')} title=${t('app.home')}><img src=${asset('img/icon.svg')} alt="" width="28" height="28"></a>
      <bb-title></bb-title>
      <bb-saved></bb-saved>
      <span class="bar__space"></span>
      ${writes ? html`<div class="bar__group" role="group" aria-label=${t('bar.acts')}>
        ${tool('undo-2', this.names.undo ?? t('app.undo'), () => undo.undo(), !undo.canUndo)}
        ${tool('redo-2', this.names.redo ?? t('app.redo'), () => undo.redo(), !undo.canRedo, 'bar__wide')}
      </div>` : nothing}
      <bb-crowd></bb-crowd>
      ${role === 'moderator' ? panelButton('agenda', 'list-checks', t('agenda.title'), 'bar__wide') : nothing}
      ${writes ? panelButton('share', 'user-plus', t('share.open'), 'button--main bar__invite') : nothing}
      <button class="button button--quiet button--icon" type="button" aria-haspopup="menu" aria-expanded="false"
        aria-label=${t('menu.open')} title=${t('menu.title')} @click=${this.#openMenu}>${icon('ellipsis-vertical')}</button>`;
  }

  /** @param {Event} event */
  #openMenu = async (event) => {
    const button = /** @type {HTMLElement} */ (event.currentTarget);
    const { mainMenu } = await import('./main_menu.js');
    mainMenu(button, this.session, (name) => void togglePanelNamed(name, button));
  };
}

/** @param {string} name @param {string} label @param {() => unknown} act @param {boolean} off @param {string} [classes] */
function tool(name, label, act, off, classes = '') {
  return html`<button class="button button--quiet button--icon ${classes}" type="button" aria-label=${label} title=${label} aria-disabled=${String(off)}
    @click=${() => !off && act()}>${icon(name)}</button>`;
}

customElements.define('bb-bar', Bar);

// The keys of the board in one list.
import { html } from '#lit';
import { t } from '../../ui/i18n.js';

const KEYS = [
  ['← ↑ → ↓', 'keys.walk'], ['Enter', 'keys.write'], ['Esc', 'keys.leave'], ['N', 'keys.new'], ['O', 'keys.open'], ['Space', 'keys.lift'],
  ['Del', 'keys.remove'], ['Alt + 1 … 5', 'keys.smiley'], ['P', 'keys.pain'], ['M', 'keys.moment'], ['1 … 9', 'keys.rate'], ['Ctrl + Z', 'keys.undo'], ['Shift + F10', 'keys.menu'],
];

export function keysHelp() {
  return html`<dl class="keys">${KEYS.map(([key, words]) => html`<div><dt><kbd>${key === 'Space' ? t('keys.space') : key}</kbd></dt><dd>${t(words ?? '')}</dd></div>`)}</dl>`;
}

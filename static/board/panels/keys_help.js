// The keys of the board in one list.
import { html } from '#lit';
import { t } from '../../ui/i18n.js';

const KEYS = [
  ['← ↑ → ↓', 'keys.walk'], ['Enter', 'keys.write'], ['Esc', 'keys.leave'], ['N', 'keys.new'], ['O', 'keys.open'], ['C', 'keys.comment'], ['Space', 'keys.lift'],
  ['Shift + ← ↑ → ↓', 'keys.range'], ['Ctrl + Space', 'keys.select'], ['Ctrl + C, X, V', 'keys.clipboard'], ['Ctrl + D', 'keys.duplicate'],
  ['Del', 'keys.remove'], ['Alt + 1 … 5', 'keys.smiley'], ['P', 'keys.pain'], ['M', 'keys.moment'], ['1 … 9, 0', 'keys.rate'], ['/', 'keys.find'], ['+ −', 'keys.zoom'], ['F', 'keys.fit'], ['Ctrl + Z', 'keys.undo'], ['Shift + F10', 'keys.menu'],
];

/** What keyboards call a key. @param {string} keys */
export const named = (keys) => keys.replace(/Space|Ctrl|Shift|Del|PgUp|PgDn/g, (key) => t(`keys.${key.toLowerCase()}`));

export function keysHelp() {
  return html`<dl class="keys" tabindex="0">${KEYS.map(([key, words]) => html`<div><dt><kbd>${named(key ?? '')}</kbd></dt><dd>${t(words ?? '')}</dd></div>`)}</dl>`;
}

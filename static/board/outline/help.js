// The keys of the outline.
import { html } from '#lit';
import { t } from '../../ui/i18n.js';
import { named } from '../panels/keys_help.js';

const KEYS = /** @type {const} */ ([
  ['Enter', 'outline.keys.next'], ['↑ ↓', 'outline.keys.walk'], ['Alt + ↑ ↓', 'outline.keys.move'], ['Alt + PgUp, PgDn', 'outline.keys.leap'],
  ['Alt + Del', 'keys.remove'], ['→ ←', 'outline.keys.starter'], ['Alt + 1 … 5', 'keys.smiley'], ['Ctrl + Z', 'keys.undo'],
]);

export function help() {
  return html`<details class="outline__help"><summary>${t('keys.title')}</summary>
    <dl class="keys">${KEYS.map(([key, words]) => html`<div><dt><kbd>${named(key)}</kbd></dt><dd>${t(words)}</dd></div>`)}</dl></details>`;
}

// The panels of the room, each loaded when it is first opened.
import { html } from '#lit';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { togglePanel } from '../ui/panel.js';
import { styles } from '../ui/styles.js';

/** @type {Record<string, {title: string, load: () => Promise<unknown>, body: () => unknown}>} */
const PANELS = {
  people: { title: 'people.title', load: () => import('./people.js'), body: () => html`<bb-people></bb-people>` },
  share: { title: 'share.title', load: () => import('./share.js'), body: () => html`<bb-share></bb-share>` },
  device: { title: 'device.title', load: () => import('./device.js'), body: () => html`<bb-device></bb-device>` },
  agenda: { title: 'agenda.title', load: () => import('./agenda.js'), body: () => html`<bb-agenda></bb-agenda>` },
  snapshots: { title: 'snapshots.title', load: () => import('./snapshots.js'), body: () => html`<bb-snapshots></bb-snapshots>` },
  commit: { title: 'commit.title', load: () => import('./commit.js'), body: () => html`<bb-commit></bb-commit>` },
  refused: { title: 'refused.title', load: () => import('./refused.js'), body: () => html`<bb-refused></bb-refused>` },
};

/** A button that opens a panel, or puts it away; where it is narrow it goes without its word. @param {string} panel @param {string} sign @param {string} label @param {string} classes */
export function panelButton(panel, sign, label, classes) {
  return html`<button class="button ${classes}" type="button" aria-expanded="false" data-panel=${panel} @click=${showPanel}>${icon(sign)}<span class="bar__word">${label}</span></button>`;
}

/** Opens the panel that a button names in `data-panel`, or puts it away. @param {Event} event */
export function showPanel(event) {
  const button = /** @type {HTMLElement} */ (event.currentTarget);
  return togglePanelNamed(button.dataset.panel ?? '', button);
}

/** @param {string} name @param {HTMLElement|null} [opener] */
export async function togglePanelNamed(name, opener = null) {
  const panel = PANELS[name];
  if (!panel) throw new Error(`no panel ${name}`);
  await Promise.all([panel.load(), styles('css/panels.css')]);
  togglePanel({ name, title: t(panel.title), body: panel.body }, opener);
}

// What opens beside the board: all that is known of a thing, the profile of the persona, the rows, the bin, the keys.
import { html } from '#lit';
import { t } from '../ui/i18n.js';
import { openPanel, togglePanel } from '../ui/panel.js';
import { styles } from '../ui/styles.js';
import { editAt } from './acts.js';
import { oneOf } from './kinds.js';

/** The frame and what stands in it. */
const dressed = () => Promise.all(['css/panels.css', 'css/things.css'].map(styles));

/** @typedef {import('./items.js').View} View */
/** @typedef {import('./items.js').Ref} Ref */

/** @param {View} view @param {Ref} ref @param {HTMLElement} [from] */
export async function openThing(view, ref, from) {
  const opener = /** @type {HTMLElement|null} */ (from?.closest('[data-item]') ?? from ?? null);
  const name = `${ref.root}:${ref.id}`;
  switch (ref.root) {
    case 'touchpoints':
      await Promise.all([import('./panels/touchpoint_panel.js'), dressed()]);
      return openPanel({ name, title: t('touchpoint.title'), body: () => html`<bb-touchpoint-panel .touchpoint=${ref.id} .view=${view}></bb-touchpoint-panel>` }, opener);
    case 'activities':
      await Promise.all([import('./panels/activity_panel.js'), dressed()]);
      return openPanel({ name, title: t('activity.title'), body: () => html`<bb-activity-panel .activity=${ref.id}></bb-activity-panel>` }, opener);
    case 'cards': {
      const lane = view.board.lane(view.board.card(ref.id)?.lane ?? '');
      await Promise.all([import('./panels/card_panel.js'), dressed()]);
      return openPanel({ name, title: lane ? oneOf(lane) : t('card.title'), body: () => html`<bb-card-panel .card=${ref.id}></bb-card-panel>` }, opener);
    }
    case 'personas': return openProfile(view, ref.id, from);
    default: if (opener) editAt(view, opener);
  }
}

/** @param {View} view @param {string|null} id @param {HTMLElement} [from] */
export async function openProfile(view, id, from) {
  const persona = id ?? view.commands.addPersona({});
  if (!persona) return;
  await Promise.all([import('./panels/persona_panel.js'), dressed()]);
  openPanel({ name: `personas:${persona}`, title: t('persona.title'), body: () => html`<bb-persona-panel .persona=${persona} .view=${view}></bb-persona-panel>` }, from);
}

/** The sheet to draw on; who may only look gets the activity with its picture. @param {View} view @param {string} activity @param {HTMLElement} from */
export async function openSketch(view, activity, from) {
  if (view.readOnly) return openThing(view, { root: 'activities', id: activity }, from);
  return (await import('./panels/sketch_sheet.js')).openSketch(activity, from);
}

/** @param {HTMLElement} [from] */
export async function openJourney(from) {
  await Promise.all([import('./panels/journey_panel.js'), dressed()]);
  togglePanel({ name: 'journey', title: t('journey.title'), body: () => html`<bb-journey-panel></bb-journey-panel>` }, from);
}

/** The journey's panel, at the field that says who is responsible. */
export async function openOwner() {
  await openJourney();
  await /** @type {import('./panels/journey_panel.js').JourneyPanel|null} */ (document.querySelector('bb-journey-panel'))?.writeOwner();
}

/** @param {View} view @param {HTMLElement} [from] */
export async function openLanes(view, from) {
  await Promise.all([import('./panels/lanes_panel.js'), dressed()]);
  togglePanel({ name: 'lanes', title: t('lanes.title'), body: () => html`<bb-lanes-panel></bb-lanes-panel>` }, from);
}

/** @param {View} view @param {HTMLElement} [from] */
export async function openBin(view, from) {
  await Promise.all([import('./panels/bin_panel.js'), dressed()]);
  togglePanel({ name: 'bin', title: t('bin.title'), body: () => html`<bb-bin-panel .view=${view}></bb-bin-panel>` }, from);
}

export async function openKeys() {
  const [{ keysHelp }] = await Promise.all([import('./panels/keys_help.js'), dressed()]);
  openPanel({ name: 'keys', title: t('keys.title'), body: keysHelp });
}

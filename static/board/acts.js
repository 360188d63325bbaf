// What a press on the board does. Elements say it with `data-act`; the rare acts are loaded when first asked for.
import { t } from '../ui/i18n.js';
import { announce } from '../ui/live.js';
import { cellOf, drawn, elementOf, parseRef, refOf, settled } from './items.js';
import { typicalStages } from './kinds.js';

/** @typedef {import('./items.js').Surface} View */
/** @typedef {import('./items.js').Ref} Ref */
/** @typedef {import('./items.js').View} AnyView */
/** @typedef {import('./text_field.js').TextField} TextField */
/** @typedef {(view: View, element: HTMLElement, event: Event) => unknown} Act */

/** @type {Record<string, Act>} */
const ACTS = {
  edit: (view, element) => editAt(view, element),
  open: (view, element) => openAt(view, element),
  menu: async (view, element) => (await import('./item_menu.js')).openItemMenu(view, element),
  marks: async (view, element) => (view.readOnly ? undefined : (await import('./faces.js')).openFaces(view, element)),
  persona: async (view, element) => (await import('./panels.js')).openProfile(view, view.persona, element),
  journey: async (_view, element) => (await import('./panels.js')).openJourney(element),
  sketch: async (view, element) => (await import('./panels.js')).openSketch(view, cellOf(element)?.activity ?? '', element),
  'add-sketch': async (view, element) => (await import('./panels.js')).openSketch(view, cellOf(element)?.activity ?? '', element),
  'choose-persona': (view, element) => { view.chosen = element.dataset.persona ?? null; },
  series: (view, element) => { view.series = /** @type {any} */ (element.dataset.series); },
  'add-stage': (view, element) => addStage(view, element.dataset.title),
  'all-stages': (view) => stay(view, view.commands.together(() => typicalStages().map((title) => view.commands.addStage(title)))?.[0]),
  'add-activity': (view, element) => addActivity(view, stageOf(element), element.dataset.opening ?? ''),
  'add-card': (view, element) => addCard(view, cellOf(element)),
  'add-touchpoint': (view, element) => addTouchpoint(view, cellOf(element)?.activity ?? null),
  lanes: async (view, element) => (await import('./panels.js')).openLanes(view, element),
  bin: async (view, element) => (await import('./panels.js')).openBin(view, element),
  'add-loose': (view) => addActivity(view, null),
};

/** Runs the act that an element names, or another one on it. @param {View} view @param {HTMLElement} element @param {Event} event @param {string} [name] */
export function act(view, element, event, name = element.dataset.act ?? '') {
  return ACTS[name]?.(view, element, event);
}

/** Opens the text of a thing; in the outline it is open always. @param {AnyView} view @param {HTMLElement} element */
export function editAt(view, element) {
  const thing = /** @type {HTMLElement|null} */ (element.closest('[data-item]'));
  const field = /** @type {TextField|null} */ (element.closest('bb-text') ?? thing?.querySelector('bb-text') ?? null);
  if (field) field.edit();
  else thing?.focus();
}

/** Opens what else is known of a thing beside the board; for what has nothing more, its text. @param {View} view @param {HTMLElement} element */
export async function openAt(view, element) {
  const ref = refOf(element);
  if (!ref) return;
  const { openThing } = await import('./panels.js');
  openThing(view, ref, element);
}

/** One's own is to be named at once; what is typical has its name, and the focus stays on it, for the offer may go. @param {View} view @param {string} [title] @param {string} [after] */
export function addStage(view, title = '', after = undefined) {
  if (!title) return add(view, 'stages', () => view.commands.addStage('', after));
  return stay(view, view.commands.addStage(title));
}

/** @param {View} view @param {string|null} [stage] */
function stay(view, stage) {
  return stage ? focusOn(view, { root: 'stages', id: stage }) : null;
}

/** @param {View} view @param {string|null} stage @param {string} [text] @param {number} [index] */
export function addActivity(view, stage, text = '', index = undefined) {
  return add(view, 'activities', () => view.commands.addActivity(stage, { text, ...(index === undefined ? {} : { index }) }));
}

/** @param {View} view @param {{activity: string, lane: string}|null} cell @param {number} [index] @param {string} [text] */
export function addCard(view, cell, index = undefined, text = '') {
  if (!cell) return null;
  return add(view, 'cards', () => view.commands.addCard(cell.activity || null, cell.lane || null, { text, ...(index === undefined ? {} : { index }) }));
}

/** @param {View} view @param {string|null} activity @param {number} [index] */
export function addTouchpoint(view, activity, index = undefined) {
  return add(view, 'touchpoints', () => view.commands.addTouchpoint(activity, index === undefined ? {} : { index }));
}

/** Makes a thing and opens its text at once. @param {View} view @param {Ref['root']} root @param {() => string|null} make */
async function add(view, root, make) {
  const id = make();
  if (!id) return id;
  await editNew(view, { root, id });
  return id;
}

/** @param {View} view @param {Ref} ref */
async function editNew(view, ref) {
  view.reach?.(ref);
  const field = await drawn(() => /** @type {TextField|null} */ (elementOf(view, ref)?.querySelector('bb-text') ?? null));
  field?.edit({ fresh: true });
  field?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/** Puts the focus on a thing as soon as it is drawn. @param {AnyView} view @param {Ref} ref */
export async function focusOn(view, ref) {
  view.reach?.(ref);
  await settled(); // what was moved is another element now
  const element = await drawn(() => elementOf(view, ref));
  element?.focus();
  element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/** @param {AnyView} view @param {'undo'|'redo'} direction */
export async function takeBack(view, direction) {
  const { undo } = view.session;
  if (!undo[direction]()) return;
  const { last } = undo;
  if (last && view.board.exists(last.root, last.id)) await focusOn(view, /** @type {Ref} */ (last));
}

/** Moves a thing to the bin, and the focus to its neighbour. @param {View} view @param {Ref} ref */
export function discard(view, ref) {
  const goOn = neighbour(view, ref);
  if (view.commands.remove(ref.root, ref.id) === null) return;
  goOn();
  announce(t('said.removed'));
}

/** Brings the focus, when things are gone, to the next of their kind in their place, else to the one before, else to the place or its offer. @param {View} view @param {import('./items.js').Load} load */
export function neighbour(view, { root, id, ids = [id] }) {
  const own = elementOf(view, { root, id: ids.at(-1) ?? id });
  const place = own?.closest('.cell:not(.row--activities *), .shelf, .row, .legs, .stage-page, .tray__items');
  const all = [...(place?.querySelectorAll(`[data-item^="${root}:"]`) ?? [])].map((element) => ({ element, ref: /** @type {Ref} */ (refOf(element)) }));
  const at = all.findIndex(({ element }) => element === own);
  const stays = (/** @type {{ref: Ref}} */ { ref }) => !ids.includes(ref.id);
  const next = all.slice(at + 1).find(stays) ?? all.slice(0, at).findLast(stays);
  const stop = /** @type {HTMLElement|null|undefined} */ (place?.matches('[tabindex]') ? place : place?.querySelector('.plus'));
  return () => void (next ? focusOn(view, next.ref) : stop?.focus({ preventScroll: true }));
}

/** The stage that a press belongs to: of its chevron, or of the place below it. @param {HTMLElement} element @returns {string|null} */
function stageOf(element) {
  const place = /** @type {HTMLElement|null} */ (element.closest('[data-stage]'));
  if (place) return place.dataset.stage ?? null;
  const thing = /** @type {HTMLElement|null} */ (element.closest('[data-item]'));
  return thing ? parseRef(thing.dataset.item ?? '').id : null;
}

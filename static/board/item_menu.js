// The menu of a thing: all that one can do with it, so that nothing needs a drag, a hover or a key.
import { t } from '../ui/i18n.js';
import { toast } from '../ui/toast.js';
import { openMenu } from '../ui/menu.js';
import { addActivity, discard, editAt, focusOn } from './acts.js';
import { elementOf, refOf } from './items.js';
import { openFaces } from './faces.js';
import { explain } from './hints.js';
import { openMove } from './panels/move.js';
import { openThing, openLanes } from './panels.js';

/** @typedef {import('./board.js').BoardView} View */
/** @typedef {import('./items.js').Ref} Ref */
/** @typedef {import('../ui/menu.js').MenuEntry} Entry */

/** @param {View} view @param {HTMLElement} from */
export function openItemMenu(view, from) {
  const ref = refOf(from);
  if (!ref || view.readOnly) return;
  const element = elementOf(view, ref) ?? from;
  const anchor = /** @type {HTMLElement} */ (from.matches('.more') ? from : element.querySelector(':scope > .more, .stage__grip > .more') ?? element);
  openMenu(anchor, t('act.more'), entriesOf(view, ref, element));
}

/** @param {View} view @param {Ref} ref @param {HTMLElement} element @returns {Entry[]} */
function entriesOf(view, ref, element) {
  const write = { label: t(ref.root === 'stages' || ref.root === 'lanes' ? 'act.rename' : 'act.edit'), icon: 'pencil', act: () => editAt(view, element) };
  const details = { label: t('act.details'), icon: 'info', act: () => openThing(view, ref, element) };
  const move = { label: t('act.move'), icon: 'move', act: () => openMove(view, ref, element) };
  const copy = { label: t('act.copy'), icon: 'copy', act: () => void duplicate(view, ref) };
  const remove = { label: t('act.remove'), icon: 'trash-2', danger: true, act: () => removeKindly(view, ref) };
  switch (ref.root) {
    case 'activities': return [write, details, ...hintPart(view, element), ...activityPart(view, ref), 'line', move, copy, remove];
    case 'touchpoints': return [write, details, { label: t('touchpoint.rate'), icon: 'smile', act: () => void openFaces(view, element) }, 'line', move, copy, remove];
    case 'cards': return [write, details, ...hintPart(view, element), ...actionPart(view, ref), 'line', move, copy, remove];
    case 'stages': return [write, { label: t('activity.add'), icon: 'plus', act: () => void addActivity(view, ref.id) }, { label: t('stage.addAfter'), icon: 'plus', act: () => void addStage(view, ref) }, 'line', move, remove];
    case 'lanes': return [write, ...lanePart(view, ref, element), 'line', move];
    default: return [];
  }
}

/** @param {View} view @param {HTMLElement} element @returns {Entry[]} */
function hintPart(view, element) {
  const mark = /** @type {HTMLElement|null} */ (element.querySelector(':scope > .hint'));
  return mark ? [{ label: t('hint.open'), icon: 'info', act: () => explain(view, mark) }] : [];
}

/** @param {View} view @param {Ref} ref @returns {Entry[]} */
function activityPart(view, { id }) {
  const activity = view.board.activity(id);
  const mark = (/** @type {'painPoint'|'momentOfTruth'|'decision'} */ field, /** @type {string} */ icon) => ({
    label: t(field === 'decision' ? 'activity.decision' : `mark.${field}`), icon, ...(activity?.[field] ? { checked: true } : {}),
    act: () => view.commands.setActivity(id, field, activity?.[field] ? null : true),
  });
  return [
    { label: t('activity.addAfter'), icon: 'plus', act: () => void addActivity(view, activity?.stage ?? null, '', place(view, id) + 1) },
    'line', mark('painPoint', 'zap'), mark('momentOfTruth', 'star'), mark('decision', 'waypoints'),
  ];
}

/** A pain point, an insight or an idea becomes an action that knows where it came from. @param {View} view @param {Ref} ref @returns {Entry[]} */
function actionPart(view, { id }) {
  const card = view.board.card(id);
  const lane = view.board.lanes({ all: true }).find(({ kind }) => kind === 'action');
  if (!card?.activity || !lane || card.lane === lane.id) return [];
  return [{ label: t('act.toAction'), icon: 'list-checks', act: () => void makeAction(view, card, lane) }];
}

/** @param {View} view @param {Ref} ref @param {HTMLElement} element @returns {Entry[]} */
function lanePart(view, { id }, element) {
  return [
    { label: t('lane.hide'), icon: 'eye-off', act: () => hide(view, id) },
    { label: t('tools.lanes'), icon: 'layers', act: () => openLanes(view, element) },
  ];
}

/** @param {View} view @param {import('../model/schema.js').Card} card @param {import('./kinds.js').Lane} lane */
async function makeAction(view, card, lane) {
  const made = view.commands.together(() => {
    if (lane.hidden) view.commands.hideLane(lane.id, false);
    return view.commands.addCard(card.activity, lane.id, { from: card.id, text: '' });
  });
  if (made) await focusOn(view, { root: 'cards', id: made }).then(() => editAt(view, /** @type {HTMLElement} */ (elementOf(view, { root: 'cards', id: made }))));
}

/** @param {View} view @param {Ref} ref */
async function duplicate(view, ref) {
  const id = view.commands.duplicate(ref.root, ref.id);
  if (id) await focusOn(view, { root: ref.root, id });
}

/** @param {View} view @param {Ref} ref */
async function addStage(view, ref) {
  const id = view.commands.addStage('', ref.id);
  if (id) await focusOn(view, { root: 'stages', id }).then(() => editAt(view, /** @type {HTMLElement} */ (elementOf(view, { root: 'stages', id }))));
}

/** What stood in a stage or under an activity is not gone but waits in the tray; one press brings it all back. @param {View} view @param {Ref} ref */
function removeKindly(view, ref) {
  discard(view, ref);
  toast(t('said.removed'), { label: t('app.undo'), run: () => { view.commands.restore(ref.root, ref.id); void focusOn(view, ref); } });
}

/** @param {View} view @param {string} id */
function hide(view, id) {
  view.commands.hideLane(id, true);
  toast(t('lane.hidden'), { label: t('app.undo'), run: () => view.commands.hideLane(id, false) });
}

/** @param {View} view @param {string} id */
function place(view, id) {
  const stage = view.board.activity(id)?.stage;
  return stage ? view.board.activitiesOf(stage).indexOf(id) : -1;
}


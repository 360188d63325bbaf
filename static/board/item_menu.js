// The menu of a thing: all that one can do with it, so that nothing needs a drag, a hover or a key.
import { t } from '../ui/i18n.js';
import { toast } from '../ui/toast.js';
import { openMenu } from '../ui/menu.js';
import { addActivity, addStage, discard, editAt, focusOn } from './acts.js';
import { describe } from './comments/thing.js';
import { elementOf, keyOf, refOf } from './items.js';
import { openFaces } from './faces.js';
import { explain } from './hints.js';
import { openLabels } from './panels/labels.js';
import { openMove } from './panels/move.js';
import { openThing, openLanes } from './panels.js';
import { copyByHand, pasteByHand } from './clipboard.js';
import { selectable } from './selection.js';
import { actsOn, discardAll, duplicateAll } from './several.js';
import { splitPart } from './split.js';

/** @typedef {import('./items.js').Surface} View */
/** @typedef {import('./items.js').Ref} Ref */
/** @typedef {import('../ui/menu.js').MenuEntry} Entry */

/** @param {View} view @param {HTMLElement} from */
export function openItemMenu(view, from) {
  const ref = refOf(from);
  if (!ref || view.readOnly) return;
  const element = elementOf(view, ref) ?? from;
  const anchor = /** @type {HTMLElement} */ (from.matches('.more') ? from : element.querySelector(':scope > .more, .stage__grip > .more') ?? element);
  const load = view.grasp?.selection.held(ref);
  if (load?.ids) openMenu(anchor, t('act.more'), actsOn(view, () => load));
  else openMenu(anchor, describe(view.board, keyOf(ref)).words || t('act.more'), entriesOf(view, ref, element));
}

/** @param {View} view @param {Ref} ref @param {HTMLElement} element @returns {Entry[]} */
function entriesOf(view, ref, element) {
  const write = { label: t(ref.root === 'stages' || ref.root === 'lanes' ? 'act.rename' : 'act.edit'), icon: 'pencil', act: () => editAt(view, element) };
  const details = { label: t('act.details'), icon: 'info', act: () => openThing(view, ref, element) };
  const comment = { label: t('comments.add'), icon: 'message-circle', hint: touched() ? undefined : 'C', act: () => void element.dispatchEvent(new CustomEvent('bb-comment', { bubbles: true })) };
  const move = { label: t('act.move'), icon: 'move', act: () => openMove(view, ref, element) };
  const along = view.along?.(ref) ?? [];
  const copy = handPart(view, ref, element);
  const remove = { label: t('act.remove'), icon: 'trash-2', danger: true, act: () => removeKindly(view, ref) };
  switch (ref.root) {
    case 'activities': return [write, details, comment, ...hintPart(view, ref, element), ...splitPart(view, ref), ...activityPart(view, ref), 'line', ...along, move, ...copy, remove];
    case 'touchpoints': return [write, details, comment, { label: t('touchpoint.rate'), icon: 'smile', act: () => void openFaces(view, element) }, ...splitPart(view, ref), 'line', ...along, move, ...copy, remove];
    case 'cards': return [write, details, comment, ...hintPart(view, ref, element), ...splitPart(view, ref), ...actionPart(view, ref), 'line', ...along, move, ...copy, remove];
    case 'stages': return [write, comment, { label: t('activity.add'), icon: 'plus', act: () => void addActivity(view, ref.id) }, { label: t('stage.addAfter'), icon: 'plus', act: () => void addStage(view, '', ref.id) }, 'line', ...along, move, remove];
    case 'personas': return [{ ...details, act: () => openThing(view, ref, element.querySelector(/** @type {'button'} */ ('.persona__open')) ?? element) }];
    case 'lanes': return [write, ...lanePart(view, ref, element), 'line', move];
    default: return [];
  }
}

/** What the hand can do that keys do too: a second one, the clipboard, several at once. @param {View} view @param {Ref} ref @param {HTMLElement} element @returns {Entry[]} */
function handPart(view, ref, element) {
  const { selection } = view.grasp ?? {};
  return [
    { label: t('act.copy'), icon: 'copy', hint: keys('D'), act: () => void duplicateAll(view, ref) },
    ...(selection && selectable(ref) ? [{ label: t('act.select'), icon: 'square-check', act: () => selection.toggle(ref) }] : []),
    'line',
    { label: t('act.clip'), icon: 'clipboard', hint: keys('C'), act: () => void copyByHand(view, ref) },
    { label: t('act.cut'), icon: 'scissors', hint: keys('X'), act: () => void copyByHand(view, ref, true) },
    { label: t('act.paste'), icon: 'clipboard-paste', hint: keys('V'), act: () => void pasteByHand(view, element) },
    'line',
  ];
}

/** The keys for it, where there are keys. @param {string} letter */
function keys(letter) {
  if (touched()) return undefined;
  return /Mac/.test(navigator.platform) ? `⌘ ${letter}` : `${t('keys.ctrl')} + ${letter}`;
}

const touched = () => matchMedia('(pointer: coarse)').matches;

/** @param {View} view @param {Ref} ref @param {HTMLElement} element @returns {Entry[]} */
function hintPart(view, ref, element) {
  return element.querySelector(':scope > .hint') ? [{ label: t('hint.open'), icon: 'info', act: () => explain(view, ref) }] : [];
}

/** @param {View} view @param {Ref} ref @returns {Entry[]} */
function activityPart(view, { id }) {
  const activity = view.board.activity(id);
  const mark = (/** @type {'painPoint'|'momentOfTruth'|'decision'} */ field, /** @type {string} */ icon) => ({
    label: t(field === 'decision' ? 'activity.decision' : `mark.${field}`), icon, checked: Boolean(activity?.[field]),
    act: () => view.commands.setActivity(id, field, activity?.[field] ? null : true),
  });
  const kind = (/** @type {'goal'|'experience'} */ name, /** @type {string} */ icon) => ({
    label: t(`activity.${name}`), icon, checked: activity?.kind === name,
    act: () => view.commands.setActivity(id, 'kind', activity?.kind === name ? null : name),
  });
  return [
    { label: t('activity.addAfter'), icon: 'plus', act: () => void addActivity(view, activity?.stage ?? null, '', place(view, id) + 1) },
    'line', mark('painPoint', 'bolt'), mark('momentOfTruth', 'star'), mark('decision', 'waypoints'), kind('goal', 'target'), kind('experience', 'lightbulb'),
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
    ...(view.board.lane(id)?.kind === 'touchpoint' ? [{ label: t('labels.title'), icon: 'square', act: () => void openLabels('channels', element) }] : []),
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


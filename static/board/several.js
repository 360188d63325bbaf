// What is done to one thing or to several at once: each is one act, one step of undo.
import { t } from '../ui/i18n.js';
import { announce } from '../ui/live.js';
import { toast } from '../ui/toast.js';
import { discard, focusOn, neighbour } from './acts.js';
import { kindsOf, topmost } from './bundle.js';
import { copyByHand } from './clipboard.js';
import { elementOf } from './items.js';
import { openMove } from './panels/move.js';
import { NOWHERE } from './drop_place.js';

/** @typedef {import('./items.js').Surface} View */
/** @typedef {import('./items.js').Ref} Ref */
/** @typedef {import('./items.js').Load} Load */
/** @typedef {import('./clip.js').Root} Root */
/** @typedef {{label: string, icon: string, act: () => void, checked?: boolean, danger?: boolean}} Act */

const MARKS = /** @type {const} */ ([['painPoint', 'bolt'], ['momentOfTruth', 'star']]);

/** What menus and the bar offer for all that is selected. @param {View} view @param {() => Load|null} load asked when it is done @returns {Act[]} */
export function actsOn(view, load) {
  const on = (/** @type {(load: Load) => unknown} */ act) => () => {
    const held = load();
    if (held) act(held);
  };
  const now = load();
  const copy = { label: t('act.clip'), icon: 'clipboard', act: on((held) => copyByHand(view, held)) };
  if (view.readOnly) return [copy];
  return [
    now?.also ? { label: t('act.toTray'), icon: 'inbox', act: on((held) => layAside(view, held)) }
      : { label: t('act.move'), icon: 'move', act: on((held) => openMove(view, held, elementOf(view, held) ?? view.scroller)) },
    copy,
    { label: t('act.cut'), icon: 'scissors', act: on((held) => copyByHand(view, held, true)) },
    ...(now ? marksOf(view, now).map(({ field, icon, checked }) => ({ label: t(`mark.${field}`), icon, checked, act: on((held) => markAll(view, held, field, !checked)) })) : []),
    { label: t('act.copy'), icon: 'copy', act: on((held) => void duplicateAll(view, held)) },
    { label: t('act.remove'), icon: 'trash-2', danger: true, act: on((held) => discardAll(view, held)) },
  ];
}

/** The marks that all of them can bear, and whether all do. @param {View} view @param {Load} load */
function marksOf({ board }, load) {
  const refs = refsOf(load);
  if (refs.some(({ root }) => root === 'cards')) return [];
  return MARKS.map(([field, icon]) => ({ field, icon, checked: refs.every(({ root, id }) => board.item(root, id)?.[field] === true) }));
}

/** Marks all, or none if all are marked; false where not all can be. @param {View} view @param {Load} load @param {'painPoint'|'momentOfTruth'} field */
export function toggleMark(view, load, field) {
  const mark = marksOf(view, load).find((each) => each.field === field);
  if (mark) markAll(view, load, field, !mark.checked);
  return mark !== undefined;
}

/** @param {View} view @param {Load} load @param {'painPoint'|'momentOfTruth'} field @param {boolean} marked */
function markAll({ commands }, load, field, marked) {
  const value = marked || null;
  const done = commands.together(() => refsOf(load).map(({ root, id }) => (root === 'activities' ? commands.setActivity(id, field, value) : commands.setTouchpoint(id, field, value))));
  if (done) announce(t(marked ? `mark.${field}` : 'mark.gone'));
}

/** Things of several kinds have one place in common: the tray. @param {View} view @param {Load} load */
function layAside({ commands }, load) {
  const done = commands.together(() => kindsOf(load).map(({ root, id, ids = [id] }) => {
    const kind = /** @type {keyof typeof NOWHERE} */ (root);
    return commands.moveAll(kind, ids, [...NOWHERE[kind]], Infinity);
  }));
  if (done) announce(t('said.dropped', { place: t('place.tray') }));
}

/** @param {Load} load @returns {import('./items.js').Ref[]} */
function refsOf(load) {
  return kindsOf(load).flatMap(({ root, id, ids = [id] }) => ids.map((each) => ({ root, id: each })));
}

/** To the bin, and the focus to what stood beside. @param {View} view @param {Load} load */
export function discardAll(view, load) {
  const refs = refsOf(load);
  if (refs.length < 2) return discard(view, load);
  const { commands } = view;
  const goOn = neighbour(view, load);
  if (commands.together(() => refs.map(({ root, id }) => commands.remove(root, id))) === null) return;
  goOn();
  const words = t('select.removed', { count: refs.length });
  toast(words, { label: t('app.undo'), run: () => {
    commands.together(() => refs.forEach(({ root, id }) => commands.restore(root, id)));
    void focusOn(view, load);
  } });
}

/** Copies of several stand together behind the last of them in their place, as they stood. @param {View} view @param {Load} load */
export async function duplicateAll(view, load) {
  const kinds = topmost(view.board, load);
  const made = view.commands.together(() => kinds.flatMap(({ root, ids }) => copiesOf(view, root, ids).map((id) => ({ root, id }))));
  const [first] = made ?? [];
  if (!made || !first) return;
  await focusOn(view, first);
  if (made.length > 1) view.grasp?.selection.set(made);
}

/** @param {View} view @param {Root} root @param {readonly string[]} ids */
function copiesOf({ board, commands }, root, ids) {
  const placeOf = (/** @type {string} */ each) => board.map(root, each)?.get('place')?.replace(/[^|]*$/, '');
  const last = new Map(ids.map((each) => [placeOf(each), each]));
  return ids.toReversed().map((each) => commands.duplicate(root, each, last.get(placeOf(each)))).filter((copy) => copy !== null).toReversed();
}

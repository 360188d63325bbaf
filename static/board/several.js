// What is done to one thing or to several at once: each is one act, one step of undo.
import { t } from '../ui/i18n.js';
import { toast } from '../ui/toast.js';
import { discard, focusOn } from './acts.js';
import { copyByHand } from './clipboard.js';
import { elementOf, refOf } from './items.js';
import { openMove } from './panels/move.js';

/** @typedef {import('./items.js').Surface} View */
/** @typedef {import('./items.js').Ref} Ref */
/** @typedef {import('./items.js').Load} Load */
/** @typedef {{label: string, icon: string, act: () => void, danger?: boolean}} Act */

/** What menus and the bar offer for all that is selected. @param {View} view @param {() => Load|null} load asked when it is done @returns {Act[]} */
export function actsOn(view, load) {
  const on = (/** @type {(load: Load) => unknown} */ act) => () => {
    const held = load();
    if (held) act(held);
  };
  const copy = { label: t('act.clip'), icon: 'clipboard', act: on((held) => copyByHand(view, held)) };
  if (view.readOnly) return [copy];
  return [
    { label: t('act.move'), icon: 'move', act: on((held) => openMove(view, held, elementOf(view, held) ?? view.scroller)) },
    copy,
    { label: t('act.copy'), icon: 'copy', act: on((held) => void duplicateAll(view, held)) },
    { label: t('act.remove'), icon: 'trash-2', danger: true, act: on((held) => discardAll(view, held)) },
  ];
}

/** To the bin, and the focus to what stood beside. @param {View} view @param {Load} load */
export function discardAll(view, load) {
  const { root, id, ids = [id] } = load;
  if (ids.length < 2) return discard(view, load);
  const { commands } = view;
  const near = neighbour(view, load);
  if (commands.together(() => ids.map((each) => commands.remove(root, each))) === null) return;
  near?.focus({ preventScroll: true });
  const words = t('select.removed', { count: ids.length });
  toast(words, { label: t('app.undo'), run: () => {
    commands.together(() => ids.forEach((each) => commands.restore(root, each)));
    void focusOn(view, load);
  } });
}

/** Copies of several stand together behind the last of them in their place, as they stood. @param {View} view @param {Load} load */
export async function duplicateAll(view, { root, id, ids = [id] }) {
  const { board, commands } = view;
  const placeOf = (/** @type {string} */ each) => board.map(root, each)?.get('place')?.replace(/[^|]*$/, '');
  const last = new Map(ids.map((each) => [placeOf(each), each]));
  const copies = commands.together(() => ids.toReversed().map((each) => commands.duplicate(root, each, last.get(placeOf(each)))));
  const made = (copies ?? []).filter((copy) => copy !== null).toReversed();
  const [first] = made;
  if (!first) return;
  await focusOn(view, { root, id: first });
  if (made.length > 1) view.grasp?.selection.set(/** @type {'cards'} */ (root), made);
}

/** The next thing that is not carried; else the place itself. @param {View} view @param {Load} load @returns {HTMLElement|null} */
function neighbour(view, load) {
  const { root, ids = [load.id] } = load;
  const own = elementOf(view, { root, id: ids.at(-1) ?? load.id });
  const cell = /** @type {HTMLElement|null} */ (own?.closest('.cell') ?? null);
  const others = /** @type {HTMLElement[]} */ ([...(cell?.querySelectorAll(`[data-item^="${root}:"]`) ?? [])]).filter((element) => !ids.includes(refOf(element)?.id ?? ''));
  return others[0] ?? cell;
}

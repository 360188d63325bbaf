// Before and after its neighbours, by a press, for who does not drag.
import { focusOn } from '../board/acts.js';
import { nudged } from '../board/outline/reading_order.js';
import { placeOf, put, say } from '../board/places.js';
import { t } from '../ui/i18n.js';
import { announce } from '../ui/live.js';

/** @typedef {import('../board/items.js').Ref} Ref */
/** @typedef {import('./phone.js').Phone} View */

/** The entries of a thing's menu. @param {View} view @param {Ref} ref @returns {import('../ui/menu.js').MenuEntry[]} */
export function along(view, ref) {
  return [
    { label: t('outline.up'), icon: 'arrow-up', act: () => void nudge(view, ref, -1) },
    { label: t('outline.down'), icon: 'arrow-down', act: () => void nudge(view, ref, 1) },
  ];
}

/** @param {View} view @param {Ref} ref @param {1|-1} by */
export async function nudge(view, ref, by) {
  const { board, commands } = view;
  const to = nudged(board, ref, by);
  if (to && !put(commands, ref, to)) return;
  announce(say(board, ref, to ?? placeOf(board, ref)));
  await focusOn(view, ref);
}

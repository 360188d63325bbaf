// The menu of a thing in the outline: all that keys can do, for who presses instead.
import { t } from '../../ui/i18n.js';
import { openMenu } from '../../ui/menu.js';
import { focusOn } from '../acts.js';
import { explain } from '../hints.js';
import { copyByHand, copyable, pasteByHand } from '../clipboard.js';
import { elementOf, keyOf } from '../items.js';
import { openThing } from '../panels.js';
import { openMove } from '../panels/move.js';

/** @typedef {import('../items.js').Ref} Ref */
/** @typedef {import('../../ui/menu.js').MenuEntry} Entry */

/** @param {import('./outline.js').Outline} view @param {Ref} ref @param {HTMLElement} anchor */
export function openEntryMenu(view, ref, anchor) {
  const { typing } = view;
  const details = { label: t('act.details'), icon: 'info', act: () => void openThing(view, ref, anchor) };
  if (ref.root === 'personas') return openMenu(anchor, t('act.more'), [details]);
  /** @type {Entry[]} */
  const entries = [
    { label: t('outline.up'), icon: 'arrow-up', hint: 'Alt + ↑', act: () => void typing.nudge(ref, -1) },
    { label: t('outline.down'), icon: 'arrow-down', hint: 'Alt + ↓', act: () => void typing.nudge(ref, 1) },
    { label: t('act.move'), icon: 'move', act: () => void openMove(view, ref, anchor) },
    'line',
    { label: t('comments.add'), icon: 'message-circle', act: () => void anchor.dispatchEvent(new CustomEvent('bb-comment', { bubbles: true, detail: { thing: keyOf(ref) } })) },
    ...(view.querySelector(`.hint[data-of="${CSS.escape(keyOf(ref))}"]`) ? [{ label: t('hint.open'), icon: 'info', act: () => explain(view, ref) }] : []),
    ...(ref.root === 'stages' ? [] : [details, { label: t('act.copy'), icon: 'copy', act: () => void copy(view, ref) }]),
    ...(copyable(ref) ? /** @type {Entry[]} */ (['line', { label: t('act.clip'), icon: 'clipboard', act: () => void copyByHand(view, ref) }, { label: t('act.cut'), icon: 'scissors', act: () => void copyByHand(view, ref, true) }]) : []),
    { label: t('act.paste'), icon: 'clipboard-paste', act: () => void pasteByHand(view, elementOf(view, ref) ?? anchor) },
    'line',
    { label: t('act.remove'), icon: 'trash-2', danger: true, act: () => typing.discard(ref) },
  ];
  openMenu(anchor, t('act.more'), entries);
}

/** @param {import('./outline.js').Outline} view @param {Ref} ref */
async function copy(view, { root, id }) {
  const made = view.commands.duplicate(root, id);
  if (made) await focusOn(view, { root, id: made });
}

// A list pasted into a text stays text; if it has several lines, one press makes a card of each, at once or later by the thing's menu.
import { t } from '../ui/i18n.js';
import { toast } from '../ui/toast.js';
import { focusOn } from './acts.js';
import { makeOf } from './clipboard.js';
import { refOf } from './items.js';
import { MOST_LINES, linesOf } from './paste_list.js';
import { placesFor, spotOf } from './paste_place.js';

/** @typedef {import('./items.js').View} View */
/** @typedef {import('./clip.js').Root} Root */

const SPLIT = new Set(['cards', 'touchpoints', 'activities']);

/** The menu's way: all that is written in a thing. @param {View} view @param {import('./items.js').Ref} ref @returns {import('../ui/menu.js').MenuEntry[]} */
export function splitPart(view, { root, id }) {
  const text = SPLIT.has(root) ? wordsOf(view, root, id) : '';
  const lines = linesOf(text).slice(0, MOST_LINES);
  return lines.length < 2 ? [] : [{ label: t(`list.split.${root}`, { n: lines.length }), icon: 'menu', act: () => split(view, /** @type {Root} */ (root), id, text, lines) }];
}

/** @param {View} view @param {HTMLTextAreaElement} field that has got the text @param {string} pasted */
export function offer(view, field, pasted) {
  const text = pasted.replace(/\r\n?/g, '\n');
  const lines = linesOf(text).slice(0, MOST_LINES);
  const ref = refOf(field);
  if (lines.length < 2 || !ref || !SPLIT.has(ref.root) || view.readOnly) return;
  const spot = spotOf(view.board, field);
  const root = /** @type {Root} */ (ref.root);
  if (!spot || !placesFor(view.board, root, spot, null)) return;
  toast(t(`list.offer.${root}`, { count: lines.length }), { label: t('list.make'), run: () => split(view, root, ref.id, text, lines) });
}

/** The text keeps what else is written in it, and the first line. @param {View} view @param {Root} root @param {string} id @param {string} text @param {string[]} lines */
function split(view, root, id, text, [first = '', ...others]) {
  const { board, commands } = view;
  const written = wordsOf(view, root, id);
  const whole = written.includes(text) ? text : text.trim();
  const spot = { ...placed(board, root, id), thing: { root, id } };
  const made = commands.together(() => {
    if (written.includes(whole)) commands.setText(root, id, fieldOf(root), kept(written, whole, first));
    return makeOf(view, root, spot, written.includes(whole) ? others : [first, ...others]);
  });
  const last = made?.at(-1);
  if (last) void focusOn(view, { root, id: last });
}

/** What else is written there, before and after, stays apart from the first line, also where the same is written twice. @param {string} written @param {string} whole @param {string} first */
function kept(written, whole, first) {
  const at = written.indexOf(whole);
  return [written.slice(0, at), first, written.slice(at + whole.length)].map((part) => part.trim()).filter(Boolean).join(' ');
}

/** @param {View} view @param {import('./items.js').Root} root @param {string} id */
function wordsOf({ board }, root, id) {
  return board.exists(root, id) ? board.text(root, id, fieldOf(root))?.toString() ?? '' : '';
}

/** @param {import('./items.js').Root} root */
const fieldOf = (root) => (root === 'touchpoints' ? 'name' : 'text');

/** @param {import('../model/board.js').Board} board @param {Root} root @param {string} id */
function placed(board, root, id) {
  const item = board.item(root, id);
  const stands = root === 'activities' ? item?.stage : item?.activity;
  return { stage: item?.stage ?? null, activity: root === 'activities' ? id : item?.activity ?? null, lane: item?.lane ?? null, loose: !stands };
}

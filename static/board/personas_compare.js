// Several personas on one map: by what each is known (colour, letters, kind of line), and the strings of those who are not chosen.
import { initials } from '../ui/disc.js';
import { t } from '../ui/i18n.js';

/** @typedef {import('../model/board.js').Board} Board */
/** `letters` and `dash` (a stroke-dasharray, in widths of the line) say without colour whose it is. @typedef {{persona: string, name: string, letters: string, color: string, dash: string}} Look */
/** @typedef {Look & {values: (number|null)[]}} Companion */

/** Told apart by colour-blind people too; each stands on paper and on the ground, light and dark. */
export const COLORS = ['#2b6cb0', '#c2338a', '#2a8a57', '#c2570c', '#8257c4', '#0e8490'];
const DASHES = ['', '5 2', '1 2', '5 2 1 2', '8 2 3 2', '3 2 1 2 1 2'];

/** By what a persona is known on this board. @param {Board} board @param {string} id @returns {Look} */
export function lookOf(board, id) {
  const at = Math.max(0, board.personas().indexOf(id));
  const { name, color } = board.persona(id) ?? {};
  return {
    persona: id,
    name: name || t('persona.unnamed'),
    letters: name ? initials(name) : String(at + 1),
    color: color || (COLORS[at % COLORS.length] ?? ''),
    dash: DASHES[at % DASHES.length] ?? '',
  };
}

/** The outside view of all personas but the chosen one, a value for each column. @param {Board} board @param {string|null} chosen null: the first @returns {Companion[]} */
export function companions(board, chosen) {
  const all = board.personas();
  const own = chosen ?? all[0];
  return all.filter((id) => id !== own).map((id) => ({ ...lookOf(board, id), values: board.series(id, 'outside') }));
}

// What on the board is told in the customer's own voice, and the words of the board's language for it.
import { SPOKEN } from '../text/voice.js';
import { asset } from '../ui/icons.js';
import { head } from '../ui/page.js';

/** @typedef {import('../text/voice.js').Kind} Kind */
/** @typedef {import('../text/voice.js').Words} Words */
/** @typedef {import('./items.js').Ref} Ref */

/** @type {Map<string, Promise<Words|null>>} */
const coming = new Map();

/** The kind of a thing on the board that is told in the first person; null for all others. @param {import('../model/board.js').Board} board @param {Ref|null} ref @returns {Kind|null} */
export function spokenKind(board, ref) {
  if (!ref || !board.exists(ref.root, ref.id)) return null; // in the bin, nobody asks for other words
  if (ref.root === 'activities') return 'activity';
  const lane = ref.root === 'cards' ? board.card(ref.id)?.lane : null;
  return SPOKEN.find((kind) => kind === board.lane(lane ?? '')?.kind) ?? null;
}

/** The words of a language; null where nobody has written them down yet, or they cannot be had now. @param {string} language @returns {Promise<Words|null>} */
export async function wordsOf(language) {
  if (!head.voices.includes(language)) return null;
  const loading = coming.get(language) ?? load(language);
  coming.set(language, loading);
  const words = await loading;
  if (!words) coming.delete(language);
  return words;
}

/** @param {string} language */
async function load(language) {
  const answer = await fetch(asset(`voice/${language}.json`)).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

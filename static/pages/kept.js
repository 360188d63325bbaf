// The page of a board that is no more, or at which this person has no place: offers the words that only this device has, if there are any.
import { keepWords, loadWords } from '../sync/refused.js';
import { setBase } from '../ui/icons.js';
import { head } from '../ui/page.js';

/** @type {typeof head & {gone?: boolean}} */
const { base, board, gone } = head;

async function offer() {
  if (gone && await hasCopy()) await (await import('../sync/leftover.js')).clearLeftover(board);
  const words = loadWords(board);
  const sheet = document.querySelector('.sheet');
  if (words.length && sheet) await (await import('../room/kept.js')).offerKept(sheet, words, (kept) => keepWords(board, kept, Date.now()));
}

/** Asking by opening would make one. */
async function hasCopy() {
  const all = await globalThis.indexedDB?.databases?.().catch(() => []) ?? [];
  return all.some(({ name }) => name === `brownboard-${board}`);
}

setBase(base);
void offer();

// What never got onto a board that is no more: the words, to read and to copy (lines pasted on another board become cards), or to throw away.
import { html, render } from '#lit';
import { copyLines } from '../ui/copy.js';
import { t } from '../ui/i18n.js';
import { styles } from '../ui/styles.js';

/** @typedef {import('../sync/refused.js').Words} Words */

/** A line for each of them. @param {Words[]} words */
export function linesOf(words) {
  return words.map(({ id, text, value }) => (value === undefined ? text : t('refused.rated', { activity: text, series: t(`series.${id.split('/')[2]}`), value }))).join('\n');
}

/** Offers them on a sheet that says what happened. @param {Element} sheet @param {Words[]} words @param {(words: Words[]) => void} keep */
export async function offerKept(sheet, words, keep) {
  await styles('css/panels.css');
  const place = document.createElement('section');
  place.className = 'kept';
  place.setAttribute('aria-label', t('refused.words'));
  const draw = (/** @type {boolean} */ kept) => render(kept ? html`<p class="note note--warn">${t('refused.kept')}</p>
      ${copyLines(linesOf(words), t('refused.words'), html`<button class="button button--quiet kept__turn" type="button" @click=${() => turn(false)}>${t('refused.throw')}</button>`)}`
    : html`<p role="status">${t('refused.thrown')} <button class="button button--quiet kept__turn" type="button" @click=${() => turn(true)}>${t('app.undo')}</button></p>`, place);
  const turn = (/** @type {boolean} */ kept) => {
    keep(kept ? words : []);
    draw(kept);
    /** @type {HTMLElement|null} */ (place.querySelector('.kept__turn'))?.focus();
  };
  draw(true);
  sheet.querySelector('.sheet__lead')?.after(place);
}

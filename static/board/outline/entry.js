// One thing of the outline: its text, and beside it the menu with all that one can do with it.
import { html, nothing } from '#lit';
import { t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';
import { keyOf } from '../items.js';
import './line.js';

/** @typedef {import('../items.js').Ref} Ref */
/** @typedef {{field?: string, hint?: string, plain?: (value: string) => void}} How */

/** The text by which a thing is known. @param {Ref} ref @param {string} label @param {How} [how] */
export function line(ref, label, { field = 'text', hint = '', plain } = {}) {
  return html`<bb-line data-item=${keyOf(ref)} .of=${`${keyOf(ref)}:${field}`} .label=${label} .hint=${hint} .plain=${plain ?? null}></bb-line>`;
}

/** @param {Ref} ref @param {string} name what it is, said with the button @param {boolean} readOnly */
export function more(ref, name, readOnly) {
  if (readOnly) return nothing;
  const label = t('outline.more', { name });
  return html`<button class="button button--quiet button--icon entry__more" type="button" data-more=${keyOf(ref)} aria-haspopup="menu" aria-expanded="false" aria-label=${label} title=${label}>${icon('ellipsis-vertical')}</button>`;
}

/** Offers the next thing at the end of a list. @param {Ref['root']} root @param {readonly (string|null)[]} parents @param {string} words @param {string} where @param {boolean} readOnly */
export function offer(root, parents, words, where, readOnly) {
  if (readOnly) return nothing;
  return html`<button class="button button--quiet outline__add" type="button" data-add=${root} data-at=${parents.map((parent) => parent ?? '').join('|')} aria-label=${where ? `${words}: ${where}` : words}>${icon('plus')}<span>${words}</span></button>`;
}

// Words that a customer has said, as they stand on a card: between quotation marks. And lists that people paste.
import { t } from '../ui/i18n.js';

/** @param {string} text */
export function isQuote(text) {
  return /^\s*["„“”»«‚‘]/.test(text);
}

/** @param {string} text */
export function quoted(text) {
  return isQuote(text) ? text : t('persona.quoted', { quote: text });
}

/** The lines of a list without their bullets. @param {string} text */
export function linesOf(text) {
  return text.split(/\r?\n/).map((line) => line.replace(/^\s*(?:[-*•–]|\d+[.)])\s+/, '').trim()).filter(Boolean);
}

// Words that a customer has said, as they stand on a card: between quotation marks.
import { t } from '../ui/i18n.js';

/** @param {string} text */
export function isQuote(text) {
  return /^\s*["„“”»«‚‘]/.test(text);
}

/** @param {string} text */
export function quoted(text) {
  return isQuote(text) ? text : t('persona.quoted', { quote: text });
}

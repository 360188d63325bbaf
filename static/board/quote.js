// Words that a customer has said, as they stand on a card: between quotation marks. And lists that people paste.

const MARKS = { de: ['„', '“'], en: ['“', '”'] };

/** @param {string} text */
export function isQuote(text) {
  return /^\s*["„“”»«‚‘]/.test(text);
}

/** @param {string} text @param {string} language */
export function quoted(text, language) {
  const [open, close] = MARKS[language === 'en' ? 'en' : 'de'];
  return isQuote(text) ? text : `${open}${text}${close}`;
}

/** The lines of a list without their bullets. @param {string} text */
export function linesOf(text) {
  return text.split(/\r?\n/).map((line) => line.replace(/^\s*(?:[-*•–]|\d+[.)])\s+/, '').trim()).filter(Boolean);
}

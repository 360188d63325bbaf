// A pasted list as single lines: bullets, numbers and empty lines are taken off, a row of a spreadsheet becomes one line.

export const MOST_LINES = 200; // more is a document, not a list of cards
export const LONGEST = 2000; // letters of one card

/** What people and programs set before the lines of a list: dashes, dots, ticks; and the box of a to-do. */
const BULLET = /^(?:[-–—*+·→✓✔✗✘](?=\s)|o(?=\t)|[•‣◦▪▫■□●○◆◇►▸➤☐☑])\s*(?:\[[ xX]?\]\s*)?/u;
/** Numbers and letters of a list; one alone may be the day of a date. */
const NUMBER = /^\(?(?:\d{1,3}|[a-z])[.)]\s+/;

/** @param {string} text @returns {string[]} */
export function linesOf(text) {
  const lines = rowsOf(text.replace(/^\uFEFF/, '').replace(/\r\n?|[\u2028\u2029\v\f]/g, '\n')).map((line) => line.trim()).filter(Boolean);
  const numbered = lines.filter((line) => NUMBER.test(line)).length > lines.length / 2 && lines.length > 1;
  return lines.map((line) => plainLine(numbered ? line.replace(NUMBER, '') : line)).filter(Boolean);
}

/** A spreadsheet sets a cell with a line break in quotes: it stays one row. @param {string} text @returns {string[]} */
function rowsOf(text) {
  if (!/(^|[\t\n])"[^"]*\n/.test(text) || (text.match(/"/g)?.length ?? 0) % 2) return text.split('\n');
  const rows = text.match(/(?:"(?:[^"]|"")*"|[^\n])+/g) ?? [];
  return rows.map((row) => row.replace(/(^|\t)"((?:[^"]|"")*)"(?=\t|$)/g, (_, edge, cell) => edge + cell.replaceAll('""', '"').replaceAll('\n', ' ')));
}

/** @param {string} line */
function plainLine(line) {
  const cells = line.replace(BULLET, '').split('\t').map((cell) => cell.trim()).filter(Boolean);
  return [...cells.join(' · ')].slice(0, LONGEST).join('').trim();
}

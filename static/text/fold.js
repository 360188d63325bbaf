// Words as one looks for them: without case, accents and sharp s; an umlaut is found by its letter and by its letter with e.

/** @typedef {{text: string, at: number[]}} Folded `at` says where in the original each letter began */

/** Letters that fall apart into no others by themselves. @type {Readonly<Record<string, string>>} */
const LETTERS = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ı: 'i', '\u00ad': '', '„': '"', '“': '"', '”': '"', '’': "'", '‘': "'", '–': '-' };
const DIERESIS = '\u0308';
/** What two dots over a letter count for: nothing, or the e that is written in their stead. */
const READINGS = ['', 'e'];

/** Texts as they were folded last; who types goes through all of them with each letter. @type {Map<string, Folded>} */
const known = new Map();
const MOST_KNOWN = 8_000; // two readings of each text of a wide board

/** @param {string} text @param {string} dots @returns {Folded} */
function fold(text, dots) {
  const key = `${dots}\n${text}`;
  const found = known.get(key);
  if (found) return found;
  if (known.size >= MOST_KNOWN) known.clear();
  const folded = folding(text, dots);
  known.set(key, folded);
  return folded;
}

/** @param {string} text @param {string} dots @returns {Folded} */
function folding(text, dots) {
  let folded = '';
  /** @type {number[]} */ const at = [];
  let start = 0;
  for (const letter of text) {
    for (const part of letter.toLowerCase().normalize('NFD')) {
      const plain = part === DIERESIS ? dots : /\p{M}/u.test(part) ? '' : /\s/u.test(part) ? ' ' : LETTERS[part] ?? part;
      folded += plain;
      for (let i = 0; i < plain.length; i += 1) at.push(start);
    }
    start += letter.length;
  }
  return { text: folded, at: [...at, text.length] };
}

/** What one types into a search, ready to be found in many texts; all its words have to be there. */
export class Sought {
  /** By reading. @type {string[][]} */
  #words;

  /** @param {string} query */
  constructor(query) {
    this.#words = READINGS.map((dots) => fold(query.trim(), dots).text.split(' ').filter(Boolean));
  }

  get empty() { return !this.#words[0]?.length; }

  /** @param {string} text */
  in(text) {
    const readings = READINGS.map((dots) => fold(text, dots).text);
    return !this.empty && (this.#words[0] ?? []).every((_, n) => readings.some((reading, i) => reading.includes(this.#words[i]?.[n] ?? '')));
  }

  /** Where its words stand in a text: begin and end, in order. @param {string} text @returns {[number, number][]} */
  places(text) {
    /** @type {Map<number, number>} */ const found = new Map();
    READINGS.forEach((dots, i) => {
      const folded = fold(text, dots);
      for (const word of this.#words[i] ?? []) {
        for (let from = folded.text.indexOf(word); from >= 0; from = folded.text.indexOf(word, from + word.length)) {
          const last = folded.at[from + word.length - 1] ?? 0;
          const end = folded.at.slice(from + word.length).find((at) => at > last) ?? text.length;
          const start = folded.at[from] ?? 0;
          found.set(start, Math.max(end, found.get(start) ?? 0));
        }
      }
    });
    return [...found].sort(([a], [b]) => a - b);
  }
}

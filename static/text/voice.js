// Whose voice a text has: the customer's own, in the first person, or somebody else's. The words are those of a language, `static/voice/*.json`.
//
// An entry of a list is a phrase: `a/b` means one word or the other, `wort*` any word that begins so, `~` at most one word more,
// `|` the beginning of a sentence. Small letters mean capital ones too.

/** @typedef {'activity'|'expectation'|'sentiment'} Kind */
/** @typedef {Record<'first'|'fine'|'customer'|'company', string[]> & {starters: Record<Kind, string[]>}} Words */
/** @typedef {{reason: 'person'} | {reason: 'company', words: string}} Doubt */

/** What is told in the customer's own voice (method.md). @type {readonly Kind[]} */
export const SPOKEN = ['activity', 'expectation', 'sentiment'];

const SENTENCE = /[.!?…:;\n]+|\s[-–—]\s/;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}'-]*/gu;
const QUOTED = /^[„“"»«‚‘'][^„“"»«]+[“”"»«‘’']\P{L}*$/u;
const ASKED = /\?[^\p{L}\p{N}]*$/u;
const CALLED = /[!?][^\p{L}\p{N}]*$/u;

export class Voice {
  #first;
  #fine;
  #customer;
  #company;

  /** @param {Words} words */
  constructor(words) {
    this.#first = phrases(words.first);
    this.#fine = phrases(words.fine);
    this.#customer = phrases(words.customer);
    this.#company = phrases(words.company);
  }

  /** What a reader would ask about the text; null if it is in the customer's voice, or says nothing yet. @param {string} text @param {Kind} kind @returns {Doubt|null} */
  doubt(text, kind) {
    const plain = normal(text);
    if (!plain) return null;
    const rest = plain.replaceAll(this.#fine, '· ');
    const words = rest.match(this.#company)?.[0];
    if (words) return { reason: 'company', words: words.replaceAll('| ', '').trim() };
    if (rest.search(this.#customer) >= 0) return { reason: 'person' };
    return plain.search(this.#first) >= 0 || isThought(text.trim(), kind) ? null : { reason: 'person' };
  }
}

/** Words of all sentences, each with a space around it; each sentence behind a bar. @param {string} text */
function normal(text) {
  const calm = text === text.toUpperCase() ? text.toLowerCase() : text;
  const sentences = calm.replaceAll('’', "'").split(SENTENCE).map((sentence) => sentence.match(WORD) ?? []);
  return sentences.filter((words) => words.length).map((words) => ` | ${words.join(' ')} `).join('');
}

/** A thought is in somebody's own voice without a word for it: what is quoted or asked, and a feeling that is called out. @param {string} text @param {Kind} kind */
function isThought(text, kind) {
  return kind !== 'activity' && (QUOTED.test(text) || (kind === 'sentiment' ? CALLED : ASKED).test(text));
}

/** One expression for a list of phrases. @param {string[]} list */
function phrases(list) {
  return new RegExp(`(?<= )(?:${list.map((phrase) => phrase.split(' ').map(token).join('')).join('|')})`, 'gu');
}

/** @param {string} token */
function token(token) {
  if (token === '~') return '(?:[^ |]+ )?';
  return `(?:${token.split('/').map((word) => either(word).replace('*', "[^ |]*")).join('|')}) `;
}

/** A word as it is and at the beginning of a sentence. @param {string} word */
function either(word) {
  const [first = '', ...rest] = word;
  const upper = first.toUpperCase();
  const safe = first === '|' ? '\\|' : first;
  return (upper === first ? safe : `[${upper}${first}]`) + rest.join('');
}

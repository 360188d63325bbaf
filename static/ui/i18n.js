// Words for people: messages of the page's language, plurals, numbers and dates.

/** @typedef {Record<string, string|number>} Vars */

/** Languages that write numbers in digits of their own (CLDR, `defaultNumberingSystem`). */
const OWN_DIGITS = /^(ar|as|bgn|bn|ckb|dz|fa|ks|lrc|mni|mr|my|mzn|ne|ps|sa|sat|sd|skr|(pa|uz)-Arab|ur-IN)\b/;

/** @type {Record<string, string>} */
let messages = {};
let language = 'de';
/** Made with the first plural or number: that takes longer than all the words of a page. @type {Intl.PluralRules|null} */
let rules = null;
/** @type {Intl.NumberFormat|null} */
let format = null;

/** Sets language and messages; called once by the page. @param {string} lang @param {Record<string, string>} texts */
export function setLanguage(lang, texts) {
  language = lang;
  messages = texts;
  rules = format = null;
}

/** The page's language. */
export function lang() { return language; }

/**
 * The message of a key, with `{name}` filled in. With a number `count`, the plural form of the key (`key.one`, `key.other`) if there is one.
 * @param {string} key
 * @param {Vars} [vars]
 * @returns {string}
 */
export function t(key, vars = {}) {
  const form = typeof vars.count === 'number' ? `${key}.${plural(vars.count)}` : key;
  const text = messages[form] ?? messages[`${key}.other`] ?? messages[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = vars[name];
    return value === undefined ? whole : typeof value === 'number' ? number(value) : value;
  });
}

/** True if the key has a message. @param {string} key */
export function has(key) { return key in messages; }

/** Small counts are their digits, for which the page need not wait: the browser takes longer to begin than the board's tools to be drawn. @param {number} value @param {Intl.NumberFormatOptions} [options] */
export function number(value, options) {
  if (!options && Number.isInteger(value) && Math.abs(value) < 1000 && !OWN_DIGITS.test(language)) return String(value);
  return (options ? new Intl.NumberFormat(language, options) : format ??= new Intl.NumberFormat(language)).format(value);
}

/** A share in hundredths. @param {number} share */
export function percent(share) { return t('tools.percent', { percent: Math.round(share * 100) }); }

/** @param {number} count */
function plural(count) { return (rules ??= new Intl.PluralRules(language)).select(count); }

/** @param {string|number|Date} value @param {Intl.DateTimeFormatOptions} [options] */
export function date(value, options = { dateStyle: 'medium' }) {
  return new Intl.DateTimeFormat(language, options).format(new Date(value));
}

/** @param {string|number|Date} value */
export function time(value) { return date(value, { timeStyle: 'short' }); }

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [['day', 86_400], ['hour', 3_600], ['minute', 60]];

/** How long ago, in words ("vor 5 Minuten"). @param {string|number|Date} value @param {number} [now] */
export function ago(value, now = Date.now()) {
  const seconds = (new Date(value).getTime() - now) / 1000;
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit);
  }
  return format.format(0, 'minute');
}

/** Minutes and seconds of a timer. @param {number} seconds */
export function clock(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

// How things travel in the clipboard: lines of plain text for mail and spreadsheets, a list for word processors, and in an attribute of
// that list what another board of ours understands. HTML is the one rich format that all browsers pass on between pages, by plain HTTP too.

/** @typedef {import('../model/schema.js').Value} Value */
/** @typedef {'cards'|'touchpoints'|'activities'} Root */
/** @typedef {{id: string, fields: Record<string, Value>, lane?: string, touchpoints?: Thing[], cards?: Thing[]}} Thing */
/** @typedef {import('./known_here.js').Label} Label */
/** @typedef {{channels: Record<string, Label>, departments: Record<string, Label>, personas: Record<string, string>, lanes: Record<string, {kind: string, title: string|null}>}} Names */
/** @typedef {{root: Root, things: Thing[]}} Part things of one kind */
/** @typedef {Part & {version: number, board: string, cut: boolean, also?: Part[], names: Names}} Bundle `also`: things of other kinds */

const VERSION = 1;
const MARK = 'data-brownboard';
const FOUND = new RegExp(`${MARK}="([A-Za-z0-9+/=]+)"`);
const LONGEST = 2000;
const MOST = 500;
const ID = /^[A-Za-z0-9_-]{10,40}$/;
const COLOR = /^#[0-9a-f]{6}$/i;

/** What each field may hold: the clipboard is anybody's. */
const TEXT = /** @param {unknown} value */ (value) => (typeof value === 'string' && value ? [...value].slice(0, LONGEST).join('') : null);
const FLAG = /** @param {unknown} value */ (value) => (typeof value === 'boolean' ? value : null);
const NAME = /** @param {unknown} value */ (value) => (typeof value === 'string' && ID.test(value) ? value : null);
const scale = (/** @type {number} */ high, whole = true) => /** @param {unknown} value */ (value) =>
  (typeof value === 'number' && value >= 1 && value <= high && (!whole || Number.isInteger(value)) ? value : null);
const one = (/** @type {string[]} */ ...choices) => /** @param {unknown} value */ (value) => (choices.includes(/** @type {string} */ (value)) ? /** @type {string} */ (value) : null);

/** @type {Record<Root, Record<string, (value: unknown) => Value>>} */
const FIELDS = {
  activities: { text: TEXT, kind: one('goal', 'experience'), decision: FLAG, painPoint: FLAG, momentOfTruth: FLAG, sketch: NAME },
  touchpoints: {
    name: TEXT, picture: NAME, channel: NAME, department: NAME, responsible: TEXT, smiley: scale(5), painPoint: FLAG, momentOfTruth: FLAG, direct: FLAG, online: FLAG,
    relevance: scale(5), mediaType: TEXT, frequency: TEXT, perception: TEXT, persons: TEXT, url: TEXT, criteria: TEXT, current: scale(10, false), target: scale(10, false),
    bestInClass: scale(10, false), schedule: TEXT, reach: TEXT,
  },
  cards: { text: TEXT, touchpoint: NAME, persona: NAME, responsible: TEXT, due: (value) => (/^\d{4}-\d\d-\d\d$/.test(String(value)) ? String(value) : null), status: one('open', 'doing', 'done'), from: NAME },
};
const OWN = /^custom:.{1,80}$/u;

/** @param {Bundle} bundle @returns {{plain: string, html: string}} */
export function toClipboard(bundle) {
  const things = partsOf(bundle).flatMap((part) => part.things);
  const list = `<ul ${MARK}="${encode(JSON.stringify(bundle))}">${things.map(item).join('')}</ul>`;
  return { plain: things.flatMap((thing) => lines(thing)).join('\n'), html: list };
}

/** A bundle for each kind of thing in it. @param {Bundle} bundle @returns {Bundle[]} */
export function partsOf({ also = [], ...first }) {
  return [first, ...also.map((part) => ({ ...first, ...part }))];
}

/** What another board of ours has put there; null for everything else. @param {string} html @returns {Bundle|null} */
export function fromClipboard(html) {
  const [, packed] = FOUND.exec(html) ?? [];
  try {
    return packed ? bundleOf(JSON.parse(decode(packed))) : null;
  } catch {
    return null; // cut off, or somebody else's
  }
}

/** @param {any} told @returns {Bundle|null} */
function bundleOf(told) {
  const { version, board, cut, also, names } = told ?? {};
  if (version !== VERSION) return null;
  const [first, ...others] = [told, ...(Array.isArray(also) ? also.slice(0, Object.keys(FIELDS).length) : [])].flatMap(partOf);
  return first ? { version, board: String(board), cut: cut === true, ...first, ...(others.length ? { also: others } : {}), names: namesOf(names) } : null;
}

/** @param {any} told @returns {Part[]} */
function partOf(told) {
  const { root, things } = told ?? {};
  if (!Object.hasOwn(FIELDS, root) || !Array.isArray(things)) return [];
  const read = things.slice(0, MOST).flatMap((thing) => thingOf(root, thing));
  return read.length ? [{ root, things: read }] : [];
}

/** @param {Root} root @param {any} told @returns {Thing[]} */
function thingOf(root, told) {
  if (!told || typeof told.fields !== 'object' || !NAME(told.id)) return [];
  const below = (/** @type {'cards'|'touchpoints'} */ kind) => (root === 'activities' && Array.isArray(told[kind]) ? { [kind]: told[kind].slice(0, MOST).flatMap((/** @type {any} */ thing) => thingOf(kind, thing)) } : {});
  const lane = NAME(told.lane);
  return [{ id: told.id, fields: fieldsOf(root, told.fields), ...(lane ? { lane: String(lane) } : {}), ...below('touchpoints'), ...below('cards') }];
}

/** The fields of a thing that may travel, each of its own kind. @param {Root} root @param {Record<string, unknown>} told @returns {Record<string, Value>} */
export function fieldsOf(root, told) {
  const found = Object.entries(told ?? {}).map(([field, value]) => {
    const read = Object.hasOwn(FIELDS[root], field) ? FIELDS[root][field] : root === 'touchpoints' && OWN.test(field) ? TEXT : undefined;
    return /** @type {const} */ ([field, read?.(value) ?? null]);
  });
  return Object.fromEntries(found.filter(([, value]) => value !== null));
}

/** @param {any} told @returns {Names} */
function namesOf(told) {
  const words = (/** @type {any} */ map) => Object.fromEntries(Object.entries(map ?? {}).filter(([id, name]) => NAME(id) && TEXT(name)).map(([id, name]) => [id, String(name)]));
  const labels = (/** @type {any} */ map) => Object.fromEntries(Object.entries(map ?? {}).filter(([id]) => NAME(id)).flatMap(([id, label]) => labelOf(label).map((read) => [id, read])));
  const lanes = Object.fromEntries(Object.entries(told?.lanes ?? {}).filter(([id, lane]) => NAME(id) && lane).map(([id, lane]) => [id, { kind: String(/** @type {any} */ (lane).kind), title: /** @type {string|null} */ (TEXT(/** @type {any} */ (lane).title)) }]));
  return { channels: labels(told?.channels), departments: labels(told?.departments), personas: words(told?.personas), lanes };
}

/** @param {any} told @returns {Label[]} */
function labelOf(told) {
  const name = TEXT(told?.name);
  return name ? [{ name: String(name), code: String(TEXT(told.code) ?? ''), color: COLOR.test(told.color) ? told.color : '' }] : [];
}

/** One line each; what hangs under an activity is set in. @param {Thing} thing @param {string} [indent] @returns {string[]} */
function lines(thing, indent = '') {
  return [indent + wordsOf(thing), ...below(thing).flatMap((each) => lines(each, '\t'))].filter((line) => line.trim());
}

/** @param {Thing} thing @returns {string} */
function item(thing) {
  const inner = below(thing);
  return `<li>${escape(wordsOf(thing))}${inner.length ? `<ul>${inner.map(item).join('')}</ul>` : ''}</li>`;
}

/** @param {Thing} thing @returns {Thing[]} */
const below = ({ touchpoints = [], cards = [] }) => [...touchpoints, ...cards];

/** @param {Thing} thing */
const wordsOf = ({ fields }) => String(fields.text ?? fields.name ?? '').replace(/\s+/g, ' ').trim();

/** @param {string} text */
const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** @param {string} text */
function encode(text) {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}

/** @param {string} packed */
function decode(packed) {
  return new TextDecoder().decode(Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0)));
}

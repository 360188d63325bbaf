// The way in: with the token or the code of the address, which leaves the address at once, or with a code typed here.
import { Refused, call } from '../ui/http.js';
import { t } from '../ui/i18n.js';
import '../ui/page.js';
import { cleanCode, complain, rememberName, rememberedName, submit } from './form.js';

/** @typedef {{title: string, language: string, role: string, seat: {name: string, role: string}|null, personal: boolean}} Preview */

const NAME_MISSING = 422;
const CODE = /^[A-Z0-9]{8}$/; // the server knows which letters and digits codes are made of

const form = /** @type {HTMLFormElement} */ (document.getElementById('join'));
/** @param {string} name */
const part = (name) => /** @type {HTMLElement} */ (form.querySelector(`[data-${name}]`));
const [title, lead, codeRow, nameRow, go, otherSeat] = ['title', 'lead', 'code', 'name', 'go', 'other-seat'].map(part);
const codeField = /** @type {HTMLInputElement} */ (form.elements.namedItem('code'));
const nameField = /** @type {HTMLInputElement} */ (form.elements.namedItem('name'));

let token = '';
/** What the key opens, as soon as the server has told. @type {Preview|null} */
let door = null;

/** Takes what the link carries out of the address, so that no history, screenshot or copied address holds it. */
function takeFragment() {
  const fragment = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, '', location.pathname + location.search);
  const isCode = CODE.test(cleanCode(fragment));
  if (fragment) codeField.value = isCode ? cleanCode(fragment) : ''; // without one, what was typed before this script came stays
  token = isCode ? '' : fragment;
  nameField.value ||= rememberedName();
  void look();
}

const code = () => cleanCode(codeField.value);
const key = () => (token ? { token } : { code: code() });

/** Looks what the key opens; a person's own link goes straight in. */
async function look() {
  door = null;
  const wanted = key();
  if (!token && !CODE.test(code())) return show();
  if (token) show();
  try {
    const seen = await call('POST', '/api/join/preview', wanted);
    if (JSON.stringify(wanted) !== JSON.stringify(key())) return;
    door = seen;
    if (seen.personal) return await sit({});
    complain(form);
    show();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    show();
    refused(error, false);
  }
}

function show() {
  const known = door?.seat ?? null;
  title.textContent = door?.title || t('join.title');
  title.lang = door?.title ? door.language : '';
  lead.textContent = words();
  codeRow.hidden = Boolean(token || door);
  nameRow.hidden = Boolean(known);
  otherSeat.hidden = !known;
  go.textContent = known ? t('join.resume', { name: known.name }) : t('join.go');
  if (known) go.focus();
  else if (token || door) nameField.focus();
  else if (!form.contains(document.activeElement)) codeField.focus();
}

function words() {
  if (!door) return t(token ? 'join.lead' : 'join.leadCode');
  return door.seat ? t('join.known') : t(`join.lead.${door.role}`);
}

/** What opens nothing any more makes room for a code. @param {Refused} error @param {boolean} [asked] */
function refused(error, asked = true) {
  if (error.status === 429) return complain(form, t('join.refused.many', { seconds: error.retry }));
  if (error.status === 0) return complain(form, t('app.unreachable'));
  if (error.status >= 500) return complain(form, t('app.failed'));
  if (error.status === NAME_MISSING && door) return forget(); // the seat went away while we looked
  const link = Boolean(token);
  const go = asked || (link && nameField.value === rememberedName()); // who types is not taken elsewhere
  [token, door] = ['', null];
  show();
  if (!link) return complain(form, t('join.refused.code'), 'code', go);
  complain(form, t('join.refused.link'));
  lead.before(part('error')); // no field is at fault
  if (go) codeField.focus();
}

/** Another person at the same device takes a seat of their own. */
function forget() {
  if (door) door = { ...door, seat: null };
  nameField.value = '';
  show();
}

/** @param {{name?: string, resume?: boolean}} who */
async function sit(who) {
  const seat = await call('POST', '/api/join', { ...key(), ...who });
  if (who.name) rememberName(who.name);
  location.replace(`/b/${seat.board}`);
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const name = nameField.value.trim();
  if (!token && !CODE.test(code())) return complain(form, t('home.codeShort'), 'code');
  if (!door?.seat && !name) return complain(form, t('home.nameMissing'), 'name');
  void submit(form, t('join.going'), () => sit(door?.seat ? { resume: true } : { name }), refused);
});

codeField.addEventListener('input', () => CODE.test(code()) && void look());
otherSeat.addEventListener('click', forget);

// The fragment goes along when the language changes, and arrives again when a link is opened in this very tab.
document.querySelector('.tongues')?.addEventListener('click', (event) => {
  const link = /** @type {HTMLElement} */ (event.target).closest('a');
  if (link && (token || codeField.value)) link.hash = token || code();
});
addEventListener('hashchange', () => location.hash && takeFragment());
takeFragment();

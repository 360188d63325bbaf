// The way in: with the token or the code of the address, which leaves the address at once, or with a code typed here.
import { Refused, call } from '../ui/http.js';
import { t } from '../ui/i18n.js';
import '../ui/page.js';
import { cleanCode, complain, rememberName, rememberedName, submit } from './form.js';

const NAME_MISSING = 422;
const CODE = /^[2-9A-HJKMNP-Z]{8}$/;

const form = /** @type {HTMLFormElement} */ (document.getElementById('join'));
const codeRow = /** @type {HTMLElement} */ (form.querySelector('[data-code]'));
const lead = /** @type {HTMLElement} */ (form.querySelector('[data-lead]'));
const other = /** @type {HTMLButtonElement} */ (form.querySelector('[data-other]'));
const codeField = /** @type {HTMLInputElement} */ (form.elements.namedItem('code'));
const nameField = /** @type {HTMLInputElement} */ (form.elements.namedItem('name'));

let token = '';

/** Takes what the link carries out of the address, so that no history, screenshot or copied address holds it. */
function takeFragment() {
  const fragment = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, '', location.pathname + location.search);
  if (CODE.test(cleanCode(fragment))) codeField.value = cleanCode(fragment);
  else token = fragment;
  show();
}

function show() {
  codeRow.hidden = Boolean(token);
  lead.textContent = t(token ? 'join.lead' : 'join.leadCode');
  nameField.value ||= rememberedName();
  if (token) void knock();
  const first = token || codeField.value ? nameField : codeField;
  first.focus();
}

/** A person's own link needs no name, and goes straight in; any other asks for one. */
async function knock() {
  try {
    const seat = await call('POST', '/api/join', { token });
    location.replace(`/b/${seat.board}`);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.status !== NAME_MISSING) refused(error);
  }
}

/** @param {Refused} error */
function refused(error) {
  if (error.status === 429) return complain(form, t('join.refused.many', {seconds: error.retry}));
  if (error.status === 0) return complain(form, t('app.unreachable'));
  if (error.status >= 500) return complain(form, t('app.failed'));
  other.hidden = !token;
  complain(form, t(token ? 'join.refused.link' : 'join.refused.code'), token ? '' : 'code');
}

async function enter() {
  const name = nameField.value.trim();
  const key = token ? {token} : {code: cleanCode(codeField.value)};
  const seat = await call('POST', '/api/join', {...key, name});
  rememberName(name);
  location.replace(`/b/${seat.board}`);
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (!token && !CODE.test(cleanCode(codeField.value))) return complain(form, t('home.codeShort'), 'code');
  if (!nameField.value.trim()) return complain(form, t('home.nameMissing'), 'name');
  submit(form, t('join.going'), enter, refused);
});

other.addEventListener('click', () => {
  token = '';
  other.hidden = true;
  complain(form);
  show();
});

// The fragment goes along when the language changes, and arrives again when a link is opened in this very tab.
document.querySelector('.tongues')?.addEventListener('click', (event) => {
  const link = /** @type {HTMLElement} */ (event.target).closest('a');
  if (link && (token || codeField.value)) link.hash = token || cleanCode(codeField.value);
});
addEventListener('hashchange', () => location.hash && takeFragment());
takeFragment();

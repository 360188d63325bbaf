// The way in: with the token or the code of the address, which leaves the address at once, or with a code typed here.
import { call } from '../ui/http.js';
import { t } from '../ui/i18n.js';
import '../ui/page.js';
import { cleanCode, complain, rememberName, rememberedName, submit } from './form.js';

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
  const first = token || codeField.value ? nameField : codeField;
  first.focus();
  look();
}

/** Says which board the door belongs to, where the server tells it. */
async function look() {
  const code = cleanCode(codeField.value);
  if (!token && !CODE.test(code)) return;
  const door = await call('POST', '/api/join/look', token ? {token} : {code}).catch(() => null);
  if (!door?.title) return;
  const title = /** @type {HTMLElement} */ (form.querySelector('[data-title]'));
  title.textContent = t('join.titleOf', {title: door.title});
  document.title = `${title.textContent} · ${t('app.name')}`;
}

/** @param {import('../ui/http.js').Refused} error */
function refused(error) {
  if (error.status === 429) return complain(form, t('join.refused.many', {seconds: error.retry}));
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

codeField.addEventListener('change', look);
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

// The home page: begin a board and take its moderator's seat, or go to the door with a code.
import { call } from '../ui/http.js';
import { t } from '../ui/i18n.js';
import '../ui/page.js';
import { cleanCode, complain, rememberName, rememberedName, submit } from './form.js';

const CODE_LENGTH = 8;

const create = /** @type {HTMLFormElement} */ (document.getElementById('create'));
const enter = /** @type {HTMLFormElement} */ (document.getElementById('enter'));

/** @param {HTMLFormElement} form @param {string} name */
const value = (form, name) => String(new FormData(form).get(name) ?? '').trim();

const nameField = /** @type {HTMLInputElement} */ (create.elements.namedItem('name'));
nameField.value ||= rememberedName();

let offered = ''; // a title that nobody has written

// A finished journey has a language and a title of its own; both stay changeable.
create.addEventListener('change', (event) => {
  const { name, dataset: { language }, parentElement } = /** @type {HTMLInputElement} */ (event.target);
  if (name !== 'template') return;
  if (language) /** @type {HTMLSelectElement} */ (create.elements.namedItem('language')).value = language;
  const title = /** @type {HTMLInputElement} */ (create.elements.namedItem('title'));
  if (title.value && title.value !== offered) return;
  title.value = offered = language ? parentElement?.querySelector('.starts__title')?.textContent ?? '' : '';
});

create.addEventListener('submit', (event) => {
  event.preventDefault();
  if (!value(create, 'title')) return complain(create, t('home.newTitleMissing'), 'title');
  if (!value(create, 'name')) return complain(create, t('home.nameMissing'), 'name');
  submit(create, t('home.creating'), begin, (error) => {
    if (error.status === 401 || error.status === 403) complain(create, t('home.keyWrong'), 'key');
    else complain(create, t(error.status === 0 ? 'app.unreachable' : 'app.failed'));
  });
});

/** Makes the board and sits down at it. */
async function begin() {
  const name = value(create, 'name');
  const key = value(create, 'key');
  const wish = {title: value(create, 'title'), language: value(create, 'language'), template: value(create, 'template') || undefined};
  const board = await call('POST', '/api/boards', wish, key ? {authorization: `Bearer ${key}`} : {});
  await call('POST', '/api/join', {token: board.tokens.moderator, name});
  rememberName(name);
  location.assign(`/b/${board.id}`);
}

if (hasLeftovers()) void import('./leftovers.js');

/** Words that never got onto a board may lie on this device, as sync/refused.js calls them. */
function hasLeftovers() {
  try {
    return Object.keys(localStorage).some((name) => name.startsWith('brownboard-refused-'));
  } catch {
    return false; // no storage in this browser: nothing lies there
  }
}

enter.addEventListener('submit', (event) => {
  event.preventDefault();
  const code = cleanCode(value(enter, 'code'));
  if (code.length !== CODE_LENGTH) return complain(enter, t('home.codeShort'), 'code');
  location.assign(`/j#${code}`);
});

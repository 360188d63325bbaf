// What the small forms share: a name that this device remembers, one line for what went wrong, a button that waits.
import { Refused } from '../ui/http.js';
import { t } from '../ui/i18n.js';

const NAME = 'name';

/** The name last used on this device; storage may be closed to us. */
export function rememberedName() {
  try {
    return localStorage.getItem(NAME) ?? '';
  } catch {
    return '';
  }
}

/** @param {string} name */
export function rememberName(name) {
  try {
    localStorage.setItem(NAME, name);
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

/** A join code as it is compared: any case, with or without spaces and hyphens. @param {string} text */
export const cleanCode = (text) => text.replace(/[\s-]/g, '').toUpperCase();

/**
 * Says what is missing or went wrong, beside the field that can mend it; without a text it takes that back.
 * @param {HTMLFormElement} form
 * @param {string} [text]
 * @param {string} [field]
 * @param {boolean} [go] whether the focus goes there; not while somebody types elsewhere and has asked for nothing
 */
export function complain(form, text = '', field = '', go = true) {
  const line = /** @type {HTMLElement} */ (form.querySelector('[data-error]'));
  line.id ||= `${form.id}-error`;
  const inputs = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll('input:not([type=radio])')]);
  const wrong = text ? inputs.find(({ name }) => name === field) : undefined;
  for (const input of inputs) input.removeAttribute('aria-invalid');
  wrong?.setAttribute('aria-invalid', 'true');
  wrong?.setAttribute('aria-errormessage', line.id);
  if (wrong) wrong.closest('.field')?.after(line);
  else form.querySelector('button')?.before(line);
  line.textContent = text;
  line.hidden = !text;
  if (go) wrong?.focus();
}

/**
 * Runs a form's act once at a time; its button says that it waits.
 * @param {HTMLFormElement} form
 * @param {string} waiting
 * @param {() => Promise<void>} act
 * @param {(error: Refused) => void} refused
 */
export async function submit(form, waiting, act, refused) {
  const button = /** @type {HTMLButtonElement} */ (form.querySelector('.button--main, button'));
  if (button.getAttribute('aria-disabled') === 'true') return;
  const label = button.innerHTML;
  button.setAttribute('aria-disabled', 'true');
  button.textContent = waiting;
  complain(form);
  try {
    await act();
  } catch (error) {
    button.removeAttribute('aria-disabled');
    button.innerHTML = label;
    if (!(error instanceof Refused)) throw error;
    refused(error);
  }
}

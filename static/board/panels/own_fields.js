// Fields that the group makes itself, kept as flat keys (`custom:LABEL`) so that two people can write two of them.
import { html, nothing, repeat } from '#lit';
import { t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';
import { toast } from '../../ui/toast.js';
import { settled } from '../items.js';
import { area } from './fields.js';

const PREFIX = 'custom:';

/** @param {Record<string, any>} item @param {(field: string, value: string|null) => unknown} write @param {boolean} readOnly */
export function ownFields(item, write, readOnly) {
  const keys = Object.keys(item).filter((key) => key.startsWith(PREFIX)).sort();
  const one = (/** @type {string} */ key) => {
    const [label, value] = [key.slice(PREFIX.length), item[key]];
    const field = area(label, value, (words) => write(key, words ?? ''), { readOnly });
    return readOnly ? field : html`<div class="own" data-own=${label}>${field}<button class="button button--quiet button--icon" type="button" aria-label=${t('act.removeNamed', { name: label })} title=${t('act.removeNamed', { name: label })} @click=${() => remove(() => write(key, null), () => write(key, value))}>${icon('x')}</button></div>`;
  };
  const make = async (/** @type {string} */ label, /** @type {HTMLElement} */ form) => {
    if (!keys.includes(PREFIX + label)) write(PREFIX + label, '');
    await settled();
    /** @type {HTMLElement|null|undefined} */ (form.parentElement?.querySelector(`[data-own="${CSS.escape(label)}"] textarea`))?.focus();
  };
  return html`${repeat(keys, (key) => key, one)}
    ${readOnly ? nothing : adder(t('own.add'), t('own.name'), make)}`;
}

/** @param {() => unknown} take @param {() => unknown} back */
function remove(take, back) {
  take();
  toast(t('own.gone'), { label: t('app.undo'), run: () => void back() });
}

/** A line to name something new. @param {string} label @param {string} hint @param {(name: string, form: HTMLElement) => unknown} make */
export function adder(label, hint, make) {
  const add = (/** @type {Event} */ event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const name = new FormData(form).get('name')?.toString().replace(/[:\s]+/g, ' ').trim();
    if (name) make(name, form);
    form.reset();
  };
  return html`<form class="inline-add" @submit=${add}><input class="input" name="name" placeholder=${hint} aria-label=${label} autocomplete="off" maxlength="60">
    <button class="button button--icon" type="submit" aria-label=${label} title=${label}>${icon('plus')}</button></form>`;
}

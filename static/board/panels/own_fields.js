// Fields that the group makes itself, kept as flat keys (`custom:LABEL`) so that two people can write two of them.
import { html, nothing } from '#lit';
import { t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';
import { area } from './fields.js';

const PREFIX = 'custom:';

/** @param {Record<string, any>} item @param {(field: string, value: string|null) => unknown} write @param {boolean} readOnly */
export function ownFields(item, write, readOnly) {
  const keys = Object.keys(item).filter((key) => key.startsWith(PREFIX)).sort();
  return html`${keys.map((key) => area(key.slice(PREFIX.length), item[key], (value) => write(key, value), { readOnly }))}
    ${readOnly ? nothing : adder(t('own.add'), t('own.name'), (label) => write(PREFIX + label, ''))}`;
}

/** A line to name something new. @param {string} label @param {string} hint @param {(name: string) => unknown} make */
export function adder(label, hint, make) {
  const add = (/** @type {Event} */ event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const name = new FormData(form).get('name')?.toString().trim().replaceAll(':', ' ');
    if (name) make(name);
    form.reset();
  };
  return html`<form class="inline-add" @submit=${add}><input class="input" name="name" placeholder=${hint} aria-label=${label} autocomplete="off" maxlength="60">
    <button class="button button--icon" type="submit" aria-label=${label} title=${label}>${icon('plus')}</button></form>`;
}

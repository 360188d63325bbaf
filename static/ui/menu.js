// A menu that drops from its button: arrows walk it, letters jump in it, Escape and a click elsewhere close it.
import { html, nothing, render } from '#lit';
import { onBack } from './back.js';
import { icon } from './icons.js';
import { wayBack } from './way_back.js';

/**
 * `checked`: is so or not; of each `choice` of a menu exactly one is.
 * @typedef {{label: string, lang?: string, icon?: string, act: () => void, danger?: boolean, checked?: boolean, choice?: boolean, hint?: string}} MenuItem
 * @typedef {MenuItem | 'line'} MenuEntry
 */

const GAP = 6; // px between button and menu

/** @type {{place: HTMLElement, anchor: HTMLElement, goBack: () => void, settle: () => void}|null} */
let open = null;

/** @param {HTMLElement} anchor the button @param {string} label @param {MenuEntry[]} entries */
export function openMenu(anchor, label, entries) {
  const again = open?.anchor === anchor;
  closeMenu();
  if (again) return;
  const place = document.createElement('div');
  place.className = 'menu';
  place.setAttribute('role', 'menu');
  place.setAttribute('aria-label', label);
  render(entries.map(entry), place);
  place.addEventListener('keydown', keys);
  place.addEventListener('focusout', left);
  (document.getElementById('main') ?? document.body).append(place); // a landmark, and free of the board's zoom
  const from = document.activeElement === document.body ? anchor : document.activeElement; // keys asked for it on the thing itself
  open = { place, anchor, goBack: wayBack(from), settle: onBack(closeMenu) };
  anchor.setAttribute('aria-expanded', 'true');
  lay(place, anchor);
  addEventListener('pointerdown', pressed, true);
  addEventListener('resize', closeMenu);
  items(place)[0]?.focus();
}

export function closeMenu() {
  if (!open) return;
  const { place, anchor, goBack, settle } = open;
  open = null;
  settle();
  removeEventListener('pointerdown', pressed, true);
  removeEventListener('resize', closeMenu);
  if (place.contains(document.activeElement)) goBack();
  anchor.setAttribute('aria-expanded', 'false');
  place.remove();
}

/** @param {MenuEntry} entry */
function entry(entry) {
  if (entry === 'line') return html`<div class="menu__line" role="separator"></div>`;
  const choose = () => {
    closeMenu();
    entry.act();
  };
  const checks = entry.checked !== undefined;
  const role = checks ? (entry.choice ? 'menuitemradio' : 'menuitemcheckbox') : 'menuitem';
  return html`<button class="menu__item ${entry.danger ? 'menu__item--danger' : ''}" type="button" tabindex="-1" role=${role}
    aria-checked=${checks ? String(entry.checked) : nothing} @click=${choose}>
    ${icon(entry.checked ? 'check' : entry.icon ?? 'minus')}<span class="menu__label" lang=${entry.lang ?? nothing}>${entry.label}</span>
    ${entry.hint ? html`<span class="menu__hint">${entry.hint}</span>` : nothing}</button>`;
}

/** Below its button or above it, whole wherever the screen is high enough; else half an entry tells that more follow. @param {HTMLElement} place @param {HTMLElement} anchor */
function lay(place, anchor) {
  const at = anchor.getBoundingClientRect();
  if (place.scrollHeight > place.clientHeight) place.style.maxHeight = `${halfway(place)}px`;
  const { offsetWidth: width, offsetHeight: height } = place;
  const lowest = innerHeight - GAP - height;
  const [below, above] = [at.bottom + GAP, at.top - GAP - height];
  place.style.left = `${Math.min(Math.max(GAP, at.right - width), innerWidth - width - GAP)}px`;
  place.style.top = `${below <= lowest || above < GAP ? Math.min(below, lowest) : above}px`;
}

/** Where the last entry that shows at all is cut in its middle. @param {HTMLElement} place */
function halfway(place) {
  const middles = items(place).map(({ offsetTop, offsetHeight }) => offsetTop + offsetHeight / 2);
  return middles.findLast((middle) => middle <= place.clientHeight) ?? place.clientHeight;
}

/** @param {KeyboardEvent} event */
function keys(event) {
  const all = items(/** @type {HTMLElement} */ (event.currentTarget));
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
  if (to !== undefined) all[to % all.length]?.focus();
  else if (event.key === 'Escape' || event.key === 'Tab') closeMenu();
  else if (/^\p{L}$/u.test(event.key)) jump([...all.slice(at + 1), ...all.slice(0, at + 1)], event.key);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** @param {HTMLElement[]} all @param {string} letter */
function jump(all, letter) {
  all.find((item) => item.textContent?.trim().toLowerCase().startsWith(letter.toLowerCase()))?.focus();
}

/** @param {FocusEvent} event */
function left(event) {
  if (open && event.relatedTarget && !open.place.contains(/** @type {Node} */ (event.relatedTarget))) closeMenu();
}

/** @param {PointerEvent} event */
function pressed(event) {
  const target = /** @type {Node} */ (event.target);
  if (open && !open.place.contains(target) && !open.anchor.contains(target)) closeMenu();
}

/** @param {HTMLElement} place @returns {HTMLElement[]} */
function items(place) {
  return [...place.querySelectorAll('button')];
}

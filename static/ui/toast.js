// One short line at the lower edge, about something that did not go as wished or that can be taken back; never applause.
import { html, nothing, render } from '#lit';
import { announce } from './live.js';
import { styles } from './styles.js';

const SECONDS = 7; // read twice without hurry; longer while a pointer or the focus rests on it

/** @type {HTMLElement|null} */
let place = null;
let timer = 0;

/**
 * @param {string} text
 * @param {{label: string, run: () => void}} [act]
 * @param {number} [seconds]
 */
export async function toast(text, act, seconds = SECONDS) {
  announce(text);
  await styles('css/panels.css');
  place ??= makePlace();
  const run = () => {
    hide();
    act?.run();
  };
  render(html`<p class="toast">${text}${act ? html`<button class="toast__act" type="button" @click=${run}>${act.label}</button>` : nothing}</p>`, place);
  wait(seconds);
}

function makePlace() {
  const made = document.createElement('div');
  made.className = 'toasts';
  for (const type of ['pointerenter', 'focusin']) made.addEventListener(type, () => clearTimeout(timer));
  for (const type of ['pointerleave', 'focusout']) made.addEventListener(type, () => wait(SECONDS));
  (document.getElementById('main') ?? document.body).append(made);
  return made;
}

/** @param {number} seconds */
function wait(seconds) {
  clearTimeout(timer);
  timer = window.setTimeout(hide, seconds * 1000);
}

/** What it offered no longer fits. */
export function hide() {
  clearTimeout(timer);
  if (place) render(nothing, place);
}

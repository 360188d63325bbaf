// A hint, never a block: what a moderator would ask about words that are not the customer's own. It comes when the card is left.
import { html, render } from '#lit';
import { itemTopics } from '../model/topics.js';
import { Voice } from '../text/voice.js';
import { t } from '../ui/i18n.js';
import { announce } from '../ui/live.js';
import { styles } from '../ui/styles.js';
import { editAt } from './acts.js';
import { lay } from './faces.js';
import { hinted } from './hinted.js';
import { elementOf } from './items.js';
import { spokenKind, wordsOf } from './spoken.js';

/** @typedef {import('./items.js').Sheet} View */
/** @typedef {import('./items.js').Ref} Ref */
/** @typedef {import('../text/voice.js').Kind} Kind */
/** @typedef {import('../text/voice.js').Words} Words */

const MOST_KEPT = 500; // cards of which this device remembers that nobody wants a hint there

/** Things whose hint has been said aloud: once is enough. @type {Set<string>} */
const said = new Set();
/** @type {WeakMap<Words, Voice>} */
const voices = new WeakMap();

/** Looks at what was written, as soon as nobody here writes in it any more. @param {View} view @param {Ref|null} ref */
export async function consider(view, ref) {
  if (!ref || view.readOnly || !spokenKind(view.board, ref) || unwanted(view).includes(ref.id)) return;
  const [words] = await Promise.all([wordsOf(view.board.language), styles('css/hints.css')]);
  const kind = spokenKind(view.board, ref); // it may have been moved or taken away meanwhile
  if (!words || !kind || view.readOnly || elementOf(view, ref)?.matches('[data-writing]')) return;
  const text = String(view.board.item(ref.root, ref.id)?.text ?? '');
  const doubt = voiceOf(words).doubt(text, kind);
  if (!doubt) return void hinted.delete(ref.id);
  const starter = words.starters[kind][0] ?? '';
  const sentence = doubt.reason === 'company' ? t('hint.company', { words: doubt.words }) : t('hint.person', { starter });
  const mark = doubt.reason === 'company' ? t('hint.company.mark', { words: doubt.words }) : `${starter.split(' ')[0]} …?`;
  hinted.set(ref.id, { text, kind, mark, sentence });
  redraw(view, ref);
  if (!said.has(ref.id)) announce(sentence);
  said.add(ref.id);
}

/** Says in one sentence why the mark is there, and how to be rid of it. @param {View} view @param {Ref} ref */
export function explain(view, ref) {
  const hint = hinted.get(ref.id);
  const thing = elementOf(view, ref);
  if (!hint || !thing) return;
  const place = document.createElement('div');
  place.className = 'hint-card';
  place.popover = 'auto';
  place.setAttribute('role', 'dialog');
  place.setAttribute('aria-label', t('hint.open'));
  const then = (/** @type {() => void} */ act) => () => {
    place.hidePopover();
    act();
  };
  render(html`<p>${hint.sentence}</p><div class="hint-card__acts">
    <button class="button" type="button" @click=${then(() => editAt(view, thing))}>${t('hint.change')}</button>
    <button class="button button--quiet" type="button" @click=${then(() => dismiss(view, ref))}>${t('hint.dismiss')}</button></div>`, place);
  (document.getElementById('main') ?? document.body).append(place); // a landmark
  place.addEventListener('toggle', (event) => {
    if (/** @type {ToggleEvent} */ (event).newState !== 'closed') return;
    const focused = place.contains(document.activeElement) || document.activeElement === document.body;
    place.remove();
    if (focused) thing.focus({ preventScroll: true });
  });
  place.showPopover();
  lay(place, thing);
  place.querySelector('button')?.focus();
}

/** Not again for this thing, on this device. @param {View} view @param {Ref} ref */
function dismiss(view, ref) {
  hinted.delete(ref.id);
  redraw(view, ref);
  try {
    localStorage.setItem(drawer(view), JSON.stringify([...unwanted(view), ref.id].slice(-MOST_KEPT)));
  } catch { /* a device that keeps nothing forgets it with the page */ }
  elementOf(view, ref)?.focus({ preventScroll: true });
}

/** @param {View} view @returns {string[]} */
function unwanted(view) {
  try {
    return JSON.parse(localStorage.getItem(drawer(view)) ?? '[]');
  } catch {
    return [];
  }
}

/** @param {View} view */
const drawer = (view) => `brownboard hints ${view.session.head.board}`;

/** @param {View} view @param {Ref} ref */
function redraw(view, { root, id }) {
  for (const topic of itemTopics(root, id)) view.session.hub.touch(topic);
}

/** @param {Words} words */
function voiceOf(words) {
  const voice = voices.get(words) ?? new Voice(words);
  voices.set(words, voice);
  return voice;
}

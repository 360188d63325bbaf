// Copy, cut and paste by the browser's own events: they hand over the clipboard without asking, by plain HTTP too. What is copied by a
// menu goes the same way; what is pasted by a menu is read where the browser lets us, and otherwise is what was copied in this tab last.
import { t } from '../ui/i18n.js';
import { announce } from '../ui/live.js';
import { toast } from '../ui/toast.js';
import { below, bringBack, gather, lay, picturesOf, takeOff, withAll } from './bundle.js';
import { counted } from './things.js';
import { focusOn } from './acts.js';
import { fromClipboard, partsOf, toClipboard } from './clip.js';
import { elementOf, refOf } from './items.js';
import { MOST_LINES, linesOf } from './paste_list.js';
import { placesFor, rootAt, spotOf } from './paste_place.js';
import { fetched } from './picture_along.js';

/** @typedef {import('./items.js').View} View */
/** @typedef {import('./items.js').Load} Load */
/** @typedef {import('./clip.js').Bundle} Bundle */
/** @typedef {import('./paste_place.js').Spot} Spot */
/** @typedef {import('./clip.js').Root} Root */
/** @typedef {{plain: string, html: string}} Clip */

const COPIED = new Set(['cards', 'touchpoints', 'activities']);
const KEPT = 'brownboard.copied';

/** Copies what is held, by the browser's own event. @param {View} view @param {ClipboardEvent} event @param {Load|null} load */
export function copy(view, event, load) {
  if (load) put(view, event, load, event.type === 'cut');
}

/** True for what can be copied. @param {Load} load */
export function copyable({ root }) { return COPIED.has(root); }

/** Copies from a menu; where the browser keeps its clipboard shut, it can still be pasted in this tab. @param {View} view @param {Load} load @param {boolean} [cut] */
export function copyByHand(view, load, cut = false) {
  let handed = false;
  const hand = (/** @type {ClipboardEvent} */ event) => {
    event.stopImmediatePropagation();
    handed = true;
    put(view, event, load, cut);
  };
  document.addEventListener('copy', hand, { capture: true, once: true });
  ask('copy');
  document.removeEventListener('copy', hand, { capture: true });
  if (!handed) put(view, null, load, cut);
}

/** Has the browser tell of a copy that came before the hands; it lets us for some seconds after the key. @param {'copy'|'cut'} type */
export function askFor(type) {
  if (!ask(type)) void toast(t('clip.again'));
}

/** Has the browser tell of a copy, though no text is chosen; false where it does not let us. @param {'copy'|'cut'} type */
function ask(type) {
  const allow = (/** @type {Event} */ event) => event.preventDefault();
  document.addEventListener(`before${type}`, allow, { capture: true });
  const asked = document.execCommand(type);
  document.removeEventListener(`before${type}`, allow, { capture: true });
  return asked;
}

/** @param {View} view @param {ClipboardEvent|null} event @param {Load} load @param {boolean} wish */
function put(view, event, load, wish) {
  if (!copyable(load)) return;
  const cut = wish && !view.readOnly;
  const bundle = gather(view.board, view.session.head.board, load, cut);
  if (!bundle.things.length) return; // another has thrown it away
  const clip = toClipboard(bundle);
  event?.preventDefault();
  event?.clipboardData?.setData('text/plain', clip.plain);
  event?.clipboardData?.setData('text/html', clip.html);
  keep(clip);
  if (cut) cutOut(view, load, bundle);
  else announce(said('copied', bundle));
}

/** @param {'copied'|'cut'} what @param {Bundle} bundle */
function said(what, bundle) {
  const parts = partsOf(bundle);
  const things = counted(parts.flatMap((part) => part.things.map(() => part.root)));
  return t(`clip.${what}${parts.some(({ root }) => root === 'activities') ? 'Below' : ''}`, { things });
}

/** @param {View} view @param {Load} load @param {Bundle} bundle */
function cutOut(view, load, bundle) {
  const ids = withAll(partsOf(bundle).flatMap(({ things }) => things)).map(({ id }) => id);
  const cell = /** @type {HTMLElement|null} */ (elementOf(view, load)?.closest('.cell') ?? null);
  if (takeOff(view.commands, bundle) === null) return;
  cell?.focus({ preventScroll: true });
  toast(said('cut', bundle), { label: t('app.undo'), run: () => {
    view.commands.together(() => view.board.bin().filter(({ id }) => ids.includes(id)).forEach(({ root, id }) => view.commands.restore(root, id)));
    void focusOn(view, load);
  } });
}

/** Pastes from a menu, at the thing or the place that it belongs to. @param {View} view @param {Element} target */
export async function pasteByHand(view, target) {
  const read = await readClipboard();
  const last = kept();
  const clip = last && (!read || read.plain === last.plain) ? last : read; // what some browsers clean away on reading is known here
  if (clip) await paste(view, target, clip);
  else toast(t('clip.byKey'));
}

/** @returns {Promise<Clip|null>} null where the page may not read */
async function readClipboard() {
  try {
    const [item] = await navigator.clipboard.read();
    const text = async (/** @type {string} */ type) => (item?.types.includes(type) ? (await item.getType(type)).text() : '');
    return { plain: (await text('text/plain')).replaceAll('\r\n', '\n'), html: await text('text/html') };
  } catch {
    return null;
  }
}

/** @param {View} view @param {Element} target where the focus is @param {Clip} clip */
export async function paste(view, target, { plain, html }) {
  const bundle = fromClipboard(html);
  const spot = spotOf(view.board, target);
  const root = bundle?.root ?? rootAt(view.board, spot);
  if (!root || !spot) return toast(t('clip.nowhere'));
  if (bundle) return pasteThings(view, spot, bundle);
  const lines = linesOf(plain);
  const made = makeOf(view, root, spot, lines.slice(0, MOST_LINES));
  if (made) await after(view, made.map((id) => ({ root, id })), lines.length > MOST_LINES ? [t('clip.most', { max: MOST_LINES })] : []);
}

/** One thing for each line, as one act. @param {View} view @param {Root} root @param {Spot} spot @param {string[]} lines */
export function makeOf(view, root, spot, lines) {
  const { commands, board } = view;
  const placeFor = placesFor(board, root, spot, null);
  if (!placeFor || !lines.length) return null;
  return commands.together(() => lines.map((text, i) => {
    const { parents: [first = null, second = null], index } = placeFor(null, i);
    if (root === 'cards') return commands.addCard(first, second, { text, index });
    return root === 'touchpoints' ? commands.addTouchpoint(first, { name: text, index }) : commands.addActivity(first, { text, index });
  }).filter((id) => id !== null));
}

/** What has no place there, of several kinds, waits in the tray. @param {View} view @param {Spot} spot @param {Bundle} bundle */
async function pasteThings(view, spot, bundle) {
  const { board, commands } = view;
  const here = view.session.head.board;
  const parts = partsOf(bundle);
  const at = parts.length > 1 ? { ...spot, lane: null } : spot; // each card goes to a lane of its own kind
  const places = parts.map((part) => placesFor(board, part.root, at, part, here));
  if (!places.some(Boolean)) return toast(t('clip.nowhere'));
  const pictures = bundle.board === here ? new Map() : await fetched(bundle.board, picturesOf(parts.flatMap(({ things }) => things)));
  /** @type {import('./known_here.js').Along} */
  const along = { brought: [], left: new Set() };
  const made = commands.together(() => parts.flatMap((part, i) => {
    const placeFor = places[i] ?? placesFor(board, part.root, { ...spot, thing: null, loose: true }, part, here);
    if (!placeFor) return [];
    const ids = bringBack(board, commands, part, here, placeFor) ?? lay(board, commands, part, here, placeFor, (id) => pictures.get(id) ?? null, along);
    return (ids ?? []).map((id) => ({ root: part.root, id }));
  }));
  const quoted = (/** @type {string[]} */ names) => names.map((name) => t('clip.quoted', { name })).join(', ');
  const labels = quoted(along.brought.map(({ root, id }) => board.item(root, id)?.name));
  const personas = quoted([...along.left]);
  const left = [...pictures.values()].filter((picture) => !picture).length;
  const more = [labels && t('clip.labels', { names: labels }), personas && t('clip.personas', { names: personas }), left && t('clip.pictures', { count: left })];
  if (made) await after(view, made, more, along.brought);
}

/** Says what came, selects it in the place of what was copied, and takes it back on a press. @param {View} view @param {{root: Root, id: string}[]} made @param {(string|0)[]} more @param {import('./items.js').Ref[]} [brought] what came along */
async function after(view, made, more, brought = []) {
  const { board, commands } = view;
  const last = made.at(-1);
  if (last) await focusOn(view, last);
  const selection = /** @type {{grasp?: import('./items.js').Grip|null}} */ (view).grasp?.selection;
  const before = selection?.refs ?? [];
  selection?.set(made.length > 1 ? made : []);
  const things = counted(made.map(({ root }) => root));
  toast([t('clip.pasted', { things }), ...more].filter(Boolean).join(' · '), { label: t('app.undo'), run: () => {
    commands.together(() => [...made, ...made.flatMap((each) => below(board, each)), ...brought].forEach(({ root, id }) => commands.remove(root, id)));
    selection?.set(before);
  } });
}

/** In this tab, for menus where the browser's clipboard is shut. @param {Clip} clip */
function keep(clip) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(clip));
  } catch { /* too much, or not allowed: the browser's own clipboard has it */ }
}

/** @returns {Clip|null} */
function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
  } catch {
    return null;
  }
}

/** The thing that an element shows, if it can be copied. @param {Element} target @returns {Load|null} */
export function loadAt(target) {
  const ref = refOf(target);
  return ref && copyable(ref) ? ref : null;
}

// Things on the board and the elements that show them: every element of a thing carries `data-item="root:id"`.

/** @typedef {import('../model/schema.js').Root} Root */
/** @typedef {{root: Root, id: string}} Ref */
/** What is held: a thing, and with it all of its kind that are held along, in order; `also`: those of other kinds. @typedef {Ref & {ids?: readonly string[], also?: readonly Load[]}} Load */
/** What acts and panels ask of a view of the board, be it the map or the outline. @typedef {import('../ui/element.js').Element & {readonly readOnly: boolean, readonly persona: string|null, chosen: string|null, readonly guide?: import('./wall.js').Wall|null, readonly reach?: (ref: Ref) => void, readonly standIn?: (item: string) => HTMLElement|null}} View */
/** What helps while one writes asks of a view, be it the map, the phone or the outline. @typedef {View & {readonly content: HTMLElement, readonly scroller: HTMLElement, readonly zoom: {readonly px: number}, readonly stop: AbortController}} Sheet */
/** What acts and hands ask of a view that shows cards, be it the map or the phone. @typedef {Sheet & {series: import('../model/schema.js').Series, readonly grasp?: Grip|null, readonly ground?: Ground, pointAt(x: number, y: number, carried?: object|null): void, readonly along?: (ref: Ref) => import('../ui/menu.js').MenuEntry[]}} Surface */
/** What hands can do to the things of a view. @typedef {{readonly selection: import('./selection.js').Selection, press(down: PointerEvent): void, click(event: MouseEvent): boolean, copy(event: ClipboardEvent): void, askFor(type: 'copy'|'cut'): void, openPlaceMenu?(cell: HTMLElement): void}} Grip */
/** Where things may stand on a view that is no map: the place under a pointer, and how it is shown. @typedef {{place(load: Load, under: Element, y: number): import('./places.js').Place|null, line(load: Load, place: import('./places.js').Place): import('./drop_line.js').Line}} Ground */

/** The thing that an element shows or belongs to. @param {EventTarget|null} target @returns {Ref|null} */
export function refOf(target) {
  const element = target instanceof Element ? target.closest('[data-item]') : null;
  return element instanceof HTMLElement ? parseRef(element.dataset.item ?? '') : null;
}

/** @param {string} text @returns {Ref} */
export function parseRef(text) {
  const [root, id = ''] = text.split(':');
  return { root: /** @type {Root} */ (root), id };
}

/** @param {Ref} ref */
export function keyOf({ root, id }) {
  return `${root}:${id}`;
}

/** @param {HTMLElement} within @param {Ref} ref @returns {HTMLElement|null} */
export function elementOf(within, ref) {
  const key = keyOf(ref);
  return named(within, key) ?? within.querySelector(`[data-item="${CSS.escape(key)}"]`);
}

/** What is many bears its name as its id, `ROOT:ID` or `cell:ACTIVITY|LANE`: to search a wide board costs more than to draw a letter. @param {HTMLElement} within @param {string} name @returns {HTMLElement|null} */
export function named(within, name) {
  const found = document.getElementById(name);
  return within.contains(found) ? found : null;
}

/** Activity and lane of the cell that an element is or lies in. @param {EventTarget|null} target @returns {{activity: string, lane: string}|null} */
export function cellOf(target) {
  const cell = target instanceof Element ? target.closest('[data-cell]') : null;
  if (!(cell instanceof HTMLElement)) return null;
  const [activity = '', lane = ''] = (cell.dataset.cell ?? '').split('|');
  return { activity, lane };
}

const TICKS = 80; // microtasks: the board draws a change within some twenty of them, in the same task as the key or the tap
const FRAMES = 30;

/** Lets the board draw what has just been changed, within the same task. */
export async function settled() {
  for (let tick = 0; tick < TICKS; tick++) await null;
}

/**
 * What `find` finds as soon as the board has drawn it; null if it does not come. Mostly within the same task: no letter
 * typed next is lost, and phones still count it as the person's own gesture when a field opens.
 * @template T @param {() => T|null} find @returns {Promise<T|null>}
 */
export async function drawn(find) {
  for (let tick = 0; tick < TICKS + FRAMES; tick++) {
    const found = find();
    if (found) return found;
    await (tick < TICKS ? null : new Promise(requestAnimationFrame));
  }
  return null;
}

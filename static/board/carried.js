// What somebody carries, as the others see it (R13: it is presence, and the board changes when it is let go): the things lifted, the
// place where they would stand, and what hangs on the pointer.
import { html, nothing } from '#lit';
import { inkOn } from '../ui/disc.js';
import { lineAt } from './drop_line.js';
import { elementOf, keyOf, parseRef } from './items.js';
import { boxOf } from './pointer.js';

/** @typedef {import('./board.js').BoardView} View */
/** @typedef {import('./items.js').Load} Load */
/** @typedef {import('./places.js').Place} Place */
/** @typedef {import('../sync/presence.js').Other} Other */
/** @typedef {{item: string, items?: string[], count?: number, to?: Place|null, anchor?: string, x?: number, y?: number}} Carried */
/** @typedef {(x: number, y: number) => string} At */

const SHOWN = 12; // of many things: presence is kept small
const CARRIED = new Set(['stages', 'activities', 'touchpoints', 'cards', 'lanes']);

/** @param {Load} load @param {Place|null} to @returns {Carried} */
export function told({ root, id, ids = [id] }, to) {
  const items = ids.length > 1 ? { items: ids.slice(0, SHOWN).map((each) => keyOf({ root, id: each })), count: ids.length } : {};
  return { item: keyOf({ root, id }), ...items, to };
}

/** @param {View} view @param {Other[]} others @param {At} at */
export function carriers(view, others, at) {
  return others.map((other) => {
    const carried = carriedOf(other.drag);
    if (!carried) return nothing;
    const things = (carried.items ?? [carried.item]).map(parseRef);
    const ink = `--person: ${other.color}; --ink-on: ${inkOn(other.color)}`;
    return [lifted(view, things, ink, at), line(view, things, carried, other.name, ink, at), paper(view, carried, ink, at)];
  });
}

/** What another tells of is anybody's: only what could be carried is shown. @param {any} drag @returns {Carried|null} */
function carriedOf(drag) {
  if (typeof drag?.item !== 'string' || !CARRIED.has(parseRef(drag.item).root)) return null;
  const { item, items, count, to, anchor, x, y } = drag;
  return {
    item, ...(Array.isArray(items) ? { items: items.slice(0, SHOWN).map(String) } : {}), count: Number(count) || 1,
    to: Array.isArray(to?.parents) ? to : null, ...(typeof anchor === 'string' ? { anchor, x: Number(x) || 0, y: Number(y) || 0 } : {}),
  };
}

/** @param {View} view @param {import('./items.js').Ref[]} things @param {string} ink @param {At} at */
function lifted(view, things, ink, at) {
  return things.map((ref) => {
    const box = elementOf(view.content, ref)?.getBoundingClientRect();
    return box && html`<div class="other other--lifted" style="${ink}; ${at(box.left, box.top)}; ${sizeOf(view, box)}"></div>`;
  });
}

/** @param {View} view @param {import('./items.js').Ref[]} things @param {Carried} carried @param {string} name @param {string} ink @param {At} at */
function line(view, [first], { item, to }, name, ink, at) {
  const { root, id } = parseRef(item);
  if (!to || !first) return nothing;
  const { box, empty } = lineAt(view, { root, id, ids: [id] }, to);
  return box && html`<div class="other-line ${empty ? 'other-line--first' : ''}" style="${ink}; ${at(box.left, box.top)}; ${sizeOf(view, box)}"><b>${name}</b></div>`;
}

/** @param {View} view @param {Carried} carried @param {string} ink @param {At} at */
function paper(view, { item, count = 1, anchor, x = 0, y = 0 }, ink, at) {
  const box = anchor ? boxOf(view, anchor) : null;
  const { root, id } = parseRef(item);
  const thing = view.board.item(root, id);
  if (!box || !thing) return nothing;
  return html`<div class="other other--drag" style="${ink}; ${at(box.left + x * box.width, box.top + y * box.height)}"><p>${thing.text || thing.name || thing.title || '…'}</p>${count > 1 ? html`<i>${count}</i>` : nothing}</div>`;
}

/** @param {View} view @param {{width: number, height: number}} box */
function sizeOf(view, { width, height }) {
  const zoom = view.zoom.px;
  return `inline-size: ${width / zoom}px; block-size: ${height / zoom}px`;
}

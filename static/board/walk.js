// Walking the map by arrow keys: things first, then cells; one tab stop for the whole grid.

/** Rows, top to bottom. @param {HTMLElement} map @returns {HTMLElement[]} */
const rowsOf = (map) => [...map.querySelectorAll(/** @type {'div'} */ (':scope > .row'))];

/** Places of a row, left to right; the head of a lane is its first. @param {HTMLElement} row @returns {HTMLElement[]} */
function placesOf(row) {
  release(row);
  return /** @type {HTMLElement[]} */ ([...row.querySelectorAll(':scope > :is(.head[data-item], .stage, .cell, .curve__cell), .add-stage')]);
}

/** What may have the focus in a place: its things, else the place itself. @param {HTMLElement} place @returns {HTMLElement[]} */
function stopsOf(place) {
  if (place.matches('.stage, .head, .add-stage')) return [place];
  const things = /** @type {HTMLElement[]} */ ([...place.querySelectorAll('[data-item], .activity--idle, .pin')]);
  return things.length ? things : [place];
}

/** The place that an element stands in. @param {HTMLElement} element @returns {HTMLElement|null} */
const placeOf = (element) => element.closest('.head[data-item], .stage, .cell, .curve__cell, .add-stage');

/** Where a key leads from here; null if nowhere. @param {HTMLElement} map @param {HTMLElement} from @param {string} key @param {boolean} whole with Ctrl: to the corner of the map @returns {HTMLElement|null} */
export function walk(map, from, key, whole) {
  const place = placeOf(from);
  const row = /** @type {HTMLElement|null} */ (place?.closest('.row') ?? null);
  if (!place || !row) return null;
  switch (key) {
    case 'ArrowUp': return vertical(map, row, place, from, -1);
    case 'ArrowDown': return vertical(map, row, place, from, 1);
    case 'ArrowLeft': return sideways(row, place, from, -1);
    case 'ArrowRight': return sideways(row, place, from, 1);
    case 'Home': return edge(whole ? rowsOf(map)[0] ?? row : row, 0);
    case 'End': return edge(whole ? rowsOf(map).at(-1) ?? row : row, -1);
    default: return null;
  }
}

/** The first thing of the map: where Tab enters it. @param {HTMLElement} map @returns {HTMLElement|null} */
export function entrance(map) {
  return map.querySelector('.activity') ?? map.querySelector('.stage, .cell');
}

/** @param {HTMLElement} map @param {HTMLElement} row @param {HTMLElement} place @param {HTMLElement} from @param {1|-1} by */
function vertical(map, row, place, from, by) {
  const stops = stopsOf(place);
  const next = stops[stops.indexOf(from) + by];
  if (next && stops.includes(from)) return next;
  const rows = rowsOf(map);
  for (let at = rows.indexOf(row) + by; rows[at]; at += by) {
    const target = placeAt(/** @type {HTMLElement} */ (rows[at]), place);
    if (target) return stopsOf(target).at(by > 0 ? 0 : -1) ?? null;
  }
  return null;
}

/** The place in another row under or over this one. @param {HTMLElement} row @param {HTMLElement} place */
function placeAt(row, place) {
  const places = placesOf(row);
  if (place.matches('.head')) return places.find((other) => other.matches('.head')) ?? null;
  const column = columnOf(place);
  return places.findLast((other) => !other.matches('.head, .add-stage') && columnOf(other) <= column) ?? null;
}

/** @param {HTMLElement} row @param {HTMLElement} place @param {HTMLElement} from @param {1|-1} by */
function sideways(row, place, from, by) {
  const places = placesOf(row);
  const target = places[places.indexOf(place) + by];
  if (!target) return null;
  release(target);
  const stops = stopsOf(target);
  return stops[Math.min(stops.length - 1, Math.max(0, stopsOf(place).indexOf(from)))] ?? null;
}

/** @param {HTMLElement} row @param {0|-1} at */
function edge(row, at) {
  const place = placesOf(row).filter((other) => !other.matches('.head, .add-stage')).at(at);
  if (!place) return null;
  release(place);
  return stopsOf(place)[0] ?? null;
}

/** What still waits to be filled is filled when one comes to it. @param {HTMLElement} place a row or a cell */
function release(place) {
  /** @type {any} */ (place).release?.();
}

/** @param {HTMLElement} place */
const columnOf = (place) => Number(place.dataset.column ?? -1);

// What others change glows for a second in their colour; what nobody sees is not lit.
import { changedThings, readThing } from '../model/paths.js';

const MOST = 24; // a whole board that arrives at once lights nothing
const REMEMBERED = 100;

/** Comes with the first light. @type {typeof import('./light.js')|null} */
let lamp = null;

/** @param {import('./items.js').View} view */
export function glow(view) {
  const { session } = view;
  /** When a thing was lit last: what is written on and on need not be lit each time. @type {Map<string, number>} */
  const lately = new Map();
  /** The lights of texts: the next letter is theirs alone. @type {WeakMap<object, import('./light.js').Light>} */
  const writing = new WeakMap();

  /** @param {string} thing */
  function isDark(thing) {
    const now = performance.now();
    const dark = now - (lately.get(thing) ?? -Infinity) > (lamp?.FRESH_MS ?? 0);
    if (lately.size > REMEMBERED) lately.clear();
    if (dark) lately.set(thing, now);
    return dark;
  }

  session.board.follow((transaction) => {
    const { changed } = transaction;
    if (changed.size === 1 && writing.get(/** @type {object} */ (changed.keys().next().value))?.goesOn(transaction)) return;
    if (document.hidden || document.body.dataset.ready === undefined) return;
    const fresh = changedThings(transaction).filter(isDark);
    if (fresh.length && fresh.length <= MOST) behindFrame(() => void shine(fresh, transaction));
  }, 'elsewhere');

  /** @param {string[]} things @param {import('yjs').Transaction} transaction */
  async function shine(things, transaction) {
    lamp ??= await import('./light.js');
    const [light] = lamp.light(view, new Set(things.map(itemOf)), transaction);
    const [[type, keys]] = transaction.changed;
    if (light && keys.has(null)) writing.set(type, light);
  }
}

/** Once the change is laid out: to ask where a thing stands costs nothing then. @param {() => void} act */
function behindFrame(act) {
  requestAnimationFrame(() => setTimeout(act));
}

/** `root:id` of a changed thing; ratings glow on their pin. @param {string} thing */
function itemOf(thing) {
  const { root, id } = readThing(thing);
  return root === 'ratings' ? `pin:${id.split('/')[0]}` : `${root}:${id}`;
}

// What others change glows for a second in their colour; what nobody sees is not lit.
import { changedThings, readThing } from '../model/paths.js';

const MOST = 24; // a whole board that arrives at once lights nothing
const REMEMBERED = 100;

/** Comes with the first light. @type {typeof import('./light.js')|null} */
let lamp = null;

/** @param {import('./items.js').View} view */
export function glow(view) {
  const { session } = view;
  /** When a thing was lit last: who types need not light it with every letter. @type {Map<string, number>} */
  const lately = new Map();
  let stop = listen();
  session.hub.on('reset', () => {
    stop();
    stop = listen();
  });

  /** @param {string} thing */
  function isDark(thing) {
    const now = performance.now();
    const dark = now - (lately.get(thing) ?? -Infinity) > (lamp?.FRESH_MS ?? 0);
    if (lately.size > REMEMBERED) lately.clear();
    if (dark) lately.set(thing, now);
    return dark;
  }

  /** @param {string[]} things @param {string} color */
  async function shine(things, color) {
    lamp ??= await import('./light.js');
    lamp.light(view, new Set(things.map(itemOf)), color);
  }

  function listen() {
    const doc = session.doc;
    const heard = (/** @type {import('yjs').Transaction} */ transaction) => {
      if (transaction.local || document.hidden || document.body.dataset.ready === undefined) return;
      const fresh = changedThings(transaction).filter(isDark);
      if (fresh.length && fresh.length <= MOST) behindFrame(() => void shine(fresh, colorOf(session, transaction)));
    };
    doc.on('afterTransaction', heard);
    return () => doc.off('afterTransaction', heard);
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

/** The colour of who wrote it, as far as one can tell. @param {import('../sync/session.js').Session} session @param {import('yjs').Transaction} transaction */
function colorOf(session, transaction) {
  for (const client of transaction.afterState.keys()) {
    if (transaction.afterState.get(client) === transaction.beforeState.get(client)) continue;
    const other = session.presence.others().find(({ connection }) => connection === client);
    if (other) return other.color;
  }
  return 'var(--accent)';
}

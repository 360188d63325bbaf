// What others change glows for a second in their colour; what nobody sees is not lit.
import { changedThings, readThing } from '../model/paths.js';
import { elementOf } from './items.js';

const GLOW_MS = 1000;
const MOST = 24; // a whole board that arrives at once lights nothing

/** @param {import('./items.js').View} view */
export function glow(view) {
  const { session } = view;
  let stop = listen();
  session.hub.on('reset', () => {
    stop();
    stop = listen();
  });

  function listen() {
    const doc = session.doc;
    const heard = (/** @type {import('yjs').Transaction} */ transaction) => {
      if (transaction.local || document.body.dataset.ready === undefined) return;
      const items = new Set(changedThings(transaction).map(itemOf));
      if (items.size <= MOST) setTimeout(() => light(view, items, colorOf(session, transaction)), 30);
    };
    doc.on('afterTransaction', heard);
    return () => doc.off('afterTransaction', heard);
  }
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

/** @param {import('./items.js').View} view @param {Set<string>} items @param {string} color */
function light(view, items, color) {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  for (const item of items) {
    const [root = '', id = ''] = item.split(':');
    const element = root === 'pin' ? view.querySelector(`[data-pin="${CSS.escape(id)}"] .pin__head`) : elementOf(view, { root: /** @type {any} */ (root), id });
    element?.animate(
      [{ outline: `3px solid ${color}`, outlineOffset: '1px' }, { outline: `3px solid ${color}`, outlineOffset: '1px', offset: still ? 0.99 : 0.4 }, { outline: '3px solid transparent', outlineOffset: '1px' }],
      { duration: GLOW_MS, easing: 'ease-out' },
    );
    view.guide?.saw(element ?? null);
  }
}

// What others change glows for a second in their colour; what nobody sees is not lit.
import { changedThings, readThing } from '../model/paths.js';

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
      if (transaction.local || document.hidden || document.body.dataset.ready === undefined) return;
      const items = new Set(changedThings(transaction).map(itemOf));
      if (items.size <= MOST) requestAnimationFrame(async () => (await import('./light.js')).light(view, items, colorOf(session, transaction)));
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

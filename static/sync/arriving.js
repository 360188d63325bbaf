// What the server sends of the document is in bytes already: they are told as they came, and Yjs need not find them again.
import { applyUpdate, readVarUint, readVarUint8Array } from '#yjs';

const SYNC = 0;
const STEP1 = 0;
const STEP2 = 1;

/**
 * Takes in what `provider` brings; who listens to updates of its document hears of everything else.
 * @param {import('#yjs').WebsocketProvider} provider
 * @param {(update: Uint8Array) => void} told of each update that was taken in
 * @returns {() => void} ends it
 */
export function arriving(provider, told) {
  const { doc, messageHandlers } = provider;
  const { _observers: listeners } = doc;
  const answer = messageHandlers[SYNC];
  /** @type {Set<any>|undefined} */
  let aside;

  const back = () => {
    if (aside) listeners.set('update', aside);
    aside = undefined;
  };

  /** Yjs asks next whether anybody listens to updates, before it puts the transaction into bytes. @param {import('yjs').Transaction} transaction */
  const ended = ({ origin }) => {
    back(); // something is written in answer to what arrived
    if (origin !== provider) return;
    aside = listeners.get('update');
    listeners.delete('update');
  };

  messageHandlers[SYNC] = (encoder, decoder, ...rest) => {
    const from = decoder.pos;
    const step = readVarUint(decoder);
    if (step === STEP1) {
      decoder.pos = from;
      return answer?.(encoder, decoder, ...rest);
    }
    const update = readVarUint8Array(decoder);
    try {
      applyUpdate(doc, update, provider);
      told(update);
    } catch (error) {
      console.error(error);
    } finally {
      back();
    }
    if (step === STEP2 && !provider.synced) provider.synced = true;
  };
  doc.on('afterTransactionCleanup', ended);
  return () => doc.off('afterTransactionCleanup', ended);
}

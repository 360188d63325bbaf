// Vendored by tools/vendor.mjs; see LICENSES and versions.json. Do not edit.
export { Doc, Map, Text, YMapEvent, YTextEvent, UndoManager, transact } from 'yjs';
export { applyUpdate, encodeStateAsUpdate, encodeStateVector, decodeStateVector, decodeUpdate, encodeStateVectorFromUpdate, mergeUpdates } from 'yjs';
export { WebsocketProvider } from 'y-websocket';
export { Awareness, encodeAwarenessUpdate, applyAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness';
export { IndexeddbPersistence, storeState, clearDocument } from 'y-indexeddb';
export { generateKeyBetween } from 'fractional-indexing';
export { createEncoder, toUint8Array, writeVarUint, writeVarString, writeVarUint8Array } from 'lib0/encoding';
export { createDecoder, readVarUint, readVarString, readVarUint8Array } from 'lib0/decoding';

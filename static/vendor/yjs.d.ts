// Vendored by tools/vendor.mjs; see LICENSES and versions.json. Do not edit.
export { Doc, Map, Text, UndoManager } from 'yjs';
export { applyUpdate, encodeStateAsUpdate, encodeStateVector, decodeStateVector, encodeStateVectorFromUpdate, mergeUpdates } from 'yjs';
export { WebsocketProvider } from 'y-websocket';
export { Awareness, encodeAwarenessUpdate, applyAwarenessUpdate } from 'y-protocols/awareness';
export { IndexeddbPersistence, storeState } from 'y-indexeddb';
export { generateKeyBetween } from 'fractional-indexing';
export { createEncoder, toUint8Array, writeVarUint, writeVarString, writeVarUint8Array } from 'lib0/encoding';
export { createDecoder, readVarUint, readVarString, readVarUint8Array } from 'lib0/decoding';

// The phone's own way back: what lies over the board goes away first, in browsers that tell of it.

/** @typedef {EventTarget & {destroy: () => void}} Watcher */

const { CloseWatcher } = /** @type {{CloseWatcher?: new () => Watcher}} */ (globalThis);

/** Puts something away on the way back, which it then also ends by itself. @param {() => void} close @returns {() => void} for what was put away otherwise */
export function onBack(close) {
  if (!CloseWatcher || !matchMedia('(pointer: coarse)').matches) return () => {};
  const watcher = new CloseWatcher();
  watcher.addEventListener('close', close);
  return () => watcher.destroy();
}

// Styles of what is opened now and then: they come with the first of it, and it is never seen without them.
import { asset } from './icons.js';

/** @type {Map<string, Promise<unknown>>} */
const coming = new Map();

/** Resolves when a stylesheet is there, or cannot be had. @param {string} path */
export function styles(path) {
  const known = coming.get(path);
  if (known) return known;
  const loaded = new Promise((resolve) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = asset(path);
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });
  coming.set(path, loaded);
  return loaded;
}

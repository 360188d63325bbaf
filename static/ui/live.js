// One live region for the whole page: what a screen reader says after an act of this person.

const POLITE_MS = 60; // an emptied region must be noticed before it is filled again, or the same words stay unsaid

/** @type {HTMLElement|null} */
let region = null;
/** Sentences that wait for the region to be noticed. @type {string[]} */
const waiting = [];

/** Says a sentence to those who listen instead of looking; what one act says at several places is heard together. @param {string} text */
export function announce(text) {
  const place = (region ??= makeRegion());
  place.textContent = '';
  if (!waiting.length) setTimeout(() => { place.textContent = waiting.splice(0).join(' · '); }, POLITE_MS);
  if (!waiting.includes(text)) waiting.push(text);
}

function makeRegion() {
  const made = document.createElement('div');
  made.className = 'visually-hidden';
  made.setAttribute('role', 'status');
  made.setAttribute('aria-live', 'polite');
  document.body.append(made);
  return made;
}

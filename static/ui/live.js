// One live region for the whole page: what a screen reader says after an act of this person.

const POLITE_MS = 60; // an emptied region must be noticed before it is filled again, or the same words stay unsaid

/** @type {HTMLElement|null} */
let region = null;

/** Says a sentence to those who listen instead of looking. @param {string} text */
export function announce(text) {
  const place = (region ??= makeRegion());
  place.textContent = '';
  setTimeout(() => { place.textContent = text; }, POLITE_MS);
}

function makeRegion() {
  const made = document.createElement('div');
  made.className = 'visually-hidden';
  made.setAttribute('role', 'status');
  made.setAttribute('aria-live', 'polite');
  document.body.append(made);
  return made;
}

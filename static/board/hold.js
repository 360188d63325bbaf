// While others write in a card, the box of its text keeps its size: then a letter lays out that text alone, and not a row of 150 cells.

/** What is held: the text, its box and the size that the text had; null: not seen yet. @type {Map<Element, {box: HTMLElement, size: string}>} */
const held = new Map();

/** Another line, another width or a field in the text's place: the box goes with it again, before anybody sees a thing. */
const sizes = new ResizeObserver((entries) => {
  for (const { target, contentRect: { width, height } } of entries) {
    const hold = held.get(target);
    const size = `${width} ${height}`;
    if (hold) hold.size ||= size;
    if (hold && hold.size !== size) release(target);
  }
});
addEventListener('beforeprint', () => [...held.keys()].forEach(release));

/** Holds a card's text, which is a block of its own as those in rows and grids are not; returns what lets go. @param {HTMLElement} thing @returns {() => void} */
export function hold(thing) {
  const text = thing.matches('.card') ? thing.querySelector(':scope > .text > .text__shown') : null;
  const box = text?.parentElement;
  if (!text || !box) return () => {};
  if (!held.has(text)) {
    box.style.cssText = `block-size: ${getComputedStyle(box).blockSize}; contain: size layout`;
    held.set(text, { box, size: '' });
    sizes.observe(text);
  }
  return () => release(text);
}

/** @param {Element} text */
function release(text) {
  held.get(text)?.box.removeAttribute('style');
  held.delete(text);
  sizes.unobserve(text);
}

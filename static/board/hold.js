// While others write in a card, the box of its text keeps its size: then a letter lays out that text alone, and not a row of 150 cells or the whole outline.

/** What is held: the text, its box, the size that the text had ('': not seen yet), and who hears that it has another. @type {Map<Element, {box: HTMLElement, size: string, grown: () => void}>} */
const held = new Map();

/** Another line, another width or a field in the text's place: the box goes with it again, before anybody sees a thing. */
const sizes = new ResizeObserver((entries) => {
  for (const { target, contentRect: { width, height } } of entries) {
    const hold = held.get(target);
    const size = `${width} ${height}`;
    if (hold) hold.size ||= size;
    if (!hold || hold.size === size) continue;
    release(target);
    hold.grown();
  }
});
addEventListener('beforeprint', () => [...held.keys()].forEach(release));

/** Holds a card's text, or a card in the outline: blocks of their own, as those in rows and grids are not; returns what lets go. @param {HTMLElement} thing @param {() => void} grown called when the text's size has let go @returns {() => void} */
export function hold(thing, grown) {
  const text = thing.querySelector(':scope.card > .text > .text__shown') ?? thing.closest('bb-outline-card');
  const box = text?.parentElement;
  if (!text || !box) return () => {};
  if (!held.has(text)) {
    Object.assign(box.style, { blockSize: getComputedStyle(box).blockSize, contain: 'size layout' });
    held.set(text, { box, size: '', grown });
    sizes.observe(text);
  }
  return () => release(text);
}

/** @param {Element} text */
function release(text) {
  const { box } = held.get(text) ?? {};
  if (box) Object.assign(box.style, { blockSize: '', contain: '' });
  held.delete(text);
  sizes.unobserve(text);
}

// While others write in a card, the box of its text keeps its size: then a letter lays out that text alone, and not a row of 150 cells or the whole outline.

const LEAST_PX = 0.5; // what is less is rounding

/** What is held: the text and its box, how high the box is and how much of that is not text, the text's width (0: not seen yet), who hears that it grew. @typedef {{box: HTMLElement, height: number, beside: number, width: number, grown: () => void}} Held */
/** @type {Map<Element, Held>} */
const held = new Map();

/** Before anybody sees a thing the box goes along with another line; with another width, or a field in the text's place, it is let go. */
const sizes = new ResizeObserver((entries) => {
  for (const { target, borderBoxSize: [{ inlineSize: width = 0, blockSize: height = 0 } = {}] } of entries) {
    const hold = held.get(target);
    if (!hold) continue;
    hold.width ||= width;
    if (width !== hold.width || !height) {
      release(target);
      requestAnimationFrame(hold.grown);
    } else if (Math.abs(hold.beside + height - hold.height) >= LEAST_PX) {
      hold.height = hold.beside + height;
      hold.box.style.blockSize = `${hold.height}px`;
      hold.grown();
    }
  }
});
addEventListener('beforeprint', () => [...held.keys()].forEach(release));

/** Holds a card's text, or a card in the outline: blocks of their own, as those in rows and grids are not; returns what lets go. @param {HTMLElement} thing @param {() => void} grown @returns {() => void} */
export function hold(thing, grown) {
  const text = thing.querySelector(':scope.card > .text > .text__shown') ?? thing.closest('bb-outline-card');
  const box = text?.parentElement;
  if (!text || !box) return () => {};
  if (!held.has(text)) {
    const [height = 0, ofText = 0] = [box, text].map((element) => parseFloat(getComputedStyle(element).blockSize));
    Object.assign(box.style, { blockSize: `${height}px`, contain: 'size layout' });
    held.set(text, { box, height, beside: height - ofText, width: 0, grown });
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

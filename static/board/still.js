// Nothing jumps while one writes: where others' changes push the text along, the view scrolls with it, so that the caret stays where
// it is on the screen.

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{scroller: HTMLElement, content: HTMLElement, session: import('../sync/session.js').Session}} Ground */

const RESUME_MS = 1500; // a field that another has moved is opened again where it went

/** Where the last field was on the screen when it was left. @type {{of: string, seen: Point, at: number}|null} */
let left = null;

/** @param {Ground} ground @param {HTMLElement} field until it loses the focus */
export function hold({ scroller, content, session }, field) {
  const of = nameOf(field);
  const { doc, hub } = session;
  const stop = new AbortController();
  const scrolled = () => ({ x: scroller.scrollLeft, y: scroller.scrollTop });
  let at = within(content, field);
  let frame = 0;
  const check = () => {
    frame = 0;
    if (!field.isConnected) return;
    const now = within(content, field);
    shift(scroller, minus(now, at));
    at = now;
  };
  const soon = () => { frame ||= requestAnimationFrame(check); };
  if (left?.of === of && performance.now() - left.at < RESUME_MS) shift(scroller, minus(minus(at, scrolled()), left.seen));
  scroller.style.overflowAnchor = 'none'; // the browser would hold on to what lies at the upper edge
  doc.on('afterTransaction', soon);
  const sizes = new ResizeObserver(check);
  sizes.observe(content);
  const offs = [hub.on('zoom', () => { at = within(content, field); }), () => doc.off('afterTransaction', soon), () => sizes.disconnect(), () => cancelAnimationFrame(frame)];
  field.addEventListener('blur', () => {
    left = { of, seen: minus(at, scrolled()), at: performance.now() };
    scroller.style.overflowAnchor = '';
    for (const off of offs) off();
    stop.abort();
  }, { signal: stop.signal });
}

/** @param {HTMLElement} scroller @param {Point} by */
function shift(scroller, { x, y }) {
  if (Math.abs(x) > 0.5 || Math.abs(y) > 0.5) scroller.scrollBy({ left: x, top: y, behavior: 'instant' });
}

/** @param {HTMLElement} content @param {HTMLElement} field @returns {Point} */
function within(content, field) {
  const [origin, box] = [content.getBoundingClientRect(), field.getBoundingClientRect()];
  return { x: box.left - origin.left, y: box.top - origin.top };
}

/** @param {Point} a @param {Point} b @returns {Point} */
const minus = (a, b) => ({ x: a.x - b.x, y: a.y - b.y });

/** @param {HTMLElement} field */
function nameOf(field) {
  return /** @type {import('./text_field.js').TextField|null} */ (field.closest('bb-text, bb-line'))?.of ?? '';
}

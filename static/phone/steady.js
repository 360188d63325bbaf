// The field in which one writes stays where it is on the glass, whatever others hang up or take away above it, and in sight when a keyboard comes up.

/** @param {HTMLElement} scroller @param {HTMLElement} content @param {AbortSignal} signal */
export function steady(scroller, content, signal) {
  /** @type {Element|null} */
  let field = null;
  let top = 0;
  const note = () => {
    const focused = document.activeElement;
    field = focused?.matches('textarea, input') && content.contains(focused) ? focused : null;
    top = field?.getBoundingClientRect().top ?? 0;
  };
  const sizes = new ResizeObserver((resized) => {
    const writing = field?.isConnected && field === document.activeElement ? field : null;
    const moved = writing ? writing.getBoundingClientRect().top - top : 0;
    if (moved) scroller.scrollTop += moved; // nothing where the browser has done so itself
    if (resized.some(({ target }) => target === scroller)) writing?.scrollIntoView({ block: 'nearest' });
    note();
  });
  sizes.observe(content);
  sizes.observe(scroller);
  content.addEventListener('focusin', note, { signal });
  scroller.addEventListener('scroll', note, { passive: true, signal });
  signal.addEventListener('abort', () => sizes.disconnect());
}

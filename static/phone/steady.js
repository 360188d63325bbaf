// The field in which one writes stays where it is on the glass, whatever others hang up or take away above it.

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
  const sizes = new ResizeObserver(() => {
    const moved = field?.isConnected && field === document.activeElement ? field.getBoundingClientRect().top - top : 0;
    if (moved) scroller.scrollTop += moved; // nothing where the browser has done so itself
    note();
  });
  sizes.observe(content);
  content.addEventListener('focusin', note, { signal });
  scroller.addEventListener('scroll', note, { passive: true, signal });
  signal.addEventListener('abort', () => sizes.disconnect());
}

// The wall has no controls: it goes along with the step of the workshop, and to what is new.

/** What a step of the workshop works on: a kind of lane, or what stands above them. @type {Readonly<Record<number, string>>} */
const WORKED_ON = {
  1: '.board__header', 2: '.board__header', 3: '.board__header', 4: '.board__header', 5: '[data-kind="storyboard"]', 6: '[data-kind="touchpoint"]', 7: '[data-kind="expectation"]',
  8: '[data-kind="painPoint"]', 9: '[data-kind="idea"]', 10: '[data-kind="rating"]', 11: '[data-kind="touchpoint"]', 12: '[data-kind="rating"]',
};

/** @param {import('./board.js').BoardView} view */
export function followWorkshop(view) {
  let step = -1;
  const follow = () => {
    if (view.session.workshop.step === step) return;
    step = view.session.workshop.step;
    bring(view.querySelector(WORKED_ON[step] ?? '.board__header'), 'center');
  };
  const off = view.session.hub.on('workshop', follow);
  view.stop.signal.addEventListener('abort', off);
  follow();
}

/** @param {Element|null} element @param {ScrollLogicalPosition} [block] */
export function bring(element, block = 'nearest') {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  element?.scrollIntoView({ block, inline: 'nearest', behavior: still ? 'instant' : 'smooth' });
}

// Where the focus goes when a panel or a menu is put away: to what it belonged to; where others have taken that, to what stands beside it or round it.

const STOPS = ':is(button, input, select, textarea):enabled, a[href], [tabindex]';

/** Remembers the surroundings of what is left; the focus goes back by what is returned. @param {Element|null} from */
export function wayBack(from) {
  const around = surroundings(from?.closest(STOPS) ?? null);
  return () => {
    for (const each of around) {
      const there = each.isConnected ? each : each.id && document.getElementById(each.id); // carried elsewhere, it is another element
      const stop = there && stopIn(there);
      if (stop) return stop.focus({ preventScroll: true });
    }
  };
}

/** From the thing outwards, at each turn with its neighbours. @param {Element|null} from @returns {Element[]} */
function surroundings(from) {
  if (!from) return [];
  const beside = [from.nextElementSibling, from.previousElementSibling].filter((each) => each !== null);
  return [from, ...beside, ...surroundings(from.parentElement)];
}

/** @param {Element} element @returns {HTMLElement|null} */
function stopIn(element) {
  const stops = [element, ...element.querySelectorAll(STOPS)];
  return /** @type {HTMLElement|null} */ (stops.find((stop) => stop.matches(STOPS) && stop.checkVisibility()) ?? null);
}

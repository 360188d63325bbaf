// The light on a thing that another changed: a frame around it that only fades, which the browser does beside the page.
import { elementOf } from './items.js';

const GLOW_MS = 1000;
const FRESH_MS = 200; // who types lights the same card again and again

const still = matchMedia('(prefers-reduced-motion: reduce)');
/** What shines, or did. @type {WeakMap<HTMLElement, {look: string, fading: Animation}>} */
const lit = new WeakMap();

/** @param {import('./items.js').View} view @param {Set<string>} items @param {string} color */
export function light(view, items, color) {
  for (const item of items) {
    const [root = '', id = ''] = item.split(':');
    const element = /** @type {HTMLElement|null} */ (root === 'pin' ? view.querySelector(`[data-pin="${CSS.escape(id)}"] .pin__head`) : elementOf(view, { root: /** @type {any} */ (root), id }));
    if (element) shine(element, color, item);
    view.guide?.saw(element ?? null);
  }
}

/** @param {HTMLElement} element @param {string} color @param {string} item */
function shine(element, color, item) {
  const last = lit.get(element);
  const running = last?.fading.playState === 'running';
  if (running && Number(last.fading.currentTime) < FRESH_MS) return;
  const { offsetParent: place, offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height } = element;
  if (!place) return;
  const { borderRadius, rotate } = getComputedStyle(element);
  const look = `--person: ${color}; position: absolute; inset: ${top}px auto auto ${left}px; width: ${width}px; height: ${height}px; border-radius: ${borderRadius}; rotate: ${rotate}; outline: 3px solid var(--person); outline-offset: 1px; pointer-events: none`;
  if (running && last.look === look) {
    last.fading.currentTime = 0;
    return;
  }
  last?.fading.finish();
  const frame = document.createElement('i');
  frame.style.cssText = look;
  frame.dataset.lights = item;
  place.append(frame);
  const fading = frame.animate([{ opacity: 1 }, { opacity: 1, offset: still.matches ? 0.99 : 0.4 }, { opacity: 0 }], { duration: GLOW_MS, easing: 'ease-out' });
  fading.onfinish = () => frame.remove();
  lit.set(element, { look, fading });
}

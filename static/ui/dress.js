// The page's look for eyes that need more contrast or colours of their own, before anything is seen; once the page stands, its look
// on paper, and whatever the next press may ask for, to be there when the connection is not.
import { styles } from './styles.js';

const keen = matchMedia('(prefers-contrast: more), (forced-colors: active)');

/** Resolves when the scripts of the next press are at hand, where the browser fetches ahead. */
export async function dress() {
  keen.addEventListener('change', sharpen);
  void styles('css/print.css');
  const later = /** @type {HTMLTemplateElement|null} */ (document.getElementById('later'));
  const scripts = /** @type {HTMLLinkElement[]} */ ([...later?.content.querySelectorAll('[as="script"]') ?? []]);
  const there = Promise.all(scripts.map((link) => new Promise((resolve) => { link.onload = resolve; })));
  if (later) document.head.append(later.content);
  await there;
}

/** Resolves when the page is as sharp as the system asks for; for most people that is at once. */
export async function sharpen() {
  if (keen.matches) await styles('css/contrast.css');
}

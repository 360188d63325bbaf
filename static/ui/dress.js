// Once the page stands: its look on paper, and for eyes that need more contrast or colours of their own; and whatever the next
// press may ask for, to be there when the connection is not.
import { styles } from './styles.js';

const keen = matchMedia('(prefers-contrast: more), (forced-colors: active)');

/** Resolves when the scripts of the next press are at hand, where the browser fetches ahead. */
export async function dress() {
  sharpen();
  keen.addEventListener('change', sharpen);
  void styles('css/print.css');
  const later = /** @type {HTMLTemplateElement|null} */ (document.getElementById('later'));
  const scripts = /** @type {HTMLLinkElement[]} */ ([...later?.content.querySelectorAll('[as="script"]') ?? []]);
  const there = Promise.all(scripts.map((link) => new Promise((resolve) => { link.onload = resolve; })));
  if (later) document.head.append(later.content);
  await there;
}

function sharpen() {
  if (keen.matches) void styles('css/contrast.css');
}

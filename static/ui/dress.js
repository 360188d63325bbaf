// What only some need, once the page stands: its look on paper, and for eyes that need more contrast or colours of their own.
import { styles } from './styles.js';

const keen = matchMedia('(prefers-contrast: more), (forced-colors: active)');

function sharpen() {
  if (keen.matches) void styles('css/contrast.css');
}

keen.addEventListener('change', sharpen);
sharpen();
void styles('css/print.css');

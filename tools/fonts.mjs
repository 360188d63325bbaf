// Copies the subsets of Source Sans 3 that the pages use, with their licence, from the npm package to static/fonts.
import {copyFileSync, mkdirSync} from 'node:fs';

const SUBSETS = ['latin-wght-normal', 'latin-ext-wght-normal', 'cyrillic-wght-normal', 'greek-wght-normal', 'latin-wght-italic', 'latin-ext-wght-italic'];

const root = new URL('..', import.meta.url);
const source = new URL('node_modules/@fontsource-variable/source-sans-3/', root);
const target = new URL('static/fonts/', root);

mkdirSync(target, {recursive: true});
for (const subset of SUBSETS) {
  copyFileSync(new URL(`files/source-sans-3-${subset}.woff2`, source), new URL(`source-sans-3-${subset}.woff2`, target));
}
copyFileSync(new URL('LICENSE', source), new URL('LICENSE-source-sans-3.txt', target));

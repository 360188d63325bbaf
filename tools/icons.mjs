// Draws static/img/icons.svg: one sprite of the Lucide icons that the interface uses. `--check` compares instead of writing.
import {readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const NAMES = `arrow-down arrow-left arrow-right arrow-up bookmark camera check chevron-left chevron-right clipboard clipboard-paste cloud-off
  copy download ellipsis-vertical eraser external-link eye eye-off hand history image inbox info keyboard languages layers lightbulb link
  list-checks lock lock-open map maximize menu message-circle minus monitor move pause pencil play plus printer quote redo-2 refresh-cw rotate-ccw
  scissors search share-2 smartphone smile square square-check star tags target timer trash-2 triangle-alert undo-2 user user-plus user-x
  users waypoints x zoom-in zoom-out`.split(/\s+/);

/** Drawn by ourselves: the pain point's bolt, as it lies on cards (img/smileys.svg). */
const BOLT = '<symbol id="bolt" viewBox="0 0 24 24"><path d="M13.8 1.8 4.2 13.6h6L8.6 22.2 19.4 9.4h-6.6z"/></symbol>';

const root = new URL('..', import.meta.url);
const source = new URL('node_modules/lucide-static/', root);
const target = new URL('static/img/icons.svg', root);
const {version} = JSON.parse(readFileSync(new URL('package.json', source), 'utf8'));

/** One icon as a symbol: its shapes only, since stroke and size come from the place that shows it. */
function symbol(name) {
  const svg = readFileSync(new URL(`icons/${name}.svg`, source), 'utf8');
  const shapes = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'));
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s*\n\s*/g, '').replace(/ \/>/g, '/>')}</symbol>`;
}

const notice = `<!-- Lucide ${version} (lucide.dev), ISC licence, (c) Lucide Icons and Contributors; drawn by tools/icons.mjs -->`;
const sprite = `${notice}\n<svg xmlns="http://www.w3.org/2000/svg">\n${[BOLT, ...NAMES.map(symbol)].join('\n')}\n</svg>\n`;

if (!process.argv.includes('--check')) writeFileSync(target, sprite);
else if (readFileSync(target, 'utf8') !== sprite) {
  console.error(`${fileURLToPath(target)} is not what tools/icons.mjs draws`);
  process.exit(1);
}

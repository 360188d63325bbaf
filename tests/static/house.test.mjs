// The housekeeper of static/: who imports whom, who writes the document, what the browser has to load.
import assert from 'node:assert/strict';
import test from 'node:test';
import { transform } from 'esbuild';
import { gzipSync } from 'node:zlib';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const STATIC = join(ROOT, 'static');
const KB = 1024;

/** What the modules of a folder may import (design.md 1, frontend.md 4.1). */
const MAY_IMPORT = {
  model: ['model', 'text', '#yjs'],
  text: ['text', 'model', '#yjs'],
  sync: ['sync', 'model', '#yjs'],
  ui: ['ui', '#lit'],
  board: ['board', 'ui', 'text', 'model', 'sync', 'vendor', '#lit'],
  room: ['room', 'ui', 'model', 'sync', '#lit'],
  phone: ['phone', 'board', 'room', 'ui', 'model', 'sync', '#lit'],
  pages: ['pages', 'room', 'ui', 'sync', '#lit'],
  'main.js': ['board', 'phone', 'room', 'ui', 'sync'],
};
/** Within a folder that may: only these modules of another. */
const ONLY = {
  'model -> text': ['text/diff.js'],
  'text -> model': ['model/schema.js'],
  'board -> sync': ['sync/pictures.js'],
  'room -> sync': ['sync/pictures.js'],
  'phone -> sync': ['sync/pictures.js'],
  'pages -> room': ['room/kept.js'],
  'pages -> sync': ['sync/refused.js', 'sync/leftover.js'],
  'phone -> room': ['room/steps.js'],
};
/** Nothing of the page is known here, so that it runs in Node. */
const NO_PAGE = /\b(document|window|navigator|localStorage|sessionStorage|indexedDB|fetch|XMLHttpRequest|requestAnimationFrame)\b\s*[.(]/;
const WRITERS = ['model/commands.js', 'model/writer.js', 'text/binding.js'];

function* walk(folder = '') {
  for (const entry of readdirSync(join(STATIC, folder), { withFileTypes: true })) {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory() && !['vendor', 'dist'].includes(path)) yield* walk(path);
    else if (entry.name.endsWith('.js')) yield path;
  }
}

const code = (path) => readFileSync(join(STATIC, path), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
const modules = new Map([...walk()].map((path) => [path, code(path)]));

function imports(path, pattern) {
  const found = [...modules.get(path).matchAll(pattern)].map(([, to]) => to);
  return found.map((to) => (to.startsWith('#') ? to : normalize(join(dirname(path), to))));
}
const every = (path) => imports(path, /(?:^|[;}\s])(?:import|from)\s*\(?\s*['"]([^'"]+)['"]/g);
const atOnce = (path) => imports(path, /^(?:import|export)\b[^'"();]*['"]([^'"]+)['"]/gm);
const folderOf = (path) => path.split('/')[0];

test('a folder imports only what the house allows', () => {
  const forbidden = [];
  for (const path of modules.keys()) {
    const from = folderOf(path);
    for (const to of every(path)) {
      const edge = `${from} -> ${folderOf(to)}`;
      const allowed = (MAY_IMPORT[from] ?? []).includes(folderOf(to)) && (!ONLY[edge] || ONLY[edge].includes(to));
      if (!allowed) forbidden.push(`${path} -> ${to}`);
    }
  }
  assert.deepEqual(forbidden, []);
});

test('every import names a file that is there, and no module imports itself in a ring but for views of the board', () => {
  for (const path of modules.keys()) for (const to of every(path)) if (!to.startsWith('#')) assert.ok(readFileSync(join(STATIC, to)), to);
  for (const start of [...modules.keys()].filter((path) => /^(model|text|sync|ui)\//.test(path))) {
    const seen = new Set();
    const queue = atOnce(start);
    for (const path of queue) {
      assert.notEqual(path, start, `${start} imports itself`);
      if (path.startsWith('#') || seen.has(path) || !modules.has(path)) continue;
      seen.add(path);
      queue.push(...atOnce(path));
    }
  }
});

test('model and text know no page', () => {
  const found = [...modules].filter(([path, text]) => /^(model|text)\//.test(path) && NO_PAGE.test(text)).map(([path]) => path);
  assert.deepEqual(found, []);
});

test('only commands and text fields write the document (frontend.md 4.3)', () => {
  const chains = /\.(?:root|map|text|getMap|getText)\([^()]*(?:\([^()]*\)[^()]*)*\)\s*\??\.(?:set|insert|delete)\(/;
  const found = [];
  for (const [path, text] of modules) {
    if (WRITERS.includes(path)) continue;
    for (const [index, line] of text.split('\n').entries()) {
      if (/\.transact\(/.test(line) || /\.insert\(/.test(line) || chains.test(line)) found.push(`${path}:${index + 1} ${line.trim()}`);
    }
    const held = [...text.matchAll(/\b(?:const|let)\s+(\w+)\s*=\s*[^;\n]*\.(?:root|map|text|getMap|getText)\((?!\s*\(?\w*\)?\s*=>)(?!\(|\{)[^;\n]*;/g)].filter(([whole]) => /(board|doc|this)\??\.(root|map|text|getMap|getText)\(/.test(whole));
    for (const [, name] of held) {
      if (new RegExp(`\\b${name}\\??\\.(?:set|insert|delete)\\(`).test(text)) found.push(`${path} writes ${name}`);
    }
  }
  assert.deepEqual(found, []);
});

test('the origin of own acts is known only where they are made and followed', () => {
  const holders = [...modules].filter(([, text]) => /\bLOCAL\b/.test(text)).map(([path]) => path).filter((path) => !path.startsWith('model/schema'));
  assert.deepEqual(holders.sort(), ['model/undo.js', 'model/writer.js', 'sync/session.js', 'text/binding.js']);
});

test('elements have our prefix, each its own name, and none makes a shadow root', () => {
  const names = [...modules.values()].flatMap((text) => [...text.matchAll(/customElements\.define\(\s*['"]([^'"]+)['"]/g)].map(([, name]) => name));
  assert.deepEqual(names.filter((name) => !/^bb-[a-z-]+$/.test(name)), []);
  assert.equal(new Set(names).size, names.length);
  assert.deepEqual([...modules].filter(([, text]) => /attachShadow|<slot\b/.test(text)).map(([path]) => path), []);
});

test('no id, clipboard or worker is taken for granted where pages come by plain HTTP (frontend.md 7)', () => {
  const found = [...modules].filter(([, text]) => /crypto\.randomUUID|crypto\.subtle/.test(text)).map(([path]) => path);
  assert.deepEqual(found, []);
});

test('what the browser loads stays within the budgets (frontend.md 5)', () => {
  const size = (path) => gzipSync(readFileSync(join(STATIC, path)), { level: 9 }).length;
  const vendor = size('vendor/yjs.js') + size('vendor/lit.js');
  assert.ok(vendor < 42 * KB, `vendor ${vendor}`);
  const first = ['main.js', 'board/board.js'];
  for (const path of first) for (const to of atOnce(path)) if (modules.has(to) && !first.includes(to)) first.push(to);
  const own = gzipSync(first.map((path) => modules.get(path)).join('\n'), { level: 9 }).length;
  assert.ok(vendor + own < 90 * KB, `first graph ${vendor + own}`);
  assert.ok(size('img/icons.svg') < 4 * KB, 'icons');
});

test('the style sheets of the board stay within 12 KB, packed as a release packs them (frontend.md 5)', async () => {
  const sheets = ['base', 'board', 'persona', 'map', 'offers', 'pins', 'touch', 'room', 'print'].map((name) => readFileSync(join(STATIC, `css/${name}.css`), 'utf8')).join('\n');
  const { code: small } = await transform(sheets, { loader: 'css', minify: true });
  assert.ok(gzipSync(small, { level: 9 }).length < 12 * KB, `${gzipSync(small, { level: 9 }).length}`);
});

test('vendored files name their packages, versions and licences', () => {
  const { packages } = JSON.parse(readFileSync(join(STATIC, 'vendor/versions.json'), 'utf8'));
  const licences = readFileSync(join(STATIC, 'vendor/LICENSES'), 'utf8');
  for (const [name, version] of Object.entries(packages)) assert.ok(licences.includes(`${name} ${version} (`), name);
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  for (const [name, version] of Object.entries(packages)) assert.equal(lock.packages[`node_modules/${name}`].version, version);
  assert.ok(Object.values(lock.packages).every(({ resolved }) => resolved === undefined), 'a registry address in the lock file');
});

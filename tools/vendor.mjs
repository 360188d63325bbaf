// Makes static/vendor/ from the locked packages, the same bytes each time; `--check` demands that they are there already.
import { build } from 'esbuild';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUT = join(ROOT, 'static', 'vendor');

/** What each vendored file offers. Yjs and Lit stay apart: Lit needs a DOM at import, Yjs must load in Node too. */
const FILES = {
  yjs: [
    "export { Doc, Map, Text, UndoManager } from 'yjs';",
    "export { applyUpdate, encodeStateAsUpdate, encodeStateVector, decodeStateVector, encodeStateVectorFromUpdate, mergeUpdates } from 'yjs';",
    "export { WebsocketProvider } from 'y-websocket';",
    "export { Awareness, encodeAwarenessUpdate, applyAwarenessUpdate } from 'y-protocols/awareness';",
    "export { IndexeddbPersistence, storeState } from 'y-indexeddb';",
    "export { generateKeyBetween } from 'fractional-indexing';",
    "export { createEncoder, toUint8Array, writeVarUint, writeVarString, writeVarUint8Array } from 'lib0/encoding';",
    "export { createDecoder, readVarUint, readVarString, readVarUint8Array } from 'lib0/decoding';",
  ],
  lit: [
    "export { LitElement, html, svg, nothing, render } from 'lit';",
    "export { repeat } from 'lit/directives/repeat.js';",
  ],
  freehand: ["export { getStroke } from 'perfect-freehand';"],
};

/** Yjs says three rare words by a module that brings colours, a DOM and a schema along, 9 KB: they go to the console as they are. */
const PLAIN_LOGGING = `
  export const print = (...words) => console.log(...words), warn = (...words) => console.warn(...words);
  export const BOLD = '', UNBOLD = '', ORANGE = '', RED = '';`;
const plainLogging = {
  name: 'plain-logging',
  setup: ({ onLoad }) => onLoad({ filter: /[\\/]lib0[\\/]logging\.js$/ }, () => ({ contents: PLAIN_LOGGING })),
};

const made = new Map();
const packages = new Set();
for (const [name, exports] of Object.entries(FILES)) await bundle(name, exports.join('\n') + '\n');
made.set('LICENSES', await licences());
made.set('versions.json', JSON.stringify(await versions(), null, 1) + '\n');
await (process.argv.includes('--check') ? check() : write());

async function bundle(name, source) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: ROOT, loader: 'js', sourcefile: `${name}.entry.js` },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'neutral',
    target: ['es2022'],
    mainFields: ['module', 'main'],
    conditions: ['browser', 'module', 'import', 'default'],
    legalComments: 'none',
    charset: 'utf8',
    external: ['node:crypto'],
    plugins: [plainLogging],
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  for (const file of Object.keys(metafile.inputs)) {
    const found = file.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/);
    if (found) packages.add(found[1]);
  }
  const note = `// Vendored by tools/vendor.mjs; see LICENSES and versions.json. Do not edit.\n`;
  made.set(`${name}.js`, note + outputFiles[0].text);
  made.set(`${name}.d.ts`, note + source);
}

async function licences() {
  const parts = [];
  for (const name of [...packages].sort()) {
    const folder = join(ROOT, 'node_modules', name);
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const text = file ? await readFile(join(folder, file), 'utf8') : `Licence: ${license}`;
    parts.push(`${name} ${version} (${license})\n\n${text.trim()}\n`);
  }
  return parts.join(`\n${'-'.repeat(80)}\n\n`);
}

async function versions() {
  const rows = [...packages].sort().map(async (name) => {
    const file = join(ROOT, 'node_modules', name, 'package.json');
    return [name, JSON.parse(await readFile(file, 'utf8')).version];
  });
  const esbuild = createRequire(import.meta.url)('esbuild/package.json').version;
  return { madeBy: `esbuild ${esbuild}`, packages: Object.fromEntries(await Promise.all(rows)) };
}

async function write() {
  await rm(OUT, { recursive: true, force: true });
  await mkdir(OUT, { recursive: true });
  for (const [name, text] of made) await writeFile(join(OUT, name), text);
  console.log(`${made.size} files of ${packages.size} packages in ${join(dirname(OUT).split('/').at(-1), 'vendor')}`);
}

async function check() {
  const there = new Set(await readdir(OUT));
  const differ = [];
  for (const [name, text] of made) {
    if (!there.delete(name) || (await readFile(join(OUT, name), 'utf8')) !== text) differ.push(name);
  }
  differ.push(...there);
  if (!differ.length) return;
  console.error(`static/vendor differs from what package-lock.json gives: ${differ.sort().join(', ')}\nRun: node tools/vendor.mjs`);
  process.exit(1);
}

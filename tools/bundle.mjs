// Makes static/dist/ for a release: each page's script bundled, what is loaded later in one file of its own, and manifest.json.
// Nothing needs it: without it the pages load the modules as they lie in static/.
import { build } from 'esbuild';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUT = join(ROOT, 'static', 'dist');
const IMPORT_CALL = /\bimport\(\s*(['"])(\.[^'"]+)\1\s*\)/g;

await rm(OUT, { recursive: true, force: true });
const VIEWS = await views();
const manifest = {};
for (const entry of await pageScripts()) Object.assign(manifest, await bundle(entry));
await writeFile(join(OUT, 'manifest.json'), JSON.stringify(manifest, null, 1) + '\n');

/** The scripts that the server's pages name. */
async function pageScripts() {
  const source = await readFile(join(ROOT, 'server', 'pages.py'), 'utf8');
  const found = [...source.matchAll(/entry="([\w/]+\.js)"/g)].map(([, entry]) => entry);
  if (!found.length) throw new Error('server/pages.py names no script');
  return [...new Set(found)].sort();
}

/** The scripts of the board's views, as the server's pages name them: each stays a file of its own, for a visit shows one. */
async function views() {
  const source = await readFile(join(ROOT, 'server', 'assets.py'), 'utf8');
  const [, listed] = source.match(/^VIEWS = \{"main\.js": \(([^)]*)\)/m) ?? [];
  if (!listed) throw new Error('server/assets.py names no view');
  return [...listed.matchAll(/"([^"]+)"/g)].map(([, path]) => path);
}

/** Bundles one page's script and returns the names in dist/ of it and of its views. */
async function bundle(entry) {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [join('static', entry)],
    outbase: 'static',
    outdir: OUT,
    entryNames: '[dir]/[name].[hash]',
    chunkNames: 'part.[hash]',
    plugins: [together(await loadedLater())],
    bundle: true,
    splitting: true,
    minify: true,
    metafile: true,
    format: 'esm',
    target: ['es2022'],
    legalComments: 'none',
    charset: 'utf8',
    external: ['node:crypto'],
  });
  const made = Object.entries(metafile.outputs).filter(([, { entryPoint }]) => [entry, ...VIEWS].some((script) => entryPoint === `static/${script}`));
  return Object.fromEntries(made.map(([file, { entryPoint }]) => [relative('static', entryPoint), relative('static/dist', file)]));
}

/** All modules that some module of ours loads by `import()`. */
async function loadedLater() {
  const { metafile } = await build({
    absWorkingDir: ROOT, entryPoints: ['static/main.js'], outdir: OUT, bundle: true, splitting: true, write: false, metafile: true, format: 'esm', external: ['node:crypto'],
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  const found = imports.filter(({ kind, path }) => kind === 'dynamic-import' && !VIEWS.includes(relative('static', path)));
  return [...new Set(found.map(({ path }) => join(ROOT, path)))].sort();
}

/**
 * Without this every module that is loaded later, and everything that two of them share, would be a file of its own: some fifty, each too
 * small to pack well. So all of it becomes one, and `import('./x.js')` takes its module from there.
 * @param {string[]} later
 */
function together(later) {
  const names = new Map(later.map((path, i) => [path, `m${i}`]));
  return {
    name: 'together',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^later$/ }, () => ({ path: 'later', namespace: 'later' }));
      onLoad({ filter: /.*/, namespace: 'later' }, () => ({
        resolveDir: ROOT,
        contents: later.map((path) => `export * as ${names.get(path)} from ${JSON.stringify(path)};`).join('\n'),
      }));
      onLoad({ filter: /[\\/]static[\\/](board|model|pages|phone|room|sync|text|ui)[\\/].+\.js$|[\\/]static[\\/]main\.js$/ }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        const contents = source.replace(IMPORT_CALL, (whole, _quote, to) => {
          const name = names.get(join(dirname(path), to));
          return name ? `import('later').then((all) => all.${name})` : whole;
        });
        return { contents, loader: 'js' };
      });
    },
  };
}

// Makes dist/: the launcher, the program in several files, the manual, and the licences of the packages in it. The same sources and the
// same lock file give the same bytes.

import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { basename, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { mergedStart } from './test/tools/build/merged-start.ts';
import { PATCHED_FILES, patched } from './test/tools/build/patches.ts';

const root = new URL('./', import.meta.url);
const rootFolder = fileURLToPath(root);
const BUILTIN = new RegExp(`^(?:node:.*|${builtinModules.join('|')})$`);

/**
 * Has modules take Node's own modules from the process itself. An import of one reads all of its exports, and many of those
 * are loaded only when they are read: the import of `node:util`, `node:fs` and `node:process` alone loads forty more.
 *
 * @type {import('esbuild').Plugin}
 */
const builtinsAsTheyAre = {
  name: 'builtins-as-they-are',
  setup({ onResolve, onLoad }) {
    // One for each importer: it goes where its importer goes.
    onResolve({ filter: BUILTIN }, ({ path, kind, importer }) =>
      kind === 'import-statement'
        ? {
            path: path.replace('node:', ''),
            suffix: `?${relative(rootFolder, importer)}`,
            namespace: 'builtin',
            sideEffects: false,
          }
        : { external: true },
    );
    onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => {
      const names = Object.keys(process.getBuiltinModule(path)).filter((name) => name !== 'default');
      const exports = names.map(
        (name, at) => `const e${at} = /* @__PURE__ */ read('${name}'); export { e${at} as ${name} };`,
      );
      return {
        contents: `const builtin = /* @__PURE__ */ process.getBuiltinModule('${path}');
const read = (name) => builtin[name];
${exports.join('\n')}
export default builtin;`,
      };
    });
  },
};

/**
 * Changes what is to be changed in packages.
 *
 * @type {import('esbuild').Plugin}
 */
const patchedPackages = {
  name: 'patched-packages',
  setup({ onLoad }) {
    // Ink loads it where DEV is set, and here that is never so; what it connects to is not installed.
    onLoad({ filter: /[\\/]ink[\\/]build[\\/]devtools\.js$/ }, () => ({ contents: '' }));
    onLoad({ filter: PATCHED_FILES }, async ({ path }) => ({
      contents: patched(path, await readFile(path, 'utf8')),
    }));
  },
};

/** @param {URL} url */
const readJson = async (url) => JSON.parse(await readFile(url, 'utf8'));

/**
 * The packages that have code in the bundle, as folders, in order.
 *
 * @param {import('esbuild').Metafile} metafile
 */
function bundledPackages(metafile) {
  const folders = new Set();
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
      // What is of Node itself has the name of who imports it in its own.
      const folder = /^(?!builtin:)(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
      if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
    }
  }
  return [...folders].sort();
}

/** Who holds the copyright of the packages that say MIT and bring no text of it. */
const holders = {
  'yoga-layout': 'Meta Platforms, Inc. and affiliates',
  omggif: 'Dean McNamee',
  '@cwasm/jpeg-turbo': 'Linus Unnebäck',
  '@cwasm/webp': 'Linus Unnebäck',
};

/**
 * The files of a package that tell of its licence, in order; some are in a folder.
 *
 * @param {URL} url
 */
async function licenceFiles(url) {
  const entries = (await readdir(url, { withFileTypes: true }))
    .filter(({ name }) => /^(licen[cs]es?|copying|notice)/i.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  /** @type {URL[]} */
  const files = [];
  for (const entry of entries) {
    if (entry.isFile()) files.push(new URL(entry.name, url));
    else if (entry.isDirectory()) {
      const folder = new URL(`${entry.name}/`, url);
      files.push(...(await readdir(folder)).sort().map((name) => new URL(name, folder)));
    }
  }
  return files;
}

/**
 * Throws for a package whose licence cannot be told in full.
 *
 * @param {string} folder
 */
async function licenceOf(folder) {
  const url = new URL(`${folder}/`, root);
  const { name, version, license } = await readJson(new URL('package.json', url));
  const parts = [`${name} ${version} (${license})`];
  for (const file of await licenceFiles(url)) {
    parts.push((await readFile(file, 'utf8')).replaceAll('\r\n', '\n').trim());
  }
  if (parts.length === 1) {
    const holder = license === 'MIT' ? holders[name] : undefined;
    if (holder === undefined) throw new Error(`${name} ${version} brings no licence text`);
    // The terms of MIT are the same words for everybody, below the name of the holder.
    const terms = (await readFile(new URL('LICENSE', root), 'utf8')).replace(
      /^(Copyright \(c\)).*$/m,
      `$1 ${holder}`,
    );
    parts.push(terms.trim());
  }
  return parts.join('\n\n');
}

/**
 * Puts a file of dist/ in its place all at once, so that whoever runs the program meanwhile finds a whole one.
 *
 * @param {string} name
 * @param {string | Uint8Array} content
 * @param {number} mode
 */
async function place(name, content, mode = 0o644) {
  const file = new URL(`dist/${name}`, root);
  const draft = new URL(`dist/.${name}.${process.pid}`, root);
  await writeFile(draft, content, { mode });
  await rename(draft, file);
}

const { version } = await readJson(new URL('package.json', root));

/** What holds for all that is built. */
const common = {
  absWorkingDir: fileURLToPath(root),
  write: false,
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.19',
  jsx: 'automatic',
  // Native code for each system, and optional.
  external: ['@napi-rs/keyring'],
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [builtinsAsTheyAre, patchedPackages],
  define: {
    'process.env.NODE_ENV': '"production"',
    // Ink would connect to React's developer tools.
    'process.env.DEV': '"false"',
    ATSCOPE_VERSION: JSON.stringify(version),
  },
};

/** What programs in CommonJS require Node's own modules with. */
const banner = {
  js: 'const require = process.getBuiltinModule("module").createRequire(import.meta.url);',
};

const program = await build({
  ...common,
  entryPoints: { main: 'src/main.ts' },
  outdir: 'dist',
  splitting: true,
  chunkNames: '[name]-[hash]',
  metafile: true,
  banner,
});

// Each by itself: a thread that shared files with the program would load what the program needs.
const workers = await build({
  ...common,
  // They are started by their names (src/archive/worker/read-in-worker.ts, src/tui/pictures/picture-decoder.ts).
  entryPoints: {
    'archive-worker': 'src/archive/worker/open-worker.ts',
    pictures: 'src/tui/pictures/picture-worker.ts',
  },
  outdir: 'dist',
  metafile: true,
  banner,
});

/** What a start loads together: with every verb, as the screen is opened, and to draw it. */
const STAGES = [
  { name: 'start.js', entryPoint: 'src/main.ts' },
  { name: 'screen.js', entryPoint: 'src/tui/open-screen.ts' },
  { name: 'drawing.js', entryPoint: 'src/tui/draw-screen.tsx' },
];
/** @param {import('esbuild').BuildResult<{ write: false }>} result */
const filesOf = ({ outputFiles }) => outputFiles.map(({ path, text }) => ({ name: basename(path), text }));

const start = await mergedStart(filesOf(program), program.metafile, STAGES, {
  absWorkingDir: rootFolder,
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  legalComments: 'none',
});

const files = [...start.files, ...filesOf(workers)];
const metafile = {
  inputs: { ...start.metafile.inputs, ...workers.metafile.inputs },
  outputs: { ...start.metafile.outputs, ...workers.metafile.outputs },
};

/**
 * Runs what a module of the program exports, without the program.
 *
 * @param {string} entry
 */
async function moduleOf(entry) {
  const { outputFiles } = await build({ ...common, entryPoints: [entry] });
  return await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
  );
}

/** The launcher, with the texts that it prints by itself: those of the command line, which is asked for them. */
async function launcher() {
  const { parseCommandLine, commandTable } = await moduleOf('src/cli/command-line.ts');
  const asking = [['--version'], ['--help'], ...commandTable().verbs.map(({ name }) => [name, '--help'])];
  const texts = asking.map((argv) => {
    const line = parseCommandLine(argv, {});
    if (line.kind !== 'print') throw new Error(`atscope ${argv.join(' ')} prints nothing`);
    return [argv.join('\n'), line.text];
  });
  const source = await readFile(new URL('src/launcher/atscope.js', root), 'utf8');
  const { code } = await transform(source, {
    define: { ATSCOPE_TEXTS: JSON.stringify(Object.fromEntries(texts)) },
    charset: 'utf8',
  });
  return code;
}

/** Decoders in C, each compiled by a package whose own licence says nothing of what is compiled. */
const decoders = [
  { name: 'jpeg-turbo', compiled: 'libjpeg-turbo' },
  { name: 'webp', compiled: 'libwebp' },
];

/** @param {{ name: string, compiled: string }} decoder */
async function decoderLicence({ name, compiled }) {
  const text = await readFile(new URL(`src/tui/pictures/licences/${compiled}.txt`, root), 'utf8');
  return `${await licenceOf(`node_modules/@cwasm/${name}`)}\n\nIt is made of ${compiled}:\n\n${text.trim()}`;
}

// The same version of a package may be installed in several places.
const licences = new Set(
  (await Promise.all([...bundledPackages(metafile).map(licenceOf), ...decoders.map(decoderLicence)])).sort(),
);

await mkdir(new URL('dist/', root), { recursive: true });
// What others import comes before those who import it.
for (const { name, text } of files.toReversed()) await place(name, text);
for (const { name } of decoders) {
  await place(`${name}.wasm`, await readFile(new URL(`node_modules/@cwasm/${name}/${name}.wasm`, root)));
}
await place('atscope.js', await launcher(), 0o755);
await place('atscope.1', (await moduleOf('src/cli/man-page.ts')).manPage());
await place(
  'THIRD-PARTY-LICENSES.txt',
  `atscope contains code of these packages.\n\n${[...licences].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`,
);
// What is in which file, for the tests; it is not in the package.
await place('metafile.json', JSON.stringify(metafile));

const made = new Set(['atscope.js', ...files.map(({ name }) => name)]);
for (const name of await readdir(new URL('dist/', root))) {
  if (/^[^.].*\.js$/.test(name) && !made.has(name)) await rm(new URL(`dist/${name}`, root), { force: true });
}

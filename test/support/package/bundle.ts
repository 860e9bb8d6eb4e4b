import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import type { Metafile } from 'esbuild';

const metafile = new URL('../../../dist/metafile.json', import.meta.url);

/** What the build put into which file of dist/. */
export const readBundle = async (): Promise<Metafile> =>
  JSON.parse(await readFile(metafile, 'utf8')) as Metafile;

/**
 * The sources of all that is loaded with a file of dist/, without what that loads later: paths from the root of the project,
 * as `node_modules/ink/build/ink.js`. Throws where there is no such file.
 */
export function loadedWith(bundle: Metafile, file: string): readonly string[] {
  const sources = new Set<string>();
  for (const name of filesLoadedWith(bundle, file)) {
    for (const [source, { bytesInOutput }] of Object.entries(bundle.outputs[name]?.inputs ?? {})) {
      if (bytesInOutput > 0) sources.add(posix.normalize(source));
    }
  }
  return [...sources];
}

/** The files of dist/ that are loaded with one of them, and itself. Throws where there is no such file. */
export function filesLoadedWith(bundle: Metafile, file: string): ReadonlySet<string> {
  const files = new Set([file]);
  for (const name of files) {
    const output = bundle.outputs[name];
    if (output === undefined) throw new Error(`dist/ has no ${name}`);
    for (const { path, kind, external } of output.imports) {
      if (kind === 'import-statement' && external !== true) files.add(path);
    }
  }
  return files;
}

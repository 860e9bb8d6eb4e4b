import { join } from 'node:path';
import { build } from 'esbuild';

/** Makes one file of a module of this folder, as a user has the program, without what loads TypeScript; gives its path. */
export async function buildChild(module: string, folder: string): Promise<string> {
  const outfile = join(folder, module.replace(/\.ts$/, '.mjs'));
  await build({
    entryPoints: [join(import.meta.dirname, module)],
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.19',
  });
  return outfile;
}

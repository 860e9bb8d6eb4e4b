import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

/** One file of `src/` names another, or a package. Types count: they are what a room has to know, too. */
export interface Import {
  /** Path below `src/`, with slashes. */
  readonly from: string;
  /** Path below `src/`, or `../…` for what lies outside it; for a package what stands in the import. */
  readonly to: string;
  readonly kind: 'file' | 'package';
  /** 1 for the first. */
  readonly line: number;
}

/** Endings that an import may have, and those of the files that it means. */
const SOURCE_ENDINGS: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.d.ts', '.js'],
};

/** Reads every import of the TypeScript below `<root>/src`: statements, re-exports, `import()` of modules and of types. */
export function importsIn(root: string): readonly Import[] {
  const src = resolve(root, 'src');
  const files = globSync('**/*.{ts,tsx,js}', { cwd: src }).sort();
  const known = new Set(files.map(slashed));
  return files.flatMap((file) => {
    const path = join(src, file);
    const text = readFileSync(path, 'utf8');
    return importsOf(file, text).map(({ name, at }): Import => {
      const line = text.slice(0, at).split('\n').length;
      if (!name.startsWith('.')) return { from: slashed(file), to: name, kind: 'package', line };
      const to = slashed(relative(src, resolve(dirname(path), name)));
      return { from: slashed(file), to: sourceOf(to, known), kind: 'file', line };
    });
  });
}

function importsOf(file: string, text: string): readonly { readonly name: string; readonly at: number }[] {
  const { program, module, errors } = parseSync(file, text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`src/${file} cannot be read: ${error.message}`);
  const found = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest),
    ...module.staticExports.flatMap(({ entries }) => entries.flatMap((entry) => entry.moduleRequest ?? [])),
  ].map(({ value, start }) => ({ name: value, at: start }));
  new Visitor({
    ImportExpression({ source }) {
      if (source.type === 'Literal' && typeof source.value === 'string') {
        found.push({ name: source.value, at: source.start });
      }
    },
    TSImportType({ source }) {
      found.push({ name: source.value, at: source.start });
    },
  }).visit(program);
  // `export { a, b } from` has an entry for each name.
  return [...new Map(found.map((one) => [one.at, one])).values()];
}

function sourceOf(path: string, known: ReadonlySet<string>): string {
  for (const [ending, sources] of Object.entries(SOURCE_ENDINGS)) {
    if (!path.endsWith(ending)) continue;
    const bare = path.slice(0, -ending.length);
    const source = sources.map((one) => `${bare}${one}`).find((one) => known.has(one));
    if (source !== undefined) return source;
  }
  return path;
}

function slashed(path: string): string {
  return path.split(sep).join('/');
}

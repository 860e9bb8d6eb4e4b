// Puts the files that a start loads together into few. What is shared by things that are loaded at different times comes out of the bundler
// as a file for each way in which it is shared, more than a hundred of them at a start; Node looks each up and reads it by itself.

import { basename } from 'node:path';
import type { BuildOptions, Metafile } from 'esbuild';
import { build } from 'esbuild';

/** A file of dist/, by its name there. */
export interface BuiltFile {
  readonly name: string;
  readonly text: string;
}

/** A new file, and what is loaded at the latest when it is: all that an entry point loads at once. */
export interface Stage {
  readonly name: string;
  readonly entryPoint: string;
}

type Outputs = Metafile['outputs'];

interface Group {
  readonly name: string;
  /** The files that it is made of, and what tells the names of each apart from those of the others. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * The files with what each stage adds to those before it in one file. A file that something loads when it is used stays under its name, and
 * leads into the one that has it. The first stage is begun by a file that stays as it is: whoever waits for it at its top would wait for
 * ever if others had to wait for that.
 */
export async function mergedStart(
  files: readonly BuiltFile[],
  metafile: Metafile,
  stages: readonly Stage[],
  options: BuildOptions,
): Promise<{ readonly files: readonly BuiltFile[]; readonly metafile: Metafile }> {
  const outputs: Outputs = Object.fromEntries(
    Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]),
  );
  const groups = groupsOf(outputs, stages);
  const groupOf = new Map(groups.flatMap((group) => [...group.files.keys()].map((name) => [name, group])));
  const texts = new Map(files.map(({ name, text }) => [name, text]));
  const used = usedNames(outputs, groupOf, texts);
  const merged: Outputs = {};
  const made: BuiltFile[] = [];

  for (const group of groups) {
    const contents = [...group.files].map(([name, sign]) => {
      const names = [...(used.get(name) ?? [])].sort();
      const list = names.map((one) => `${one} as ${sign}_${one}`);
      return list.length === 0 ? `import './${name}';` : `export { ${list.join(', ')} } from './${name}';`;
    });
    const { outputFiles, metafile: own } = await build({
      ...options,
      stdin: { contents: contents.join('\n'), sourcefile: group.name },
      write: false,
      metafile: true,
      outfile: group.name,
      plugins: [
        {
          name: 'parts-of-a-start',
          setup({ onResolve, onLoad }) {
            onResolve({ filter: /^\.\// }, ({ path, kind }) =>
              kind === 'import-statement' && group.files.has(basename(path))
                ? { path: basename(path), namespace: 'part' }
                : { path, external: true },
            );
            onLoad({ filter: /./, namespace: 'part' }, ({ path }) => ({
              contents: pointed(texts.get(path) ?? '', groupOf, group),
              loader: 'js',
            }));
          },
        },
      ],
    });
    const [file] = outputFiles ?? [];
    if (file === undefined) throw new Error(`${group.name} was not built`);
    made.push({ name: group.name, text: file.text });
    merged[`dist/${group.name}`] = toldOf(
      group,
      outputs,
      Object.values(own.outputs)[0],
      file.contents.length,
    );
  }

  for (const { name, text } of files) {
    const output = outputs[name];
    const group = groupOf.get(name);
    if (output === undefined) continue;
    if (group === undefined) {
      made.push({ name, text: pointed(text, groupOf) });
      merged[`dist/${name}`] = { ...output, imports: importsOf(output.imports, groupOf) };
    } else if (output.entryPoint !== undefined) {
      const sign = group.files.get(name);
      const list = output.exports.map((one) => `${sign}_${one} as ${one}`);
      const stub = `export{${list.join(',')}}from"./${group.name}";\n`;
      made.push({ name, text: stub });
      const path = `dist/${group.name}`;
      merged[`dist/${name}`] = {
        ...output,
        bytes: stub.length,
        inputs: {},
        imports: [{ path, kind: 'import-statement' }],
      };
    }
  }
  return { files: made, metafile: { ...metafile, outputs: merged } };
}

function groupsOf(outputs: Outputs, stages: readonly Stage[]): readonly Group[] {
  const taken = new Set<string>();
  let count = 0;
  return stages.map(({ name, entryPoint }, at) => {
    const entry = Object.keys(outputs).find((file) => outputs[file]?.entryPoint === entryPoint);
    if (entry === undefined) throw new Error(`no file begins with ${entryPoint}`);
    if (at === 0) taken.add(entry);
    const added = [...loadedAtOnce(outputs, entry)].filter((file) => !taken.has(file));
    for (const file of added) taken.add(file);
    return { name, files: new Map(added.map((file) => [file, `s${(count++).toString(36)}`])) };
  });
}

function loadedAtOnce(outputs: Outputs, entry: string): ReadonlySet<string> {
  const found = new Set([entry]);
  for (const file of found) {
    for (const { path, kind } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && outputs[basename(path)]) found.add(basename(path));
    }
  }
  return found;
}

/** What of each file that is put into another is asked for from outside of that one. */
function usedNames(
  outputs: Outputs,
  groupOf: ReadonlyMap<string, Group>,
  texts: ReadonlyMap<string, string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const used = new Map<string, Set<string>>();
  function add(file: string, names: readonly string[]): void {
    const known = used.get(file) ?? new Set();
    for (const name of names) known.add(name);
    used.set(file, known);
  }
  for (const [file, text] of texts) {
    const output = outputs[file];
    if (output?.entryPoint !== undefined && groupOf.has(file)) add(file, output.exports);
    for (const { from, names } of headOf(text).imports) {
      const group = groupOf.get(from);
      if (group && group !== groupOf.get(file)) add(from, names?.map(([name]) => name) ?? []);
    }
  }
  return used;
}

/** A file with its imports of what is in another group as they are to be had there. */
function pointed(text: string, groupOf: ReadonlyMap<string, Group>, within?: Group): string {
  const { imports, rest } = headOf(text);
  const lines = imports.map(({ from, names, whole }) => {
    const group = groupOf.get(from);
    if (group === undefined || group === within) return whole;
    if (names === undefined) return `import"./${group.name}";`;
    const sign = group.files.get(from);
    return `import{${names.map(([name, as]) => `${sign}_${name} as ${as}`).join(',')}}from"./${group.name}";`;
  });
  return `${lines.join('')}${rest}`;
}

interface Import {
  readonly from: string;
  /** Each as it is called there, and here; undefined where nothing is taken. */
  readonly names: readonly (readonly [name: string, as: string])[] | undefined;
  readonly whole: string;
}

/** The bundler writes all imports of its own files first; what runs before them is what it was told to put there. */
function headOf(text: string): { readonly imports: readonly Import[]; readonly rest: string } {
  const banner = /^const require = .*\n/.exec(text)?.[0] ?? '';
  const next = /\s*import(?:\{([^}]*)\}from)?"\.\/([^"]+\.js)";?/y;
  next.lastIndex = banner.length;
  const imports: Import[] = [];
  let end = banner.length;
  for (let found = next.exec(text); found !== null; found = next.exec(text)) {
    const [, list, from = ''] = found;
    end = next.lastIndex;
    const names = list?.split(',').map((one) => {
      const [name = '', as = name] = one.trim().split(' as ');
      return [name, as] as const;
    });
    const taken = list === undefined ? '' : `{${list}}from`;
    imports.push({ from, names, whole: `import${taken}"./${from}";` });
  }
  return { imports, rest: `${banner}${text.slice(end)}` };
}

type Told = Outputs[string];

function importsOf(imports: Told['imports'], groupOf: ReadonlyMap<string, Group>): Told['imports'] {
  return imports.map((one) => {
    const group = one.kind === 'import-statement' ? groupOf.get(basename(one.path)) : undefined;
    return group === undefined ? one : { ...one, path: `dist/${group.name}` };
  });
}

/** What the new file has of the sources, told as the bundler tells it. */
function toldOf(group: Group, outputs: Outputs, own: Told | undefined, bytes: number): Told {
  const inputs: Told['inputs'] = {};
  for (const file of group.files.keys()) {
    for (const [source, { bytesInOutput }] of Object.entries(outputs[file]?.inputs ?? {})) {
      inputs[source] = { bytesInOutput: (inputs[source]?.bytesInOutput ?? 0) + bytesInOutput };
    }
  }
  const imports = (own?.imports ?? []).map(({ path, kind }) => ({ path: `dist/${basename(path)}`, kind }));
  return { bytes, inputs, imports, exports: own?.exports ?? [] };
}

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Unreadable } from './unreadable.js';

/** What of the WebAssembly of Node is used here: its types do not tell of it. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/** Memory that a decoder works in: another buffer once it has grown. */
export interface DecoderMemory {
  readonly buffer: ArrayBuffer;
}

const modules = new Map<string, object>();

/**
 * A decoder in C as a package has compiled it, new. Its code is the file of its name beside the program (`build.mjs` puts it there),
 * else that of the package, which only the sources are run with.
 */
export function newDecoder<Exports>(name: string, imports: Readonly<Record<string, object>>): Exports {
  let module = modules.get(name);
  if (module === undefined) {
    const beside = fileURLToPath(new URL(`./${name}.wasm`, import.meta.url));
    const file = existsSync(beside)
      ? beside
      : createRequire(import.meta.url).resolve(`@cwasm/${name}/${name}.wasm`);
    module = new WebAssembly.Module(readFileSync(file));
    modules.set(name, module);
  }
  return new WebAssembly.Instance(module, imports).exports as Exports;
}

/** What the code of C calls and never needs here; whoever does need it cannot go on. */
export function unneeded(...names: readonly string[]): Record<string, () => never> {
  return Object.fromEntries(
    names.map((name) => [
      name,
      () => {
        throw new Unreadable('it is broken');
      },
    ]),
  );
}

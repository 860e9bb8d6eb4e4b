import type { Lexicon } from './lexicon.js';
import { lexiconDocOf } from './read-lexicon-doc.js';

/** A name in a document of `@atproto/api`, which writes `lex:` before each that a ref leads to. */
const LEX_SCHEME = /^lex:/;

/** The lexicons that this program brings, by NSID. */
export class BundledLexicons {
  readonly #published: ReadonlyMap<string, unknown>;
  readonly #read = new Map<string, Lexicon>();

  /** `docs` are the documents of `@atproto/api`. */
  constructor(docs: readonly { readonly id: string }[]) {
    this.#published = new Map(docs.map((doc) => [doc.id, doc]));
  }

  /** All NSIDs, in no order. */
  get nsids(): readonly string[] {
    return [...this.#published.keys()];
  }

  get(nsid: string): Lexicon | undefined {
    const read = this.#read.get(nsid);
    if (read !== undefined) return read;
    const published = this.#published.get(nsid);
    if (published === undefined) return undefined;
    const json = JSON.stringify(published, (key, value) => {
      if (key === 'ref' && typeof value === 'string') return value.replace(LEX_SCHEME, '');
      if (key !== 'refs' || !Array.isArray(value)) return value;
      return value.map((ref) => String(ref).replace(LEX_SCHEME, ''));
    });
    const lexicon: Lexicon = {
      nsid,
      doc: lexiconDocOf(JSON.parse(json)),
      json,
      origin: { kind: 'bundled' },
    };
    this.#read.set(nsid, lexicon);
    return lexicon;
  }
}

let loading: Promise<BundledLexicons> | undefined;

/** Loads them, once: half a megabyte of documents that are in a file of their own (see `lexiconsAlone` in test/tools/build/patches.ts). */
export function bundledLexicons(): Promise<BundledLexicons> {
  loading ??= import('@atproto/api').then(({ schemas }) => new BundledLexicons(schemas));
  return loading;
}

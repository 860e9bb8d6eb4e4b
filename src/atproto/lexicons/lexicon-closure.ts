import { isNsid } from '@atcute/lexicons/syntax';
import { type LexiconDocument, lexiconDocumentSchema } from '@atproto/lex-document';
import type { Lexicon } from './lexicon.js';
import { normalNsid } from './nsid.js';
import { refTarget } from './ref-target.js';

/** A lexicon with all that its refs lead to, as the schemas of the PDS want it: each ref names its definition in full. */
export interface LexiconClosure {
  readonly docs: ReadonlyMap<string, LexiconDocument>;
  /** The `$type` of each definition that a ref leads to and that cannot be had, and the NSID of its lexicon. In its place stands an empty object. */
  readonly stubs: ReadonlyMap<string, string>;
}

/** Documents of one closure: those of `app.bsky.feed.post` are 19. */
const DOCS_MAX = 256;

/** Where the refs lead that lead nowhere: each to a definition of its own, since each is a fault of its own lexicon. */
const NOWHERE = 'nowhere';
const DEF_NAME = /^[^#]+$/;

type Defs = Record<string, unknown>;

/** Definitions that a ref may not lead to. */
const NO_SCHEMA = new Set(['query', 'procedure', 'subscription', 'permission-set']);
/** Those that an element of a union can be. */
const UNION_TYPES = new Set(['object', 'record']);

/** Gathers the definitions that `main` of a lexicon needs. Throws what `known` throws. */
export async function lexiconClosure(
  nsid: string,
  known: (nsid: string) => Promise<Lexicon | undefined>,
): Promise<LexiconClosure> {
  const read = new Map<string, Defs | undefined>();
  const docs = new Map<string, { lexicon: 1; id: string; defs: Defs }>();
  const stubs = new Map<string, string>();

  async function defsOf(id: string): Promise<Defs | undefined> {
    if (!read.has(id) && read.size < DOCS_MAX) read.set(id, strictDefs(await known(id)));
    return read.get(id);
  }

  /** Has a definition pass that is not there, or that nothing may refer to. */
  function addStub(id: string, name: string, missing: string): void {
    setOwn(docOf(id).defs, name, { type: 'object', properties: {} });
    stubs.set(name === 'main' ? id : `${id}#${name}`, missing);
  }

  function docOf(id: string): { lexicon: 1; id: string; defs: Defs } {
    const doc = docs.get(id) ?? { lexicon: 1, id, defs: {} };
    docs.set(id, doc);
    return doc;
  }

  const todo = [{ id: nsid, name: 'main', inUnion: false }];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { id, name, inUnion } = next;
    const defs = await defsOf(id);
    const isRoot = id === nsid && name === 'main';
    if (isRoot && defs === undefined) break;
    const doc = docOf(id);
    if (Object.hasOwn(doc.defs, name)) continue;
    const def = defs !== undefined && Object.hasOwn(defs, name) ? defs[name] : undefined;
    const type = (def as { type?: unknown } | undefined)?.type as string;
    if (def === undefined || (NO_SCHEMA.has(type) && !isRoot) || (inUnion && !UNION_TYPES.has(type))) {
      addStub(id, name, id);
      continue;
    }
    setOwn(
      doc.defs,
      name,
      inFull(def, (ref, isUnion) => {
        const target = refTarget({ id }, ref);
        if (!isNsid(target.nsid) || !DEF_NAME.test(target.name)) {
          addStub(NOWHERE, `x${stubs.size}`, id);
          return `${NOWHERE}#x${stubs.size - 1}`;
        }
        const to = { id: normalNsid(target.nsid), name: target.name, inUnion: isUnion };
        todo.push(to);
        return `${to.id}#${to.name}`;
      }),
    );
  }
  // They were held against the schema of documents before their refs were written in full.
  return { docs: docs as unknown as ReadonlyMap<string, LexiconDocument>, stubs };
}

/** The definitions of a lexicon that is well formed to the letter; of any other nothing can be said. */
function strictDefs(lexicon: Lexicon | undefined): Defs | undefined {
  if (lexicon === undefined) return undefined;
  const read = lexiconDocumentSchema.safeParse(JSON.parse(lexicon.json));
  return read.success ? (read.value.defs as Defs) : undefined;
}

/** A copy of a definition in which each ref is written anew. */
function inFull(value: unknown, rewrite: (ref: string, isUnion: boolean) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => inFull(item, rewrite));
  if (typeof value !== 'object' || value === null) return value;
  const { type, ref, refs } = value as { type?: unknown; ref?: unknown; refs?: unknown };
  if (type === 'ref' && typeof ref === 'string') return { ...value, ref: rewrite(ref, false) };
  if (type === 'union' && Array.isArray(refs)) {
    return { ...value, refs: refs.map((one) => rewrite(String(one), true)) };
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, inFull(member, rewrite)]));
}

/** Sets a member whatever its name is, `__proto__` too. */
function setOwn(object: Defs, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

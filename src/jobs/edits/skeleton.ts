import { defOf } from '../../atproto/lexicons/def-of.js';
import type { Lexicon } from '../../atproto/lexicons/lexicon.js';
import type {
  FieldDef,
  LexiconDef,
  LexiconDoc,
  ObjectDef,
  StringDef,
} from '../../atproto/lexicons/lexicon-doc.js';
import { refTarget } from '../../atproto/lexicons/ref-target.js';
import { isObject } from '../../text/json-fields.js';
import { readJson, writeJson } from '../../text/written-json.js';

/** What skeletons are made with. */
export interface SkeletonDeps {
  /** Lexicons that are known; nobody is asked. */
  known(nsid: string): Promise<Lexicon | undefined>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Objects in objects that a skeleton goes down to: a lexicon may demand itself without an end. */
const DEPTH_MAX = 6;
/** Elements that a list is given because it must have so many. */
const ELEMENTS_MAX = 4;
/** Values of a skeleton in all: a stranger wrote the lexicon. */
const VALUES_MAX = 300;

/** Names that say when a record was made: they are now, whether they must be there or not. */
const MADE_AT = 'createdAt';

/** What stands where a text of a format has to: enough to see what goes there, and not yet valid, so that none is sent by oversight. */
const BY_FORMAT: Readonly<Record<string, string>> = {
  'at-uri': 'at://',
  uri: 'https://',
  did: 'did:',
  language: 'en',
};

type Json = Record<string, unknown>;

interface IntegerRange {
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
}

/**
 * A record of a lexicon with no more than what must be there: constants and defaults as they are, the time of now, and elsewhere what is
 * empty of its type. A blob is a file that is not named yet. Of a lexicon that says nothing of records it is the type alone.
 */
export async function skeletonOf(
  collection: string,
  doc: LexiconDoc | undefined,
  deps: SkeletonDeps,
): Promise<string> {
  const main = doc && defOf(doc);
  const body =
    doc && main?.type === 'record'
      ? await objectOf(main.record, { doc, depth: 0, made: { values: 0 }, ...deps })
      : {};
  return JSON.stringify({ $type: collection, ...body });
}

/** The same record as a new one: what says when it was made says now. As it is where that is no text, or where it is no object. */
export function copyOf(json: string, now: number): string {
  const record = readJson(json);
  if (!isObject(record) || typeof record[MADE_AT] !== 'string') return json;
  // An assignment to a member that is there leaves the order of all as it is.
  (record as Json)[MADE_AT] = new Date(now).toISOString();
  return writeJson(record);
}

interface At extends SkeletonDeps {
  /** The document that refs without an NSID are of. */
  readonly doc: LexiconDoc;
  readonly depth: number;
  /** What was made so far. */
  readonly made: { values: number };
}

async function objectOf({ properties = {}, required = [] }: ObjectDef, at: At): Promise<Json> {
  const made: Json = {};
  if (at.depth >= DEPTH_MAX) return made;
  for (const [name, def] of Object.entries(properties)) {
    const isTime = at.depth === 0 && name === MADE_AT && def.type === 'string' && def.format === 'datetime';
    if (name === '__proto__' || name === '$type' || !(required.includes(name) || isTime)) continue;
    if (at.made.values >= VALUES_MAX) break;
    made[name] = await fieldValue(def, { ...at, depth: at.depth + 1 });
  }
  return made;
}

async function fieldValue(def: FieldDef, at: At): Promise<unknown> {
  at.made.values += 1;
  switch (def.type) {
    case 'string':
      return textOf(def, at.now);
    case 'integer':
      return def.const ?? def.default ?? def.enum?.[0] ?? nearestToZero(def);
    case 'boolean':
      return def.const ?? def.default ?? false;
    case 'bytes':
      return { $bytes: '' };
    case 'cid-link':
      return { $link: '' };
    case 'blob':
      return { $file: '' };
    case 'array': {
      const elements: unknown[] = [];
      const wanted = Math.min(def.minLength ?? 0, ELEMENTS_MAX);
      while (elements.length < wanted) elements.push(await fieldValue(def.items, at));
      return elements;
    }
    case 'object':
      return await objectOf(def, at);
    case 'ref':
      return await referred(def.ref, at, false);
    case 'union':
      return def.refs[0] === undefined ? {} : await referred(def.refs[0], at, true);
    case 'unknown':
      return {};
  }
}

function textOf(def: StringDef, now: number): string {
  if (def.format === 'datetime') return def.const ?? new Date(now).toISOString();
  const said = def.const ?? def.default ?? def.enum?.[0] ?? def.knownValues?.[0];
  return said ?? (def.format === undefined ? '' : (BY_FORMAT[def.format] ?? ''));
}

function nearestToZero({ minimum = -Infinity, maximum = Infinity }: IntegerRange): number {
  return Math.max(minimum, Math.min(maximum, 0));
}

/** What a ref leads to; of a union with what says which of them it is. */
async function referred(ref: string, at: At, isOfUnion: boolean): Promise<unknown> {
  const { nsid, name } = refTarget(at.doc, ref);
  const type = isOfUnion ? { $type: name === 'main' ? nsid : `${nsid}#${name}` } : {};
  const doc = nsid === at.doc.id ? at.doc : (await at.known(nsid).catch(() => undefined))?.doc;
  const def = doc && defOf(doc, name);
  if (doc === undefined || def === undefined) return type;
  if (def.type === 'object') return { ...type, ...(await objectOf(def, { ...at, doc })) };
  return isField(def) && at.depth < DEPTH_MAX
    ? await fieldValue(def, { ...at, doc, depth: at.depth + 1 })
    : type;
}

const NO_FIELDS: ReadonlySet<LexiconDef['type']> = new Set([
  'record',
  'query',
  'procedure',
  'subscription',
  'token',
  'permission-set',
]);

const isField = (def: LexiconDef): def is FieldDef => !NO_FIELDS.has(def.type);

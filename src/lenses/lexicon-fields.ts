import { defOf } from '../atproto/lexicons/def-of.js';
import type { FieldDef, LexiconDoc } from '../atproto/lexicons/lexicon-doc.js';

/** A field of a record, as its lexicon has it. */
export interface LexiconField {
  readonly name: string;
  /** Words that people read; the name of an account, of a record, or of a web page; what can be counted; one of few values; a time. */
  readonly role: 'text' | 'account' | 'record' | 'web' | 'number' | 'choice' | 'time' | 'texts' | 'other';
  readonly required: boolean;
  readonly description: string | undefined;
  /** The most characters of a text, where that is told; infinite where it is not. */
  readonly longest: number;
}

const STRONG_REF = 'com.atproto.repo.strongRef';
const ACCOUNTS = new Set(['did', 'handle', 'at-identifier']);
const NO_TEXTS = new Set(['cid', 'nsid', 'tid', 'record-key', 'language']);

/** The fields of the records of a lexicon, in its order; undefined where it is not one of records. */
export function recordFields(doc: LexiconDoc): readonly LexiconField[] | undefined {
  const main = defOf(doc);
  if (main?.type !== 'record') return undefined;
  const { properties = {}, required = [] } = main.record;
  return Object.entries(properties).map(([name, def]) => ({
    name,
    role: roleOf(def),
    required: required.includes(name),
    description: def.description,
    longest: longestOf(def),
  }));
}

function roleOf(def: FieldDef): LexiconField['role'] {
  switch (def.type) {
    case 'integer':
      return 'number';
    case 'boolean':
      return 'choice';
    case 'ref':
      return def.ref.replace(/#main$/, '') === STRONG_REF ? 'record' : 'other';
    case 'array':
      return roleOf(def.items) === 'text' || roleOf(def.items) === 'choice' ? 'texts' : 'other';
    case 'string':
      return def.enum || def.knownValues ? 'choice' : stringRole(def.format);
    default:
      return 'other';
  }
}

function stringRole(format: string | undefined): LexiconField['role'] {
  if (format === undefined) return 'text';
  if (ACCOUNTS.has(format)) return 'account';
  if (format === 'at-uri') return 'record';
  if (format === 'uri') return 'web';
  if (format === 'datetime') return 'time';
  return NO_TEXTS.has(format) ? 'other' : 'text';
}

const longestOf = (def: FieldDef): number =>
  def.type === 'string' ? (def.maxGraphemes ?? def.maxLength ?? Number.POSITIVE_INFINITY) : 0;

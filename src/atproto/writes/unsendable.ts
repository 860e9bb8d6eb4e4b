import { fromBytes } from '@atcute/cbor';
import { fromString } from '@atcute/cid';
import { isObject, type JsonObject } from '../../text/json-fields.js';
import { memberNames, readJson, WrittenNumber } from '../../text/written-json.js';

/** A PDS keeps integers below this: it answers 500 to more (packages/lexicon, @atproto/lex-data). */
const INTEGER_LIMIT = 2n ** 53n;
/** Nested deeper, no reader of a repository need follow. */
const DEPTH_MAX = 2_000;

/** Half of a pair of code units, which no UTF-8 has. */
const LONE = /\p{Cs}/u;

/** Why a value cannot be sent: `embed.size: 1.5 is no integer`. */
export interface Unsendable {
  /** Where, such as `embed.images[0].alt`; empty for the whole. */
  readonly path: string;
  /** What is wrong with it, as a clause behind the path. */
  readonly why: string;
}

/**
 * What a PDS would answer with an error of its own, or would keep as something else than was written: the data model knows no fractions,
 * no integers of 2^53 and more and no lone surrogates (atproto.com/specs/data-model), and the reference PDS answers 500 to the second.
 * Undefined where all of it can be sent. `json` is one record, as it was written: JavaScript's own parser would lose the digits.
 */
export function unsendable(json: string, collection: string): Unsendable | undefined {
  let record: unknown;
  try {
    record = readJson(json);
  } catch (error) {
    return { path: '', why: `it is not JSON (${error instanceof Error ? error.message : String(error)})` };
  }
  if (!isObject(record)) return { path: '', why: 'a record is an object' };
  const { $type: type } = record;
  if (type !== undefined && type !== collection) {
    return {
      path: '$type',
      why: `it is ${typeof type === 'string' ? type : 'no text'}, and the collection is ${collection}`,
    };
  }
  return fault(record);
}

interface Visit {
  readonly value: unknown;
  readonly path: string;
  readonly depth: number;
}

/** The first fault in the order of the text. A stack of its own: depth comes from strangers. */
function fault(record: object): Unsendable | undefined {
  const stack: Visit[] = [{ value: record, path: '', depth: 0 }];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const { value, path, depth } = visit;
    const why = scalarFault(value) ?? (depth > DEPTH_MAX ? 'it is nested too deeply' : undefined);
    if (why !== undefined) return { path, why };
    if (Array.isArray(value)) {
      for (let index = value.length - 1; index >= 0; index -= 1) {
        stack.push({ value: value[index], path: `${path}[${index}]`, depth: depth + 1 });
      }
    } else if (isObject(value)) {
      if (isLegacyBlob(value)) {
        return { path, why: 'it is a blob of the old kind, which a PDS takes no more' };
      }
      const names = memberNames(value);
      const odd = linkFault(value, names) ?? bytesFault(value, names);
      if (odd !== undefined) return { path, why: odd };
      for (const name of [...names].reverse()) {
        const at = path === '' ? name : `${path}.${name}`;
        if (name === '__proto__') return { path: at, why: 'no member can be called so' };
        if (LONE.test(name)) return { path: at, why: 'its name has half a character in it' };
        stack.push({ value: value[name], path: at, depth: depth + 1 });
      }
    }
  }
  return undefined;
}

function scalarFault(value: unknown): string | undefined {
  if (typeof value === 'string') return LONE.test(value) ? 'the text has half a character in it' : undefined;
  if (value instanceof WrittenNumber) return numberFault(value.text);
  if (typeof value === 'number') return numberFault(String(value));
  return undefined;
}

/** `1.0`, `1e3` and `-0` are integers in another spelling. */
function numberFault(text: string): string | undefined {
  const number = Number(text);
  if (!Number.isInteger(number)) return `${text} is no integer, and the network knows no other numbers`;
  const whole = /^-?\d+$/.test(text) ? BigInt(text) : BigInt(number);
  return whole >= INTEGER_LIMIT || whole <= -INTEGER_LIMIT
    ? `${text} is too large: integers of the network are below 2^53`
    : undefined;
}

/** What stands for a link and is none a PDS keeps as a plain object, without a word. */
function linkFault({ $link: link }: JsonObject, names: readonly string[]): string | undefined {
  if (!names.includes('$link')) return undefined;
  if (names.length > 1) return 'nothing can stand beside its $link';
  return typeof link === 'string' && isRead(() => fromString(link))
    ? undefined
    : 'its $link is no CID of a record or a blob';
}

/** The same of bytes. */
function bytesFault({ $bytes: bytes }: JsonObject, names: readonly string[]): string | undefined {
  if (!names.includes('$bytes')) return undefined;
  if (names.length > 1) return 'nothing can stand beside its $bytes';
  return typeof bytes === 'string' && isRead(() => fromBytes({ $bytes: bytes }))
    ? undefined
    : 'its $bytes are no base64';
}

function isRead(reading: () => unknown): boolean {
  try {
    reading();
    return true;
  } catch {
    return false;
  }
}

function isLegacyBlob(value: Readonly<Record<string, unknown>>): boolean {
  const { cid, mimeType } = value;
  return Object.keys(value).length === 2 && typeof cid === 'string' && typeof mimeType === 'string';
}

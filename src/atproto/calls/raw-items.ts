import type { Sentence } from '../../text/sentence.js';
import { parseWritten, readJson } from '../../text/written-json.js';
import { scanValue } from './json-scan.js';

/** One JSON value kept as the text that the service sent. */
export interface RawItem {
  /** The JSON as sent, byte for byte. */
  text(): string;
  /** The parsed value. Integers past 2^53 are bigints, so that no digit is lost. */
  value(): unknown;
  /** The same with numbers as they were written, and members in the order in which they were sent (`readJson`). */
  written(): unknown;
}

/** A run of JSON values that are kept as bytes and parsed only when one is looked at. */
export interface RawItems {
  readonly length: number;
  at(index: number): RawItem | undefined;
  /** What is odd of them as a whole, in words. */
  readonly note?: Sentence | undefined;
}

/**
 * The items of one answer, by reference to its bytes: an item costs eight bytes beside its JSON, and nothing that is
 * parsed is kept. `spans` holds starts and ends in turns, each span valid JSON (see `scanObject`).
 */
export function rawItems(bytes: Buffer, spans: Uint32Array): RawItems {
  return {
    length: spans.length / 2,
    at(index) {
      const start = spans[index * 2];
      const end = spans[index * 2 + 1];
      return start === undefined || end === undefined ? undefined : new JsonSlice(bytes, start, end);
    },
  };
}

/** An item from the bytes of one JSON value. Throws a `JsonFault` where they are not that. */
export function rawItem(bytes: Buffer): RawItem {
  const { start, end } = scanValue(bytes);
  return new JsonSlice(bytes, start, end);
}

/** An item from JSON text. Throws a `JsonFault` where it is not JSON. */
export function rawItemFromText(text: string): RawItem {
  return rawItem(Buffer.from(text));
}

/** `JSON.parse`, but integers past 2^53 become bigints. Throws a SyntaxError where the text is not JSON. */
export function parseJson(text: string): unknown {
  // A reviver makes parsing several times slower, and an integer past 2^53 has at least sixteen digits.
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  try {
    return JSON.parse(text, keepDigits);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // A reviver is called by recursion, for which some thousand levels are too many.
    return readJson(text, (word) => digitsKept(JSON.parse(word), word));
  }
}

/** `JSON.stringify`, but bigints become integers. */
export function stringifyJson(value: unknown, indent?: number): string {
  const write = (_key: string, inner: unknown) =>
    typeof inner === 'bigint' ? rawJson(inner.toString()) : inner;
  return JSON.stringify(value, write, indent) ?? 'null';
}

class JsonSlice implements RawItem {
  readonly #bytes: Buffer;
  readonly #start: number;
  readonly #end: number;

  constructor(bytes: Buffer, start: number, end: number) {
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
  }

  text(): string {
    return this.#bytes.toString('utf8', this.#start, this.#end);
  }

  value(): unknown {
    return parseJson(this.text());
  }

  written(): unknown {
    return parseWritten(this.text());
  }
}

// The third argument of a reviver and JSON.rawJSON are in every Node that we run on (V8 11.4) and not yet in TypeScript's library.
function keepDigits(
  this: unknown,
  _key: string,
  value: unknown,
  context?: { readonly source?: string },
): unknown {
  return digitsKept(value, context?.source);
}

function digitsKept(value: unknown, source: string | undefined): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  return source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value;
}

const { rawJSON: rawJson } = JSON as typeof JSON & { rawJSON(text: string): unknown };

import { readRecord } from '../atproto/streams/record-reader.js';
import { isObject } from '../text/json-fields.js';
import { readJson, WrittenNumber } from '../text/written-json.js';

/**
 * Whether a record's bytes say what a JSON text of it says: a service may prove one thing and send another. The order of members
 * counts for nothing, as DAG-CBOR has one of its own, nor does the padding of bytes. False where either cannot be read.
 */
export function saysTheSame(bytes: Uint8Array, json: string): boolean {
  try {
    return isSame(readRecord(bytes), readJson(json));
  } catch {
    return false;
  }
}

/** A loop, not a recursion: depth comes from strangers. */
function isSame(proved: unknown, shown: unknown): boolean {
  const pairs: [unknown, unknown][] = [[proved, shown]];
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [one, other] = pair;
    if (Array.isArray(one)) {
      if (!Array.isArray(other) || one.length !== other.length) return false;
      for (const [index, item] of one.entries()) pairs.push([item, other[index]]);
    } else if (isObject(one)) {
      if (!isObject(other)) return false;
      const names = Object.keys(one);
      if (names.length !== Object.keys(other).length) return false;
      if (!names.every((name) => Object.hasOwn(other, name))) return false;
      const isBytes = names.length === 1 && names[0] === '$bytes';
      for (const name of names) pairs.push(isBytes ? bare(one[name], other[name]) : [one[name], other[name]]);
    } else if (!isSameScalar(one, other)) {
      return false;
    }
  }
  return true;
}

const bare = (...texts: [unknown, unknown]): [unknown, unknown] => [unpadded(texts[0]), unpadded(texts[1])];

const unpadded = (text: unknown): unknown => (typeof text === 'string' ? text.replace(/={1,2}$/, '') : text);

function isSameScalar(one: unknown, other: unknown): boolean {
  if (typeof one !== 'number' && typeof one !== 'bigint') return one === other;
  if (typeof other === 'number') {
    return Number.isSafeInteger(other) ? BigInt(other) === wholeOf(one) : other === one;
  }
  if (!(other instanceof WrittenNumber)) return false;
  return /^-?\d+$/.test(other.text)
    ? BigInt(other.text) === wholeOf(one)
    : Number(other.text) === Number(one);
}

/** As a bigint; undefined for what has a fraction. */
function wholeOf(number: number | bigint): bigint | undefined {
  if (typeof number === 'bigint') return number;
  return Number.isInteger(number) ? BigInt(number) : undefined;
}

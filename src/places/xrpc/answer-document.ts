import { scanObject } from '../../atproto/calls/json-scan.js';
import { rawItems } from '../../atproto/calls/raw-items.js';
import { isJsonType, type MethodAnswer } from '../../atproto/methods/methods.js';
import { withParam } from '../../atproto/methods/query-params.js';
import { fallbackLens } from '../../lenses/fallback.js';
import { byteSize } from '../../text/byte-size.js';
import { countText } from '../../text/count-text.js';
import { isObject } from '../../text/json-fields.js';
import type { Fact, Facts } from '../facts-listing.js';
import { openedBy } from './opened-by.js';
import type { XrpcAddress } from './xrpc-address.js';
import { xrpcText } from './xrpc-address.js';

/** Whether an answer is JSON, by what the service says of it or, where it says nothing, by how it begins. */
export const isJson = ({ type, reply }: MethodAnswer): boolean =>
  isJsonType(type) || (type === '' && /^\s*[[{]/.test(reply.bytes.toString('utf8', 0, 64)));

/** An answer that does not page, told member by member: first all of it. What is no JSON is told by its kind and size. */
export function answerFacts(address: XrpcAddress, answer: MethodAnswer): Facts {
  return isJson(answer) ? jsonFacts(address, answer) : bytesFacts(address, answer);
}

function bytesFacts(address: XrpcAddress, { type, reply }: MethodAnswer): Facts {
  const encoding = type === '' ? 'not said' : type;
  const { length } = reply.bytes;
  return {
    facts: [
      { name: 'encoding', value: encoding },
      { name: 'size', value: `${byteSize(length)} (${countText(length)} bytes)` },
      { name: 'to keep it', value: `atscope xrpc '${xrpcText(address)}' > FILE writes it as it comes` },
    ],
    document: JSON.stringify({ encoding: type, bytes: length }),
  };
}

function jsonFacts(address: XrpcAddress, { reply }: MethodAnswer): Facts {
  const whole = reply.item();
  const value = whole.written();
  const document = whole.text();
  const members = scanObject(reply.bytes)?.members ?? new Map<string, { start: number; end: number }>();
  const all: Fact = { name: 'all of it', value: glance(value), opens: undefined, json: document };
  return {
    document,
    facts: [
      all,
      ...[...members].map(([name, { start, end }]): Fact => {
        const item = rawItems(reply.bytes, Uint32Array.of(start, end)).at(0);
        const member = item?.written();
        return {
          name,
          value: glance(member),
          opens: name === 'cursor' ? nextPage(address, member) : openedBy(member),
          json: item?.text(),
        };
      }),
    ],
  };
}

const glance = (value: unknown): string => fallbackLens.cells(value, () => undefined)[0] ?? '';

/** What does not list can page all the same. */
const nextPage = (address: XrpcAddress, cursor: unknown): XrpcAddress | undefined =>
  typeof cursor === 'string' && cursor !== ''
    ? { ...address, params: withParam(address.params, 'cursor', cursor) }
    : undefined;

/** The JSON of an answer as a value; undefined for what is none. */
export function answerValue(answer: MethodAnswer): unknown {
  if (!isJson(answer)) return undefined;
  try {
    const value = answer.reply.json();
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

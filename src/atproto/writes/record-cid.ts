import { encode } from '@atcute/cbor';
import { CODEC_DCBOR, toString as cidText, create } from '@atcute/cid';

/**
 * The CID that a PDS gives a record, from its JSON: SHA-256 of its DAG-CBOR (atproto.com/specs/data-model). For JSON that can be sent
 * (`unsendable`); throws a TypeError or RangeError for other.
 */
export async function recordCid(json: string): Promise<string> {
  // `-0` is an integer as others are, and CBOR would keep its sign as a fraction.
  const record: unknown = JSON.parse(json, (_name, value) => (Object.is(value, -0) ? 0 : value));
  return cidText(await create(CODEC_DCBOR, encode(record)));
}

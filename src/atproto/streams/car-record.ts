import { fromUint8Array } from '@atcute/car';
import { BytesWrapper, CidLinkWrapper, decode } from '@atcute/cbor';

/**
 * The record with that CID among the blocks of a commit, as plain JSON (links as `{$link}`, bytes as `{$bytes}`), or
 * undefined where it is not among them or cannot be read.
 */
export function recordIn(blocks: unknown, link: unknown): unknown {
  if (!(blocks instanceof BytesWrapper && link instanceof CidLinkWrapper)) return undefined;
  try {
    for (const { cid, bytes } of fromUint8Array(blocks.buf)) {
      if (Buffer.compare(cid.bytes, link.bytes) === 0) return JSON.parse(JSON.stringify(decode(bytes)));
    }
  } catch {
    // Bytes that are no CAR and no record hold no record; that the event happened is true all the same.
  }
  return undefined;
}

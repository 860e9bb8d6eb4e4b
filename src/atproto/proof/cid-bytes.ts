import { type CidLink, CidLinkWrapper } from '@atcute/cbor';
import { fromString } from '@atcute/cid';

/** Of a CID as repositories have it: version, codec, hash, length, 32 bytes of SHA-256 (atproto.com/specs/repository). */
export const CID_BYTES = 36;
export const DIGEST_BYTES = 32;
/** What stands before the digest: DAG-CBOR, and raw bytes. */
export const DAG_CBOR_PREFIX = 0x01711220;
export const RAW_PREFIX = 0x01551220;

/** The text of the CID that stands at an offset. */
export const cidTextAt = (bytes: Uint8Array, at: number): string =>
  new CidLinkWrapper(bytes.slice(at, at + CID_BYTES)).$link;

/** The bytes of a CID. */
export const bytesOfCid = ({ $link }: CidLink): Uint8Array<ArrayBuffer> =>
  new Uint8Array(fromString($link).bytes);

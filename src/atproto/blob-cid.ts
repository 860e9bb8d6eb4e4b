import { CODEC_RAW, fromString, HASH_SHA256 } from '@atcute/cid';

/** Whether a text is the CID of a blob: of raw bytes, by SHA-256. It can then be the name of a file. */
export const isBlobCid = (text: string): boolean => blobDigest(text) !== undefined;

/** The SHA-256 that the CID of a blob says, in hexadecimal; undefined for what is none. */
export function blobDigest(cid: string): string | undefined {
  try {
    const { codec, digest } = fromString(cid);
    const isBlob = codec === CODEC_RAW && digest.codec === HASH_SHA256;
    return isBlob ? Buffer.from(digest.contents).toString('hex') : undefined;
  } catch {
    return undefined;
  }
}

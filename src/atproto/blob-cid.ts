import { CODEC_RAW, toString as cidText, create, fromString, HASH_SHA256 } from '@atcute/cid';

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

/** The CID that these bytes have as a blob. */
export const blobCid = async (bytes: Uint8Array): Promise<string> => cidText(await create(CODEC_RAW, bytes));

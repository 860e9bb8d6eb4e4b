import { encode } from '@atcute/cbor';
import { CODEC_DCBOR, toString as cidText, create } from '@atcute/cid';
import { fromBase64Url, toBase32 } from '@atcute/multibase';
import type { JsonObject } from '../../text/json-fields.js';
import { isSignedBy } from '../identity/signature.js';
import type { PlcOperation } from './operation.js';

/** 64 bytes in base64url take 86 characters. Of the last one four bits are spare; they are 0, so that one signature has one text. */
const SIGNATURE_TEXT = /^[\w-]{85}[AQgw]$/;

/** Characters of the hash that a DID has. */
const DID_CHARACTERS = 24;

/** What of an operation everything hangs on. */
export interface OperationBytes {
  /** CID of the signed operation. */
  readonly cid: string;
  /** The DID of an account whose first operation it is. */
  readonly did: string;
  /** What the signature is over. */
  readonly unsigned: Uint8Array;
}

/** The bytes of an operation, and what follows from them. Throws a RangeError where it cannot be written as DAG-CBOR. */
export async function operationBytes(json: JsonObject): Promise<OperationBytes> {
  const { sig: _sig, ...unsigned } = json;
  const cid = await create(CODEC_DCBOR, encoded(json));
  const hash = toBase32(cid.digest.contents);
  return {
    cid: cidText(cid),
    did: `did:plc:${hash.slice(0, DID_CHARACTERS)}`,
    unsigned: encoded(unsigned),
  };
}

/** The encoder refuses odd members, as one called `constructor`, by a TypeError. */
function encoded(json: JsonObject): Uint8Array<ArrayBuffer> {
  try {
    return encode(json);
  } catch (error) {
    throw error instanceof TypeError ? new RangeError(error.message, { cause: error }) : error;
  }
}

/** Why the text of a signature counts for none; the end of a sentence that begins with “it”. Undefined where it may be good. */
export function whyNoSignature({ sig }: PlcOperation): string | undefined {
  return SIGNATURE_TEXT.test(sig)
    ? undefined
    : 'has a signature that is not written as 64 bytes in base64url without padding';
}

/** The place of the first key that an operation is signed with; -1 where it is none of them. */
export async function signerOf(
  { sig }: PlcOperation,
  { unsigned }: OperationBytes,
  keys: readonly string[],
): Promise<number> {
  const signature = fromBase64Url(sig);
  for (const [index, key] of keys.entries()) {
    if (keys.indexOf(key) === index && (await isSignedBy(key, signature, unsigned))) return index;
  }
  return -1;
}

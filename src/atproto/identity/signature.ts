import { parseDidKey, parsePublicMultikey, verifySig } from '@atcute/crypto';

/** r and s of ECDSA over a 256-bit curve. */
const SIGNATURE_BYTES = 64;

const DID_KEY = 'did:key:';

/**
 * Whether a signature is good under a public key, which is written as a `did:key:` or as the Multikey behind it: ECDSA with
 * SHA-256 over P-256 or K-256, r and s in 64 bytes, low-S only (atproto.com/specs/cryptography). False for a key of another kind.
 */
export async function isSignedBy(key: string, signature: Uint8Array, data: Uint8Array): Promise<boolean> {
  if (signature.length !== SIGNATURE_BYTES) return false;
  try {
    const found = key.startsWith(DID_KEY) ? parseDidKey(key) : parsePublicMultikey(key);
    return await verifySig(found, new Uint8Array(signature), new Uint8Array(data));
  } catch {
    // The library throws for kinds of keys that it does not know, and for bytes that are no point of the curve.
    return false;
  }
}

import { fromBase58Btc, toBase58Btc } from '@atcute/multibase';

/** The compressed form of a public key on either curve: one byte for the parity of y, and x. */
const COMPRESSED_BYTES = 33;

/** Multicodec prefixes of did:key and Multikey (atproto.com/specs/cryptography). */
const K256 = [0xe7, 0x01] as const;
const P256 = [0x80, 0x24] as const;

/** What the curve of each type of verification method is; `undefined` where the key itself says it. */
const CURVES = new Map<unknown, readonly [number, number] | undefined>([
  ['Multikey', undefined],
  ['EcdsaSecp256k1VerificationKey2019', K256],
  ['EcdsaSecp256r1VerificationKey2019', P256],
]);

/** No key is longer than 65 bytes; longer text is not worth the arithmetic. */
const KEY_MAX_CHARACTERS = 100;

function fromBase58(text: string): Uint8Array | undefined {
  if (text.length > KEY_MAX_CHARACTERS) return undefined;
  try {
    return fromBase58Btc(text);
  } catch {
    return undefined;
  }
}

function compressed(key: Uint8Array): Uint8Array | undefined {
  if (key.length === COMPRESSED_BYTES && (key[0] === 2 || key[0] === 3)) return key;
  if (key.length !== 65 || key[0] !== 4) return undefined;
  return Uint8Array.of((key[64] ?? 0) % 2 === 0 ? 2 : 3, ...key.subarray(1, COMPRESSED_BYTES));
}

/**
 * The public key of a verification method, in one form whatever its type: the multibase text of a Multikey, which
 * is `did:key:` without that prefix. Legacy types, whose keys are uncompressed and carry no curve, are converted
 * (atproto.com/specs/did, “Legacy Representation”). `undefined` for what is no P-256 or K-256 key.
 */
export function multikey(type: unknown, publicKeyMultibase: unknown): string | undefined {
  if (!CURVES.has(type) || typeof publicKeyMultibase !== 'string' || !publicKeyMultibase.startsWith('z')) {
    return undefined;
  }
  const bytes = fromBase58(publicKeyMultibase.slice(1));
  if (bytes === undefined) return undefined;
  const curve = CURVES.get(type);
  if (curve !== undefined) {
    const key = compressed(bytes);
    return key && `z${toBase58Btc(Uint8Array.of(...curve, ...key))}`;
  }
  const known = [K256, P256].some(([first, second]) => bytes[0] === first && bytes[1] === second);
  const key = bytes.subarray(2);
  return known && key.length === COMPRESSED_BYTES && compressed(key) ? publicKeyMultibase : undefined;
}

/** The curve of a Multikey, as people call it; undefined for what is none of those that atproto knows. */
export function keyCurve(key: string): 'K-256' | 'P-256' | undefined {
  if (multikey('Multikey', key) === undefined) return undefined;
  const [first] = fromBase58(key.slice(1)) ?? [];
  return first === K256[0] ? 'K-256' : 'P-256';
}

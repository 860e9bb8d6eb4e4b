/** The compressed form of a public key on either curve: one byte for the parity of y, and x. */
const compressedLength = 33;

/** Multicodec prefixes of did:key and Multikey (atproto.com/specs/cryptography). */
const k256 = [0xe7, 0x01] as const;
const p256 = [0x80, 0x24] as const;

/** What the curve of each type of verification method is; `undefined` where the key itself says it. */
const curves = new Map<unknown, readonly [number, number] | undefined>([
  ['Multikey', undefined],
  ['EcdsaSecp256k1VerificationKey2019', k256],
  ['EcdsaSecp256r1VerificationKey2019', p256],
]);

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** No key is longer than 65 bytes; longer text is not worth the arithmetic. */
const longestText = 100;

function fromBase58(text: string): Uint8Array | undefined {
  if (text.length > longestText) return undefined;
  let number = 0n;
  for (const character of text) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) return undefined;
    number = number * 58n + BigInt(digit);
  }
  const hex = number === 0n ? '' : number.toString(16);
  const body = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const zeros = /^1*/.exec(text)![0].length;
  return Buffer.concat([Buffer.alloc(zeros), body]);
}

function toBase58(bytes: Uint8Array): string {
  let number = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  while (number > 0n) {
    text = alphabet[Number(number % 58n)]! + text;
    number /= 58n;
  }
  return text;
}

function compressed(key: Uint8Array): Uint8Array | undefined {
  if (key.length === compressedLength && (key[0] === 2 || key[0] === 3)) return key;
  if (key.length !== 65 || key[0] !== 4) return undefined;
  return Uint8Array.of(key[64]! % 2 === 0 ? 2 : 3, ...key.subarray(1, compressedLength));
}

/**
 * The public key of a verification method, in one form whatever its type: the multibase text of a Multikey, which
 * is `did:key:` without that prefix. Legacy types, whose keys are uncompressed and carry no curve, are converted
 * (atproto.com/specs/did, “Legacy Representation”). `undefined` for what is no P-256 or K-256 key.
 */
export function multikey(type: unknown, publicKeyMultibase: unknown): string | undefined {
  if (!curves.has(type) || typeof publicKeyMultibase !== 'string' || !publicKeyMultibase.startsWith('z'))
    return undefined;
  const bytes = fromBase58(publicKeyMultibase.slice(1));
  if (bytes === undefined) return undefined;
  const curve = curves.get(type);
  if (curve !== undefined) {
    const key = compressed(bytes);
    return key && `z${toBase58(Uint8Array.of(...curve, ...key))}`;
  }
  const known = [k256, p256].some(([first, second]) => bytes[0] === first && bytes[1] === second);
  const key = bytes.subarray(2);
  return known && key.length === compressedLength && compressed(key) ? publicKeyMultibase : undefined;
}

import { encode } from '@atcute/cbor';
import { CODEC_DCBOR, toString as cidText, create } from '@atcute/cid';
import { P256PrivateKeyExportable, type PrivateKey, Secp256k1PrivateKeyExportable } from '@atcute/crypto';
import { toBase32, toBase64Url } from '@atcute/multibase';

/** A key that signs, and its did:key. */
export interface TestKey {
  readonly did: string;
  readonly key: PrivateKey;
}

/** Whatever can sign an operation. */
export interface Signer {
  readonly key: Pick<PrivateKey, 'sign'>;
}

/** A new key. */
export async function newKey(curve: 'k256' | 'p256' = 'k256'): Promise<TestKey> {
  const key =
    curve === 'k256'
      ? await Secp256k1PrivateKeyExportable.createKeypair()
      : await P256PrivateKeyExportable.createKeypair();
  return { did: await key.exportPublicKey('did'), key };
}

/** A line of an audit log as the directory serves it. */
export interface LogLine {
  did: string;
  cid: string;
  nullified: boolean;
  createdAt: string;
  operation: Record<string, unknown>;
}

/** An operation, signed: `sign` makes the text of the signature of its bytes. */
export async function signed(
  operation: Record<string, unknown>,
  { key }: Signer,
  written: (signature: Uint8Array<ArrayBuffer>) => string = toBase64Url,
): Promise<Record<string, unknown>> {
  return { ...operation, sig: written(await key.sign(encode(operation))) };
}

/** The CID of a signed operation. */
export async function operationCid(operation: Record<string, unknown>): Promise<string> {
  return cidText(await create(CODEC_DCBOR, encode(operation)));
}

/** The DID that a first operation makes. */
export async function didOf(operation: Record<string, unknown>): Promise<string> {
  const { digest } = await create(CODEC_DCBOR, encode(operation));
  return `did:plc:${toBase32(digest.contents).slice(0, 24)}`;
}

/** What an account is, as an operation says it. */
export function plcOperation(
  prev: string | null,
  rotation: readonly Pick<TestKey, 'did'>[],
  signing: Pick<TestKey, 'did'>,
  { handle = 'a.test', pds = 'https://pds.test' } = {},
): Record<string, unknown> {
  return {
    type: 'plc_operation',
    rotationKeys: rotation.map(({ did }) => did),
    verificationMethods: { atproto: signing.did },
    alsoKnownAs: [`at://${handle}`],
    services: { atproto_pds: { type: 'AtprotoPersonalDataServer', endpoint: pds } },
    prev,
  };
}

/** The end of an account. */
export const tombstone = (prev: string): Record<string, unknown> => ({ type: 'plc_tombstone', prev });

/** A line of a log: a signed operation, at a time. */
export async function logLine(
  did: string,
  operation: Record<string, unknown>,
  createdAt: number,
  nullified = false,
): Promise<LogLine> {
  return {
    did,
    cid: await operationCid(operation),
    nullified,
    createdAt: new Date(createdAt).toISOString(),
    operation,
  };
}

const ORDERS = {
  k256: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
  p256: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
};

/** The same signature with the other s, which a library that takes both would find good. */
export function highS(signature: Uint8Array, curve: 'k256' | 'p256'): Uint8Array<ArrayBuffer> {
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`);
  const other = (ORDERS[curve] - s).toString(16).padStart(64, '0');
  return Uint8Array.from([...signature.subarray(0, 32), ...Buffer.from(other, 'hex')]);
}

/** The same signature in ASN.1 DER. */
export function derSignature(signature: Uint8Array): Uint8Array<ArrayBuffer> {
  function integer(bytes: Uint8Array): number[] {
    const trimmed = [...bytes];
    while (trimmed.length > 1 && trimmed[0] === 0 && (trimmed[1] ?? 0) < 0x80) trimmed.shift();
    const body = (trimmed[0] ?? 0) >= 0x80 ? [0, ...trimmed] : trimmed;
    return [2, body.length, ...body];
  }
  const body = [...integer(signature.subarray(0, 32)), ...integer(signature.subarray(32))];
  return Uint8Array.from([0x30, body.length, ...body]);
}

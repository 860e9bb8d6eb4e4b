import { createHash } from 'node:crypto';
import { fromUint8Array } from '@atcute/car';
import { decode, encode } from '@atcute/cbor';
import { type Cid, toString as cidText } from '@atcute/cid';
import { ProofFault } from './proof-fault.js';

/** The blocks of an answer, each of which hashes to its CID. */
export interface ProofBlocks {
  /** CID of the first root, which is to be the commit. */
  readonly root: string;
  readonly count: number;
  /** The block of a CID. Throws a `missing-block` ProofFault where it was not sent; `what` says what it would be. */
  block(cid: string, what: string): Uint8Array;
}

/**
 * Takes a CAR apart and hashes all of its blocks, whether they are used or not, before anything is read of them. Blocks may come in
 * any order and twice; the first root counts (ipld.io, “CAR v1”).
 *
 * @throws ProofFault `car-shape`, `block-hash`, or `no-commit` where it names no root
 */
export function readBlocks(car: Uint8Array): ProofBlocks {
  const blocks = new Map<string, Uint8Array>();
  let root: string | undefined;
  try {
    const reader = fromUint8Array(car);
    root = reader.roots[0]?.$link;
    for (const { cid, bytes } of reader) {
      const name = cidText(cid);
      if (!isHashOf(cid, bytes)) {
        throw new ProofFault('block-hash', `A block was sent that does not hash to its CID ${name}.`, name);
      }
      blocks.set(name, bytes);
    }
  } catch (error) {
    if (error instanceof ProofFault) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new ProofFault('car-shape', `What was sent is not a CAR: ${why}.`);
  }
  if (root === undefined) throw new ProofFault('no-commit', 'What was sent names no commit.');
  return {
    root,
    count: blocks.size,
    block(cid, what) {
      const bytes = blocks.get(cid);
      if (bytes === undefined) throw new ProofFault('missing-block', `The ${what} ${cid} was not sent.`, cid);
      return bytes;
    },
  };
}

const isHashOf = ({ digest }: Cid, bytes: Uint8Array): boolean =>
  createHash('sha256').update(bytes).digest().equals(digest.contents);

/**
 * The value of a block that must be DAG-CBOR in its one form: whatever is read and would be written with other bytes is refused.
 *
 * @throws ProofFault `not-dag-cbor`
 */
export function readCanonical(bytes: Uint8Array, cid: string, what: string): unknown {
  try {
    const value: unknown = decode(bytes);
    if (Buffer.compare(encode(value), bytes) === 0) return value;
  } catch {
    // Said below, as what is read and has other bytes.
  }
  throw new ProofFault('not-dag-cbor', `The ${what} ${cid} is not DAG-CBOR in its one form.`, cid);
}

import { type KeySource, keyOfCommit, type ProofKey } from './commit-key.js';
import { readBlocks } from './proof-blocks.js';
import { type ProofCommit, readCommit } from './proof-commit.js';
import { ProofFault } from './proof-fault.js';
import { type PathNode, pathTo } from './tree-path.js';

/** What a proof has proved: all of it holds. */
export interface RecordProof {
  readonly did: string;
  /** `collection/rkey`. */
  readonly path: string;
  /** Bytes of the answer. */
  readonly bytes: number;
  readonly blocks: number;
  /** The record; undefined where it is proved that there is none. */
  readonly record: { readonly cid: string; readonly bytes: Uint8Array } | undefined;
  /** The nodes on the way, the root first. */
  readonly nodes: readonly PathNode[];
  readonly commit: ProofCommit;
  readonly key: ProofKey;
}

/** A proof that holds, or else what is wrong first, and how far it holds. */
export type ProofResult =
  | { readonly fault: undefined; readonly proof: RecordProof }
  | { readonly fault: ProofFault; readonly proof: Partial<RecordProof> };

export interface ProofInput extends KeySource {
  /** The answer of `com.atproto.sync.getRecord`: a CAR. */
  readonly car: Uint8Array;
  readonly did: string;
  readonly collection: string;
  readonly rkey: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Holds the proof of one record against everything that it hangs on: all blocks hash to their CIDs, the commit is well formed and of
 * this account, its signature is good under the account's key, and the tree leads from the commit to the record, or to where there
 * is none. A fault of the kind `missing-block` proves nothing either way; any other says that what was sent is wrong.
 *
 * @throws what `log` throws
 */
export async function proveRecord(input: ProofInput): Promise<ProofResult> {
  const { car, did, collection, rkey, now } = input;
  const path = `${collection}/${rkey}`;
  let soFar: Partial<RecordProof> = { did, path, bytes: car.length };
  try {
    const blocks = readBlocks(car);
    soFar = { ...soFar, blocks: blocks.count };
    const commit = readCommit(blocks, did, now);
    soFar = { ...soFar, commit };
    const key = await keyOfCommit(commit, input);
    soFar = { ...soFar, key };
    const { nodes, value: cid } = pathTo(blocks, commit.data, path);
    soFar = { ...soFar, nodes };
    const record = cid === undefined ? undefined : { cid, bytes: blocks.block(cid, 'record') };
    return {
      fault: undefined,
      proof: { did, path, bytes: car.length, blocks: blocks.count, commit, key, nodes, record },
    };
  } catch (fault) {
    if (fault instanceof ProofFault) return { fault, proof: soFar };
    throw fault;
  }
}

import { isSignedBy } from '../atproto/identity/signature.js';
import { type CheckedLog, termOfKey } from '../atproto/plc/checked-log.js';
import { readBlocks } from './proof-blocks.js';
import { type ProofCommit, readCommit } from './proof-commit.js';
import { ProofFault } from './proof-fault.js';
import { type PathNode, pathTo } from './tree-path.js';

/** The key that a commit is signed with: the one of today's DID document, or one of the past by the log. */
export type ProofKey =
  | { readonly status: 'current'; readonly key: string }
  /** Good from … to … by the log, in milliseconds since 1970; the commit is of that time. */
  | { readonly status: 'past'; readonly key: string; readonly from: number; readonly to: number | undefined };

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

export interface ProofInput {
  /** The answer of `com.atproto.sync.getRecord`: a CAR. */
  readonly car: Uint8Array;
  readonly did: string;
  readonly collection: string;
  readonly rkey: string;
  /** The key of the DID document, as a Multikey; undefined where it names none. */
  readonly signingKey: string | undefined;
  /** The checked log of the account. It is asked for only where the key of the document does not fit. */
  readonly log: () => Promise<CheckedLog>;
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
    const key = await keyOf(commit, input);
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

async function keyOf(commit: ProofCommit, { signingKey, log }: ProofInput): Promise<ProofKey> {
  const isGood = (key: string): Promise<boolean> => isSignedBy(key, commit.signature, commit.unsigned);
  if (signingKey !== undefined && (await isGood(signingKey))) return { status: 'current', key: signingKey };
  const { cid, did } = commit;
  if (!did.startsWith('did:plc:')) {
    const why = 'The commit is not signed with the key of the DID document, and no log tells of older keys.';
    throw new ProofFault('signature', why, cid);
  }
  const checked = await log();
  if (checked.problem !== undefined) {
    throw new ProofFault(
      'signature',
      `The commit is not signed with the key of the DID document, and the log does not hold, so that no older key counts. ${checked.problem}`,
      cid,
    );
  }
  for (const key of keysAt(checked, commit.time)) {
    const term = termOfKey(checked, key, commit.time);
    if (term !== undefined && (await isGood(key))) {
      return { status: 'past', key: key.replace(/^did:key:/, ''), from: term.from, to: term.to };
    }
  }
  throw new ProofFault(
    'signature',
    `The commit is not signed with the key of the DID document, nor with one that the log has for ${new Date(commit.time).toISOString()}.`,
    cid,
  );
}

/** The keys that the log has for a time, the one that counts today first. */
function keysAt({ asOf }: CheckedLog, time: number): readonly string[] {
  const { canonical, served } = asOf(time);
  const keys = [canonical, served].flatMap((entry) => entry?.operation.account?.signingKey ?? []);
  return [...new Set(keys)];
}

import { isSignedBy } from '../identity/signature.js';
import { type CheckedLog, termOfKey } from '../plc/checked-log.js';
import type { ProofCommit } from './proof-commit.js';
import { ProofFault } from './proof-fault.js';

/** The key that a commit is signed with: the one of today's DID document, or one of the past by the log. */
export type ProofKey =
  | { readonly status: 'current'; readonly key: string }
  /** Good from … to … by the log, in milliseconds since 1970; the commit is of that time. */
  | { readonly status: 'past'; readonly key: string; readonly from: number; readonly to: number | undefined };

/** What says which keys are the account's. */
export interface KeySource {
  /** The key of the DID document, as a Multikey; undefined where it names none. */
  readonly signingKey: string | undefined;
  /** The checked log of the account. It is asked for only where the key of the document does not fit. */
  readonly log: () => Promise<CheckedLog>;
}

/**
 * Finds the key that a commit is signed with: the one of the document, else one that the log has for the time of the commit.
 *
 * @throws ProofFault `signature` where it is none of them; what `log` throws
 */
export async function keyOfCommit(commit: ProofCommit, { signingKey, log }: KeySource): Promise<ProofKey> {
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

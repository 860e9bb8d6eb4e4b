import { isDid } from '@atcute/lexicons/syntax';
import type { ArchiveProblem } from '../../archive/archive.js';
import type { OpenArchive } from '../../archive/open-archive.js';
import { isAbortError } from '../../atproto/calls/abort-error.js';
import { XrpcError } from '../../atproto/calls/xrpc-error.js';
import type { AtClient } from '../../atproto/client.js';
import { keyOfCommit, type ProofKey } from '../../atproto/proof/commit-key.js';
import { ProofFault } from '../../atproto/proof/proof-fault.js';
import { errorSentence } from '../../text/error-sentence.js';

/** Who is asked for the keys of an account. */
export type KeyClient = Pick<AtClient, 'resolve' | 'plcLog'>;

/**
 * The key that has signed an archive: the one that the network has for the account, today's or by the checked log the one of the time of
 * the commit. Else what is wrong; undefined where the form of its commit is. Rejects only with the reason of the signal.
 */
export async function signedBy(
  { commit, root: cid }: Pick<OpenArchive, 'commit' | 'root'>,
  client: KeyClient,
  signal: AbortSignal,
): Promise<ProofKey | ArchiveProblem | undefined> {
  if (commit === undefined) return undefined;
  const { did } = commit;
  if (!isDid(did)) {
    return {
      kind: 'key-unknown',
      cid,
      message: 'The commit names no account: what it has for a DID is none.',
    };
  }
  try {
    const signingKey = await keyOfDocument(did, client, signal);
    return await keyOfCommit(commit, { signingKey, log: () => client.plcLog(did, { signal }) });
  } catch (error) {
    if (error instanceof ProofFault) return { kind: 'signature', cid, message: error.message };
    if (isAbortError(error) || signal.aborted) throw error;
    const message = `Unchecked: the key could not be asked for. ${errorSentence(error)}`;
    return { kind: 'key-unknown', cid, message };
  }
}

/** The key of today's document. An account of the directory that was deleted has none, and its log still tells of older ones. */
async function keyOfDocument(
  did: string,
  client: KeyClient,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return (await client.resolve(did, { signal, fresh: true })).signingKey;
  } catch (error) {
    const isGone = error instanceof XrpcError && error.status === 410;
    if (isGone && did.startsWith('did:plc:')) return undefined;
    throw error;
  }
}

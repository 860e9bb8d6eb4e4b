import type { CallOptions } from '../calls/call-options.js';
import type { Identity } from '../identity/identity.js';
import type { Resolver } from '../identity/resolver.js';
import type { CheckedLog } from '../plc/checked-log.js';
import type { RepoSource } from '../repo-source.js';
import type { ProofResult } from './record-proof.js';

/** What a proof is asked of. */
export interface ProofClient extends Pick<Resolver, 'resolve'> {
  repo(identity: Identity): Pick<RepoSource, 'proof'>;
  plcLog(did: string, options?: CallOptions): Promise<CheckedLog>;
}

/** What a proof that was asked for came to. */
export interface AskedProof {
  readonly result: ProofResult;
  /** What the account's document says, as it was held against it. */
  readonly identity: Identity;
}

/**
 * Asks the account's own PDS for the proof of a record, and checks it. Where the key does not fit, the document of the account is
 * fetched anew before anything is said: what is known of it may be of before its key was changed.
 *
 * @throws XrpcError where the PDS, the directory or the document could not be asked: then nothing is known
 */
export async function askProof(
  client: ProofClient,
  known: Identity,
  { collection, rkey }: { readonly collection: string; readonly rkey: string },
  options: CallOptions,
): Promise<AskedProof> {
  const car = await client.repo(known).proof(collection, rkey, options);
  // What checks it comes with the first proof that is asked for.
  const { proveRecord } = await import('./record-proof.js');
  const { did } = known;

  const prove = ({ signingKey }: Identity, log: () => Promise<CheckedLog>): Promise<ProofResult> =>
    proveRecord({ car, did, collection, rkey, signingKey, log, now: Date.now() });

  // A log is asked for where the key does not fit. First of all that says that the document may be an old one.
  const doesNotFit = new Error('The key does not fit.');
  try {
    return { result: await prove(known, () => Promise.reject(doesNotFit)), identity: known };
  } catch (error) {
    if (error !== doesNotFit) throw error;
  }
  const identity = await client.resolve(did, { signal: options.signal, fresh: true });
  return { result: await prove(identity, () => client.plcLog(did, options)), identity };
}

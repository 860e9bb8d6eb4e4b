import { isDid } from '@atcute/lexicons/syntax';
import type { ArchiveProblem } from '../archive/archive.js';
import { ArchiveError } from '../archive/archive-error.js';
import { keyOfCommit, type ProofKey } from '../archive/commit-key.js';
import type { OpenArchive } from '../archive/open-archive.js';
import { ProofFault } from '../archive/proof-fault.js';
import { type ArchiveVerdict, archiveVerdict, isUnchecked, unopenedVerdict } from '../archive/verdict.js';
import { isAbortError } from '../atproto/calls/abort-error.js';
import { XrpcError } from '../atproto/calls/xrpc-error.js';
import { errorSentence } from '../text/error-sentence.js';
import { EXIT_DONE, EXIT_FAILED, EXIT_NOT_SO } from './exit-codes.js';
import { openFile } from './open-file.js';
import { verdictJson, verdictLines } from './verdict-text.js';
import type { Verified, VerifyOptions } from './verified.js';

/** A file needs no folder to be pulled into. */
type FileOptions = Omit<VerifyOptions, 'temporary'>;

interface Expected {
  /** Whose it is to be; undefined: whoever its commit names. */
  readonly did?: string;
  /** What is said to be checked. Default: the path. */
  readonly title?: string;
}

/**
 * Checks all of a CAR file: blocks, tree, commit and records offline, and the signature under the key that the network has for the
 * account, today's or by the checked log the one of the time of the commit.
 *
 * @throws an error of the file system; the reason of the signal
 */
export async function verifyFile(
  file: string,
  options: FileOptions,
  { did, title = file }: Expected = {},
): Promise<Verified> {
  const verdict = await verdictOf(file, options, did);
  const text = options.isJson ? verdictJson(verdict) : verdictLines(title, verdict);
  if (verdict.ok) return { text, exitCode: EXIT_DONE };
  return { text, exitCode: isUnchecked(verdict) ? EXIT_FAILED : EXIT_NOT_SO };
}

async function verdictOf(
  file: string,
  options: FileOptions,
  did: string | undefined,
): Promise<ArchiveVerdict> {
  const { signal, isJson } = options;
  let archive: OpenArchive;
  try {
    archive = await openFile(file, { signal, records: true, isPiped: isJson, ...(did && { did }) });
  } catch (error) {
    if (error instanceof ArchiveError) return unopenedVerdict(error);
    throw error;
  }
  try {
    return archiveVerdict(archive, await signedBy(archive, options));
  } finally {
    archive.close();
  }
}

/** The key that has signed it, or what is wrong; undefined where the form of its commit is. */
async function signedBy(
  { commit, root: cid }: OpenArchive,
  { client, signal }: FileOptions,
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
  client: FileOptions['client'],
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

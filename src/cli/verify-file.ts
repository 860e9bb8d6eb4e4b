import { ArchiveError } from '../archive/archive-error.js';
import type { OpenArchive } from '../archive/open-archive.js';
import { type ArchiveVerdict, archiveVerdict, isUnchecked, unopenedVerdict } from '../archive/verdict.js';
import { signedBy } from '../places/archives/signed-by.js';
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
    return archiveVerdict(archive, await signedBy(archive, options.client, options.signal));
  } finally {
    archive.close();
  }
}

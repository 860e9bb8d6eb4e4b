import { ArchiveError } from '../archive/archive-error.js';
import type { OpenArchive } from '../archive/open-archive.js';
import { type ArchiveVerdict, archiveVerdict, isUnchecked, unopenedVerdict } from '../archive/verdict.js';
import type { LexiconCheck } from '../jobs/lexicon-check.js';
import { signedBy } from '../places/archives/signed-by.js';
import { EXIT_DONE, EXIT_FAILED, EXIT_NOT_SO } from './exit-codes.js';
import { openFile } from './open-file.js';
import { verdictJson, verdictLines } from './verdict-text.js';
import type { Verified, VerifyOptions } from './verified.js';
import { heldAgainstLexicons } from './verify-lexicons.js';

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
  const { verdict, lexicons } = await checked(file, options, did);
  const text = options.isJson ? verdictJson(verdict, lexicons) : verdictLines(title, verdict, lexicons);
  return { text, exitCode: exitCodeOf(verdict, lexicons) };
}

/** What does not hold counts more than what could not be checked. */
function exitCodeOf(verdict: ArchiveVerdict, lexicons: LexiconCheck | undefined): number {
  if (lexicons !== undefined && lexicons.invalid > 0) return EXIT_NOT_SO;
  if (verdict.ok) return EXIT_DONE;
  return isUnchecked(verdict) ? EXIT_FAILED : EXIT_NOT_SO;
}

interface Checked {
  readonly verdict: ArchiveVerdict;
  /** Undefined where that was not asked for, or there is nothing to be looked at. */
  readonly lexicons?: LexiconCheck | undefined;
}

async function checked(file: string, options: FileOptions, did: string | undefined): Promise<Checked> {
  const { signal, isJson } = options;
  let archive: OpenArchive;
  try {
    archive = await openFile(file, { signal, records: true, isPiped: isJson, ...(did && { did }) });
  } catch (error) {
    if (error instanceof ArchiveError) return { verdict: unopenedVerdict(error) };
    throw error;
  }
  try {
    const verdict = archiveVerdict(archive, await signedBy(archive, options.client, signal));
    return { verdict, lexicons: await heldAgainstLexicons(archive, options) };
  } finally {
    archive.close();
  }
}

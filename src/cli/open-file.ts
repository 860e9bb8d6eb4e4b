import { ArchiveError } from '../archive/archive-error.js';
import { openIndexed } from '../archive/index/open-indexed.js';
import { type OpenArchive, type OpenOptions, openArchive } from '../archive/open-archive.js';
import { whyUnopened } from '../places/archives/unopened.js';
import { byteSize } from '../text/byte-size.js';
import { sanitise } from '../text/sanitise.js';
import { openProgress } from './progress.js';

export interface OpenFileOptions extends Pick<OpenOptions, 'signal' | 'records' | 'did'> {
  /** Where the index of the file is kept. Without one all of the file is looked at. */
  readonly index?: string | undefined;
  /** No terminal shows what comes of it. */
  readonly isPiped: boolean;
}

/** Opens a CAR file, and shows on a terminal's standard error how far it is. Throws a SentenceError where it is not there, and as `openArchive`. */
export async function openFile(
  file: string,
  { isPiped, index, ...options }: OpenFileOptions,
): Promise<OpenArchive> {
  const progress = openProgress(process.stderr, isPiped);
  const onProgress = (bytes: number, total: number): void =>
    progress.show(`${sanitise(file)}: ${byteSize(bytes)} of ${byteSize(total)}`);
  try {
    return index === undefined
      ? await openArchive(file, { ...options, onProgress })
      : await openIndexed(file, { ...options, onProgress, index });
  } catch (error) {
    throw error instanceof ArchiveError ? error : whyUnopened(file, error);
  } finally {
    progress.end();
  }
}

import { type OpenArchive, type OpenOptions, openArchive } from '../archive/open-archive.js';
import { isMissing } from '../keep/file-problem.js';
import { byteSize } from '../text/byte-size.js';
import { sanitise } from '../text/sanitise.js';
import { SentenceError } from '../text/sentence.js';
import { openProgress } from './progress.js';

/** Opens a CAR file, and shows on a terminal's standard error how far it is. Throws a SentenceError where it is not there, and as `openArchive`. */
export async function openFile(
  file: string,
  { isPiped, ...options }: Pick<OpenOptions, 'signal' | 'records' | 'did'> & { readonly isPiped: boolean },
): Promise<OpenArchive> {
  const progress = openProgress(process.stderr, isPiped);
  try {
    return await openArchive(file, {
      ...options,
      onProgress: (bytes, total) =>
        progress.show(`${sanitise(file)}: ${byteSize(bytes)} of ${byteSize(total)}`),
    });
  } catch (error) {
    throw isMissing(error) ? new SentenceError(`There is no file ${file}.`) : error;
  } finally {
    progress.end();
  }
}

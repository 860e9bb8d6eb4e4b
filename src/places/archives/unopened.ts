import { ArchiveError } from '../../archive/archive-error.js';
import { fileProblem, isMissing } from '../../keep/file-problem.js';
import { SentenceError } from '../../text/sentence.js';

/** Why a file cannot be opened as an archive, as a sentence that names it; what is none of the file's stays as it is. */
export function whyUnopened(file: string, error: unknown): unknown {
  if (isMissing(error)) return new SentenceError(`There is no file ${file}.`);
  if (error instanceof ArchiveError) return new SentenceError(`${file} cannot be read: ${error.message}`);
  const isOfSystem = error instanceof Error && 'syscall' in error;
  return isOfSystem ? new SentenceError(`${file} cannot be read (${fileProblem(error)}).`) : error;
}

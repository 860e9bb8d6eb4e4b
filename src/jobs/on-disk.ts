import { fileProblem } from '../keep/file-problem.js';
import { SentenceError } from '../text/sentence.js';

/** Says of an error of the file system what it means for a repository that is taken home. */
export async function onDisk<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) throw error;
    throw new SentenceError(`The repository could not be written: ${fileProblem(error)}.`);
  }
}

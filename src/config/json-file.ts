import { readFileSync, renameSync } from 'node:fs';
import { fileProblem, isMissing } from './file-problem.js';

export interface JsonFile {
  /** Undefined where there is no file, or none that can be read. */
  readonly value: unknown;
  /** A sentence where there is one that cannot be read. */
  readonly problem?: string;
}

/**
 * Reads a file of JSON. One that is broken is kept aside as `<path>.bad`, so that what comes to be written does not
 * replace what a person may have typed.
 */
export function readJsonFile(path: string): JsonFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return { value: undefined };
    return {
      value: undefined,
      problem: `${path} cannot be read (${fileProblem(error)}); defaults are used.`,
    };
  }
  try {
    return { value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch (error) {
    const problem = `${path} is not JSON (${fileProblem(error)}); defaults are used`;
    try {
      renameSync(path, `${path}.bad`);
    } catch (reason) {
      return { value: undefined, problem: `${problem}. It could not be kept aside: ${fileProblem(reason)}.` };
    }
    return { value: undefined, problem: `${problem}, and it is kept as ${path}.bad.` };
  }
}

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileProblem, isMissing } from './file-problem.js';
import { setAside } from './set-aside.js';

export interface JsonFile {
  /** Undefined where there is no file, or none that can be read. */
  readonly value: unknown;
  /** A sentence where there is one that cannot be read. */
  readonly problem?: string;
}

/**
 * Reads a file of JSON. One that is broken is kept aside as `<path>.bad`, `<path>.bad-2` and so on, so that what comes to be written does not
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
    // One line of the screen: what to do about it first, what exactly is wrong last.
    const name = basename(path);
    const reason = `${path}: ${fileProblem(error)}`;
    let aside: string;
    try {
      aside = basename(setAside(path));
    } catch (refusal) {
      const problem = `${name} is not JSON, and could not be moved aside (${fileProblem(refusal)}); defaults are used. ${reason}`;
      return { value: undefined, problem };
    }
    return {
      value: undefined,
      problem: `${name} is not JSON: it was moved to ${aside}, and defaults are used. ${reason}`,
    };
  }
}

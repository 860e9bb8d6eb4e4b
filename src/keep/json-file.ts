import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileProblem, isMissing, isPassing } from './file-problem.js';
import { setAside } from './set-aside.js';

export interface JsonFile {
  /** Undefined where there is no file, or none that can be read. */
  readonly value: unknown;
  /** A sentence where there is one that cannot be read. */
  readonly problem?: string;
}

/** What a file has to hold, beside JSON. */
export interface Wanted {
  isUsable(value: unknown): boolean;
  /** It, in words: `a list of places`. */
  readonly what: string;
}

/**
 * Reads a file of JSON. One that is broken, or holds something else than is wanted, is kept aside as `<path>.bad`, `<path>.bad-2` and so on, so that what comes to be written does not
 * replace what a person may have typed.
 */
export function readJsonFile(path: string, wanted?: Wanted): JsonFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return { value: undefined };
    // What only we write makes room for what comes; what a person has typed stays where they look for it.
    if (wanted !== undefined && !isPassing(error)) {
      return {
        value: undefined,
        problem: asideSentence(path, 'cannot be read', `${path}: ${fileProblem(error)}`),
      };
    }
    return {
      value: undefined,
      problem: `${path} cannot be read (${fileProblem(error)}); defaults are used.`,
    };
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return {
      value: undefined,
      problem: asideSentence(path, 'is not JSON', `${path}: ${fileProblem(error)}`),
    };
  }
  if (wanted === undefined || wanted.isUsable(value)) return { value };
  return { value: undefined, problem: asideSentence(path, `is not ${wanted.what}`, path) };
}

/** One line of the screen: what to do about it first, what exactly is wrong last. */
function asideSentence(path: string, what: string, reason: string): string {
  const name = basename(path);
  try {
    const aside = basename(setAside(path));
    return `${name} ${what}: it was moved to ${aside}, and defaults are used. ${reason}`;
  } catch (refusal) {
    return `${name} ${what}, and could not be moved aside (${fileProblem(refusal)}); defaults are used. ${reason}`;
  }
}

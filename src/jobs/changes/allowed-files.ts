import { realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { fileProblem, isMissing } from '../../keep/file-problem.js';
import { sanitise } from '../../text/sanitise.js';
import { SentenceError } from '../../text/sentence.js';
import { type FileMember, fileNames } from './file-members.js';

/**
 * Gives the file that a record names, by its real path, where it may be sent; undefined: what stands there is no file, and stays as it
 * is. A record may be a stranger's and name any file of this machine. Throws a SentenceError where it may not be sent.
 */
export type FileAllowance = (member: FileMember) => Promise<string | undefined>;

/** What is said of a file that is not sent. */
export const notSent = (name: string, why: string): SentenceError =>
  new SentenceError(`${shownName(name)} ${why}: nothing was sent.`);

const NAME_MAX = 200;

/** The name of a file as it is said. */
export const shownName = (name: string): string => JSON.stringify(sanitise(name.slice(0, NAME_MAX)));

/** No file may be sent. */
export const noFiles: FileAllowance = (member) => {
  throw new SentenceError(
    `${sanitise(member.path)} names the file ${shownName(nameOf(member))}, and none may be sent: --files and a folder allows those in it.`,
  );
};

/**
 * Those in a folder, and in folders in it, named from there. What a link leads to counts by where it is. Throws a SentenceError where
 * there is no such folder.
 */
export async function filesBelow(folder: string): Promise<FileAllowance> {
  const root = await realpath(folder).catch((error: unknown) => {
    throw new SentenceError(`--files ${shownName(folder)} cannot be read: ${fileProblem(error)}.`);
  });
  if (!(await stat(root)).isDirectory()) {
    throw new SentenceError(`--files ${shownName(folder)} is no folder.`);
  }
  return async (member) => {
    const name = nameOf(member);
    if (isAbsolute(name) || /^[a-z]:|^[/\\~]/i.test(name)) {
      throw notSent(name, `is no name in ${shownName(folder)}, from which files are named`);
    }
    if (name.split(/[/\\]/).includes('..')) throw notSent(name, `leads out of ${shownName(folder)}`);
    const file = await realFile(name, resolve(root, name));
    const inside = relative(root, file);
    if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
      throw notSent(name, `is a link that leads out of ${shownName(folder)}`);
    }
    return file;
  };
}

/**
 * Those that were typed in an edit: what one of the records named that it began with (`before` is their JSON) stays as it is. Names are
 * read as a shell does: from the folder that atscope was started in, or from home.
 */
export function typedFiles(before: readonly string[]): FileAllowance {
  const had = new Set(before.flatMap((json) => [...fileNames(json)]));
  const hadOther = [...had].some((name) => typeof name !== 'string');
  return async (member) => {
    if (member.name === undefined ? hadOther : had.has(member.name)) return undefined;
    const name = nameOf(member);
    return await realFile(name, resolve(name.replace(/^~(?=[/\\]|$)/, homedir())));
  };
}

function nameOf({ path, name }: FileMember): string {
  if (name !== undefined && name !== '') return name;
  throw new SentenceError(`${sanitise(path)} names no file: "$file" is its path. Nothing was sent.`);
}

/** The file itself, and not a link to it. */
async function realFile(name: string, path: string): Promise<string> {
  if (path.includes('\0')) throw notSent(name, 'is no name of a file');
  try {
    return await realpath(path);
  } catch (error) {
    throw notSent(name, isMissing(error) ? 'is not there' : `cannot be read (${fileProblem(error)})`);
  }
}

import { stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeNewFile } from './new-file.js';

/** Where bytes go: a path that a person typed, `~` for their home folder, or the name that they get in a folder. */
export interface NewFile {
  readonly path: string | undefined;
  readonly name: string;
}

/**
 * Writes bytes into a file that was not there before: of the path that was typed, else of that name in the folder, with a number where it
 * is taken. Resolves to its full path, or to undefined where something is at the path already. Rejects with the error of the file system.
 */
export async function saveBytes(
  folder: string,
  { path, name }: NewFile,
  bytes: Uint8Array,
): Promise<string | undefined> {
  if (path === undefined) return await writeNewFile(folder, name, bytes);
  const full = resolve(folder, path.startsWith('~/') ? join(homedir(), path.slice(2)) : path);
  const isFolder = path.endsWith('/') || (await stat(full).catch(() => undefined))?.isDirectory() === true;
  if (isFolder) return await writeNewFile(full, name, bytes);
  try {
    await writeFile(full, bytes, { flag: 'wx' });
    return full;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  }
}

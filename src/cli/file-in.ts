import { mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Identity } from '../atproto/identity/identity.js';
import { fileName } from '../keep/kept-files.js';

/**
 * The file that `--to` means: itself, or in a folder, which is there or whose name ends in a slash, one that is named by the account.
 * Makes the folder. Rejects with the error of the file system.
 */
export async function fileIn(to: string, { did, handle }: Pick<Identity, 'did' | 'handle'>): Promise<string> {
  const path = resolve(to);
  const isFolder = /[/\\]$/.test(to) || (await stat(path).catch(() => undefined))?.isDirectory() === true;
  if (!isFolder) return path;
  await mkdir(path, { recursive: true });
  return join(path, fileName(handle ?? did, 'car'));
}

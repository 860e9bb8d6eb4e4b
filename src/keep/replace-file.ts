import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Ends the name of what is not written to its end yet. */
const DRAFT = '.draft';
/** No file is written for so long: what is older was left by a run that was killed. */
const DRAFT_MAX_MS = 3_600_000;
/** Folders in which this run has looked for the drafts of others. */
const TIDIED = new Set<string>();

/** A file as it was written. */
export interface Replaced {
  readonly inode: number;
  /** Bytes. */
  readonly size: number;
}

/**
 * Puts a file in the place of what was there, readable for its owner only: another atscope reads all of the old one or all of the
 * new one. With `sync` that holds after a power cut, too. The folder is made where there is none. Rejects with the error of the
 * file system, and leaves nothing behind then but what was there. What a killed run left in the folder goes with the first file that
 * this one writes there.
 */
export async function replaceFile(
  path: string,
  content: string | Iterable<Uint8Array>,
  { sync = false } = {},
): Promise<Replaced> {
  const draft = `${path}.${crypto.randomUUID()}${DRAFT}`;
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  if (!TIDIED.has(folder)) await tidy(folder);
  try {
    const file = await open(draft, 'wx', 0o600);
    let replaced: Replaced;
    try {
      await file.writeFile(content);
      if (sync) await file.sync();
      const { ino, size } = await file.stat();
      replaced = { inode: ino, size };
    } finally {
      await file.close();
    }
    await rename(draft, path);
    return replaced;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Removes old drafts, where that can be done: the file that is to be written does not wait on them. */
async function tidy(folder: string): Promise<void> {
  TIDIED.add(folder);
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (!name.endsWith(DRAFT)) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > DRAFT_MAX_MS) await rm(path, { force: true }).catch(() => {});
  }
}

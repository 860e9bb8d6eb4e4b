import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A file as it was written. */
export interface Replaced {
  readonly inode: number;
  /** Bytes. */
  readonly size: number;
}

/**
 * Puts a file in the place of what was there, readable for its owner only: another atscope reads all of the old one or all of the
 * new one. With `sync` that holds after a power cut, too. The folder is made where there is none. Rejects with the error of the
 * file system, and leaves nothing behind then but what was there.
 */
export async function replaceFile(path: string, text: string, { sync = false } = {}): Promise<Replaced> {
  const draft = `${path}.${crypto.randomUUID()}`;
  await mkdir(dirname(path), { recursive: true });
  try {
    const file = await open(draft, 'wx', 0o600);
    let replaced: Replaced;
    try {
      await file.writeFile(text);
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

import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isAuthored } from '../archive/authored-problem.js';
import { openArchive } from '../archive/open-archive.js';
import { freeBytes } from '../keep/archives.js';
import { waitForLock } from '../keep/waiting-lock.js';
import { onDisk } from './on-disk.js';
import { type PullBase, type PulledCar, type PullInput, pullCar } from './pull-car.js';

/** Ends the name of what is not written to its end yet. */
const DRAFT = '.part';

/**
 * Takes a repository into a file, which is what the host is asked to go on from where it holds a sound archive of the account. What
 * was there stays as it was until all has come. Throws as `pull`.
 */
export async function pullToFile(to: string, input: PullInput): Promise<PulledCar> {
  const { identity, signal } = input;
  return await onDisk(async () => {
    const release = await waitForLock(`${to}.lock`, { signal });
    try {
      // Those of runs that were killed: nobody else writes any while the lock is held.
      await removeDrafts(to);
      const base = await baseIn(to, identity.did, signal);
      const pulled = await pullCar(input, {
        base,
        draft: (extension) => `${to}.${crypto.randomUUID()}.${extension}${DRAFT}`,
        free: await freeBytes(dirname(to)),
      });
      if (pulled.isNew) await rename(pulled.file, to);
      return { ...pulled, file: to };
    } finally {
      await removeDrafts(to).catch(() => {});
      await release().catch(() => {});
    }
  });
}

async function removeDrafts(to: string): Promise<void> {
  const folder = dirname(to);
  const begin = `${basename(to)}.`;
  for (const name of await readdir(folder)) {
    if (name.startsWith(begin) && name.endsWith(DRAFT)) await rm(join(folder, name), { force: true });
  }
}

/** What is no sound archive of the account is nothing to go on from. */
async function baseIn(file: string, did: string, signal?: AbortSignal): Promise<PullBase | undefined> {
  try {
    const archive = await openArchive(file, { did, ...(signal && { signal }) });
    archive.close();
    const { rev, bytes, problems } = archive;
    return problems.every(isAuthored) ? { file, rev, bytes } : undefined;
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}

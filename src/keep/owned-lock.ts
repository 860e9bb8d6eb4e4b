import fs from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isMissing } from './file-problem.js';
import { isAlive, isDead, type LockOwner, ownerIn, thisOwner } from './lock-owner.js';

/** What is left beside a lock for longer is of a process that was killed as it took one. */
const REMAINS_MAX_MS = 60_000;

type Done = (error?: unknown) => void;

/**
 * A file system for proper-lockfile in which a lock says whose it is, and the lock of a process that has ended counts for nothing
 * at once. A lock is a folder with its owner in it, and comes and goes as a whole, by one rename.
 *
 * Of several who find the same dead owner one moves its lock: to a name made of the owner's token, which is taken then. It stays
 * until whoever moved it lets go of their own lock.
 */
export function ownedLocks(staleMs: number) {
  let owner: LockOwner | undefined;
  const moved: string[] = [];

  async function take(path: string): Promise<void> {
    if (await isThere(path)) {
      const found = await ownerOf(path);
      if (found === undefined || !(await isDead(found))) throw held();
      await moveAway(path, found);
    }
    const mine = await thisOwner();
    const draft = `${path}.${mine.token}`;
    try {
      await mkdir(draft, { mode: 0o700 });
      await writeFile(join(draft, 'owner'), JSON.stringify(mine), { mode: 0o600 });
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { recursive: true, force: true });
      // What a folder that is not empty is called in its place differs between systems.
      throw (await isThere(path)) ? held() : error;
    }
    owner = mine;
  }

  /** Throws where the lock is another one by now. */
  async function moveAway(path: string, found: LockOwner): Promise<void> {
    const aside = `${path}.${found.token}`;
    try {
      await rename(path, aside);
    } catch (error) {
      if (isMissing(error)) return;
      throw held();
    }
    if ((await ownerOf(aside))?.token !== found.token) {
      await rename(aside, path).catch(() => {});
      throw held();
    }
    moved.push(aside);
  }

  async function letGo(path: string): Promise<void> {
    const found = await ownerOf(path);
    if (found === undefined) {
      // Of a version that wrote no owner, and stale: the library has looked.
      await rm(path, { recursive: true, force: true });
      return;
    }
    if (found.token === owner?.token) {
      const aside = `${path}.${found.token}`;
      await rename(path, aside);
      await Promise.all(
        [aside, ...moved.splice(0)].map((name) => rm(name, { recursive: true, force: true })),
      );
      await sweep(path);
      return;
    }
    // Ours was taken over meanwhile, or one of another machine has become stale. Looked at again: it may have changed hands.
    if (owner !== undefined) return;
    const { mtimeMs } = await stat(path);
    // One that stands still (Ctrl-z, a machine that slept) may be about to keep what nobody can get again.
    if (await isAlive(found)) throw held('ELOCKED');
    if (mtimeMs >= Date.now() - staleMs && !(await isDead(found))) throw held('ELOCKED');
    await moveAway(path, found);
  }

  return {
    ...fs,
    mkdir: (path: string, done: Done): void => void take(path).then(() => done(null), done),
    rmdir: (path: string, done: Done): void => void letGo(path).then(() => done(null), done),
    /** At the end of the process. */
    rmdirSync(path: string): void {
      const aside = `${path}.${owner?.token}`;
      fs.renameSync(path, aside);
      for (const name of [aside, ...moved]) fs.rmSync(name, { recursive: true, force: true });
    },
  };
}

/** The library takes EEXIST for the folder that is there, and tells ELOCKED to who waits. */
const held = (code: 'EEXIST' | 'ELOCKED' = 'EEXIST'): Error =>
  Object.assign(new Error(`${code}: the lock is held`), { code });

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (error) => !isMissing(error),
  );

const ownerOf = (path: string): Promise<LockOwner | undefined> =>
  readFile(join(path, 'owner'), 'utf8').then(ownerIn, () => undefined);

/** Removes what killed processes have left beside a lock. */
async function sweep(path: string): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${basename(path)}.`)) continue;
    const left = join(folder, name);
    const found = await stat(left).catch(() => undefined);
    const isOld = found !== undefined && found.mtimeMs < Date.now() - REMAINS_MAX_MS;
    if (isOld) await rm(left, { recursive: true, force: true });
  }
}

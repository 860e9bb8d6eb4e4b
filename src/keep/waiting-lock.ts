import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ownedLocks } from './owned-lock.js';

/** After this, the lock of another machine that is not touched any more counts for nothing. */
const STALE_LOCK_MS = 60_000;
const LOOK_AGAIN_MS = 100;

/**
 * Keeps others, of this process or of another, from what a path names until what it gives is called. Waits for as long as it takes;
 * `onWait` hears of it once. Rejects with the reason of the signal, or with the error of the file system.
 */
export async function waitForLock(
  path: string,
  {
    signal,
    onWait,
  }: { readonly signal?: AbortSignal | undefined; readonly onWait?: (() => void) | undefined } = {},
): Promise<() => Promise<void>> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const {
    default: { lock },
  } = await import('proper-lockfile');
  for (let waited = false; ; waited = true) {
    signal?.throwIfAborted();
    try {
      return await lock(path, {
        realpath: false,
        fs: ownedLocks(STALE_LOCK_MS),
        stale: STALE_LOCK_MS,
        retries: 0,
        // What is put in place is a whole file with a name of its own: two that do so harm nothing.
        onCompromised: () => {},
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
    }
    if (!waited) onWait?.();
    await pause(LOOK_AGAIN_MS, undefined, { signal });
  }
}

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './temporary-folder.js';

const SIZE_KB = 256;

/** Whether this machine lets us mount a file system of our own, which takes root and a container that allows it. */
export const MAY_MOUNT: boolean = (() => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    // In a namespace of its own: nothing of it is left.
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** A real file system of 256 KB, which can be filled to its last byte and emptied again. It is gone after the test. */
export async function smallDisk() {
  const folder = await temporaryFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_KB}k`, 'tmpfs', folder]);
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  const ballast = join(folder, 'ballast');
  return {
    folder,
    /** Leaves so many bytes, in whole pages of 4096. */
    async fill(left = 0): Promise<void> {
      await rm(ballast, { force: true });
      const free = Number(execFileSync('df', ['--output=avail', '-B1', folder]).toString().split('\n')[1]);
      writeFileSync(ballast, Buffer.alloc(Math.max(0, free - left)));
    },
    empty: () => writeFile(ballast, ''),
  };
}

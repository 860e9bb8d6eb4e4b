import { readFile } from 'node:fs/promises';
import type { Figure } from '../figure.js';
import { firstFrame, openProgram, withFolder } from '../program.js';
import { median } from '../statistics.js';

const RUNS = 11;
/** Version 0.1 had 91 MB, with its one file of 1.75 MB: half of that is not loaded for a frame any more, nor compiled. */
const TARGET_MB = 86;

/** Resident memory of the built program at its first frame, as Linux tells it (proc(5)); nothing where there is no /proc. */
export const launchMemory: Figure = {
  name: 'launch-memory',
  title: 'resident memory at the first painted frame',

  measure: () =>
    withFolder(async (home) => {
      const sizes: number[] = [];
      for (let run = 0; run < RUNS; run += 1) {
        await using terminal = await openProgram([], { home });
        await firstFrame(terminal);
        const size = await residentMegabytes(terminal.pid);
        if (size === undefined) return [];
        sizes.push(size);
      }
      return [
        {
          title: launchMemory.title,
          value: median(sizes),
          unit: 'MB',
          target: TARGET_MB,
          comparedTo: 'version 0.1: 91 MB',
          runs: RUNS,
          details: {
            least: `${Math.min(...sizes).toFixed(1)} MB`,
            most: `${Math.max(...sizes).toFixed(1)} MB`,
          },
        },
      ];
    }),
};

async function residentMegabytes(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

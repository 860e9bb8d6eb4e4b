import type { Figure } from '../figure.js';
import { runChild } from '../run-child.js';

const early = 100_000;
const late = 1_000_000;

export interface StreamMemoryTask {
  readonly early: number;
  readonly late: number;
}

export interface StreamMemoryUse {
  /** Bytes held after so many events. */
  readonly early: number;
  readonly late: number;
  /** Stretches of the stream that were told to be missing. */
  readonly gaps: number;
  /** From the first event to the last, the weighing between them included. */
  readonly seconds: number;
}

/** The store with a tail of the whole network, over a real socket, at the full speed that it can take. */
export const streamMemory: Figure = {
  name: 'stream-memory',
  title: `memory from the ${early.toLocaleString('en')}th to the ${late.toLocaleString('en')}th event of a stream`,

  async measure() {
    const task: StreamMemoryTask = { early, late };
    const use = await runChild<StreamMemoryUse>('stream-memory-child.ts', task, ['--expose-gc']);
    const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
    return [
      {
        title: streamMemory.title,
        value: Math.abs(use.late - use.early) / 1e6,
        unit: 'MB',
        target: 10,
        comparedTo: `${megabytes(use.early)} at the first, ${megabytes(use.late)} at the last`,
        runs: 1,
        details: { 'gaps told': String(use.gaps), took: `${use.seconds.toFixed(0)} s` },
      },
    ];
  },
};

import { setTimeout as pause } from 'node:timers/promises';

const collectGarbage = globalThis.gc;

/**
 * Bytes of heap and of what lies outside it (`external` counts array buffers too), once collecting garbage frees nothing
 * more: buffers are freed behind the collector's back, and sockets hold on to what they read last. Needs --expose-gc.
 */
export async function weigh(): Promise<number> {
  if (collectGarbage === undefined) throw new Error('Started without --expose-gc.');
  let least = Number.POSITIVE_INFINITY;
  for (let unchanged = 0; unchanged < 5; unchanged += 1) {
    collectGarbage();
    await pause(50);
    const { heapUsed, external } = process.memoryUsage();
    if (heapUsed + external < least - 10_000) unchanged = 0;
    least = Math.min(least, heapUsed + external);
  }
  return least;
}

import { type Figure, milliseconds } from '../figure.js';
import { startGeneratedNetwork } from '../generated-network.js';
import { loadAll, timeKey } from '../key-timing.js';
import { processorTime } from '../processor-time.js';
import { openProgram } from '../program.js';
import { median, percentile } from '../statistics.js';

const many = 1_000_000;
const few = 100;
/** Ten times what a PDS gives in one page: ten thousand pages would take the bench minutes, and the program too. */
const pageSize = 1_000;
const presses = 400;
const warmUps = 40;
/** As long as a row of `k` goes before it turns round: past the top of the screen, so that half the presses scroll. */
const turn = 80;
/**
 * The built program with all rows loaded through its own paging, in a terminal of 200×50. One key at a time is pressed, now
 * in the long list, now in the short one; the clock stops at the first byte that comes back.
 */
export const keyLatency: Figure = {
  name: 'key-latency',
  title: 'key → bytes on the terminal, 200×50',

  async measure() {
    const network = await startGeneratedNetwork({ pageSize });
    const open = (posts: number) =>
      openProgram([
        `at://${network.account(posts)}/app.bsky.feed.post`,
        ...['--plc', network.origin, '--appview', network.origin],
      ]);
    const [long, short] = await Promise.all([open(many), open(few)]);
    try {
      const loading = performance.now();
      await Promise.all([loadAll(long), loadAll(short)]);
      const loaded = performance.now() - loading;

      const times = { long: [] as number[], short: [] as number[] };
      const pids = [long.pid, short.pid];
      let before = await Promise.all(pids.map(processorTime));
      for (let press = -warmUps; press < presses; press += 1) {
        if (press === 0) before = await Promise.all(pids.map(processorTime));
        const key = Math.floor((press + warmUps) / turn) % 2 === 0 ? 'k' : 'j';
        const inLong = await timeKey(long, key);
        const inShort = await timeKey(short, key);
        if (press < 0) continue;
        times.long.push(inLong);
        times.short.push(inShort);
      }

      const after = await Promise.all(pids.map(processorTime));
      const [inLong, inShort] = after.map((time, index) =>
        time === undefined ? 'unknown' : milliseconds((time - before[index]!) / presses),
      );

      const p95 = { long: percentile(times.long, 0.95), short: percentile(times.short, 0.95) };
      const details: Record<string, string> = {
        [`${many.toLocaleString('en')} rows`]: `${milliseconds(median(times.long))} median, ${milliseconds(p95.long)} p95`,
        [`${few} rows`]: `${milliseconds(median(times.short))} median, ${milliseconds(p95.short)} p95`,
        'processor time for each press': `${inLong}, and ${inShort} over ${few} rows`,
        'loading all rows took': milliseconds(loaded),
      };
      return [
        {
          title: `${keyLatency.title}, ${many.toLocaleString('en')} loaded rows, p95`,
          value: p95.long,
          unit: 'ms',
          target: 16,
          comparedTo: `${few} loaded rows, same presses: ${milliseconds(p95.short)}`,
          runs: presses,
          details,
        },
        {
          title: 'the same, over 100 loaded rows',
          value: p95.long / p95.short,
          unit: '×',
          target: 1.15,
          comparedTo: `${few} loaded rows, same presses: ${milliseconds(p95.short)}`,
          runs: presses,
          details: { 'of the medians': `${(median(times.long) / median(times.short)).toFixed(3)} ×` },
        },
      ];
    } finally {
      await Promise.all([long.close(), short.close()]);
      await network.close();
    }
  },
};

import { type Figure, milliseconds } from '../figure.js';
import { startGeneratedNetwork } from '../generated-network.js';
import { loadAll, timeKey } from '../key-timing.js';
import { openProgram } from '../program.js';
import { median, percentile } from '../statistics.js';

const many = 100_000;
const few = 100;
/** Each letter narrows the filter or starts it anew, so that all rows are looked through again and again. */
const typed = 'post 9 the garden ';
const rounds = 6;
const prompt = /^ \//m;

/** Letters typed into the filter of a long list and of a short one: the looking through goes on while the next key comes. */
export const filter: Figure = {
  name: 'filter',
  title: 'letter of a filter → bytes on the terminal, 200×50',

  async measure() {
    const network = await startGeneratedNetwork({ pageSize: 1_000 });
    const open = (posts: number) =>
      openProgram([
        `at://${network.account(posts)}/app.bsky.feed.post`,
        ...['--plc', network.origin, '--appview', network.origin],
      ]);
    const [long, short] = await Promise.all([open(many), open(few)]);
    try {
      await Promise.all([loadAll(long), loadAll(short)]);
      const times = { long: [] as number[], short: [] as number[] };
      for (let round = 0; round < rounds; round++) {
        for (const terminal of [long, short]) {
          terminal.press('/');
          await terminal.waitFor(prompt);
        }
        for (const letter of typed) {
          times.long.push(await timeKey(long, letter));
          times.short.push(await timeKey(short, letter));
        }
        for (const terminal of [long, short]) {
          terminal.press('Esc');
          await terminal.waitFor(({ text }) => text().search(prompt) < 0);
        }
      }
      const p95 = { long: percentile(times.long, 0.95), short: percentile(times.short, 0.95) };
      return [
        {
          title: `${filter.title}, ${many.toLocaleString('en')} loaded rows, p95`,
          value: p95.long,
          unit: 'ms',
          target: 16,
          comparedTo: `${few} loaded rows, same letters: ${milliseconds(p95.short)}`,
          runs: times.long.length,
          details: {
            [`${many.toLocaleString('en')} rows`]: `${milliseconds(median(times.long))} median`,
            [`${few} rows`]: `${milliseconds(median(times.short))} median`,
          },
        },
      ];
    } finally {
      await Promise.all([long.close(), short.close()]);
      await network.close();
    }
  },
};

import { type Figure, type Measurement, milliseconds } from '../figure.js';
import { startGeneratedNetwork } from '../generated-network.js';
import { loadAll, timeKey } from '../key-timing.js';
import { processorTime } from '../processor-time.js';
import { openProgram } from '../program.js';
import { median, percentile } from '../statistics.js';

const many = 100_000;
const few = 100;
/** Each letter narrows the filter or starts it anew, so that all rows are looked through again and again. */
const typed = 'post 9 the garden ';
const rounds = 6;
const prompt = /^ \//m;

/**
 * Processor time for a letter: that of the program from the first letter to the last, of all its threads, over the letters.
 * What else runs on the machine makes a letter wait and not work: the time on the clock is told, this is held. A frame of 60 a
 * second has 16 ms; looking through the rows may take as long as drawing may (8 ms each), once for a letter.
 */
const PROCESSOR_MS = 16;

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
      const used = { long: 0, short: 0 };
      for (let round = 0; round < rounds; round++) {
        for (const terminal of [long, short]) {
          terminal.press('/');
          await terminal.waitFor(prompt);
        }
        const before = await Promise.all([processorTime(long.pid), processorTime(short.pid)]);
        for (const letter of typed) {
          times.long.push(await timeKey(long, letter));
          times.short.push(await timeKey(short, letter));
        }
        const after = await Promise.all([processorTime(long.pid), processorTime(short.pid)]);
        used.long += (after[0] ?? Number.NaN) - (before[0] ?? Number.NaN);
        used.short += (after[1] ?? Number.NaN) - (before[1] ?? Number.NaN);
        for (const terminal of [long, short]) {
          terminal.press('Esc');
          await terminal.waitFor(({ text }) => text().search(prompt) < 0);
        }
      }
      const p95 = { long: percentile(times.long, 0.95), short: percentile(times.short, 0.95) };
      const perLetter = { long: used.long / times.long.length, short: used.short / times.short.length };
      const perLetterUsed: Measurement = {
        title: `processor time for a letter of a filter, ${many.toLocaleString('en')} loaded rows`,
        value: perLetter.long,
        unit: 'ms',
        target: PROCESSOR_MS,
        comparedTo: `${few} loaded rows, same letters: ${milliseconds(perLetter.short)}`,
        runs: times.long.length,
        details: { 'all letters': `${milliseconds(used.long)} of processor time` },
      };
      return [
        perLetterUsed,
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

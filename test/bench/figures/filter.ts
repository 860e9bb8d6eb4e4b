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
 * Processor time for a letter, where there are few rows: that of the program from the first letter to the last, of all its threads,
 * over the letters. What else runs on the machine makes a letter wait and not work: the time on the clock is told, this is held.
 * A frame of 60 a second has 16 ms.
 */
const PROCESSOR_MS = 16;
/**
 * What looking through the rows takes, for each row and letter: the processor time of the long list beyond that of the short one,
 * over its rows. It goes on in slices between the keys; a hundred thousand rows are to be through within half a second of it.
 */
const ROW_MICROSECONDS = 5;

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
        title: `processor time for a letter of a filter, ${few} loaded rows`,
        value: perLetter.short,
        unit: 'ms',
        target: PROCESSOR_MS,
        comparedTo: `${many.toLocaleString('en')} loaded rows, same letters: ${milliseconds(perLetter.long)}`,
        runs: times.short.length,
        details: {},
      };
      const perRow: Measurement = {
        title: `processor time to look a row through for a letter, ${many.toLocaleString('en')} loaded rows`,
        value: ((perLetter.long - perLetter.short) * 1_000) / many,
        unit: 'µs',
        target: ROW_MICROSECONDS,
        comparedTo: `all letters: ${milliseconds(used.long)} of processor time`,
        runs: times.long.length,
        details: {},
      };
      return [
        perLetterUsed,
        perRow,
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

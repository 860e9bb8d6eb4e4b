import { type Figure, type Measurement, milliseconds } from '../figure.js';
import { runChild } from '../run-child.js';
import { median, percentile } from '../statistics.js';
import { timeKeysWhileWatching } from '../watched-keys.js';

const many = 50;
const events = 50_000;
/** Reading a frame is done once for all; each watch then looks at whom a follow is of, some microseconds for each of them. */
const PROCESSOR_TIMES = 3;
const EVENTS_PER_SECOND = 2_000;
/** All that the stream brings to so many watches may make a key wait for half as long again as it takes by itself. */
const KEY_TIMES = 1.5;

export interface WatchesTask {
  readonly watches: number;
  readonly events: number;
}

export interface WatchesUse {
  /** Bytes held after the stream. */
  readonly bytes: number;
  /** Processor time of the process under the stream. */
  readonly milliseconds: number;
  /** Follows that were handed to those who watch, to all of them together. */
  readonly handed: number;
}

/** Many accounts watched against one, under the same stream: the ratio, so that a busy machine says the same. */
export const watches: Figure = {
  name: 'watches',
  title: `${many} accounts watched, against one, under ${events.toLocaleString('en')} events`,

  async measure() {
    const use = (count: number): Promise<WatchesUse> =>
      runChild<WatchesUse>('watches-child.ts', { watches: count, events }, ['--expose-gc']);
    const one = await use(1);
    const all = await use(many);
    const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
    const { quiet, loud } = await timeKeysWhileWatching(many, EVENTS_PER_SECOND);
    const measured: Measurement[] = [
      {
        title: `${watches.title}: processor time`,
        value: all.milliseconds / one.milliseconds,
        unit: '×',
        target: PROCESSOR_TIMES,
        comparedTo: `one: ${one.milliseconds.toFixed(0)} ms, ${many}: ${all.milliseconds.toFixed(0)} ms`,
        runs: 1,
        details: { 'follows handed on': `${one.handed}, and ${all.handed}` },
      },
      {
        title: `${watches.title}: memory`,
        value: all.bytes / one.bytes,
        unit: '×',
        target: 1.5,
        comparedTo: `one: ${megabytes(one.bytes)}, ${many}: ${megabytes(all.bytes)}`,
        runs: 1,
        details: {},
      },
      {
        title: `${many} accounts watched: key → its row, under ${EVENTS_PER_SECOND.toLocaleString('en')} events a second, median`,
        value: median(loud) / median(quiet),
        unit: '×',
        target: KEY_TIMES,
        comparedTo: `without a stream: ${milliseconds(median(quiet))}, under it: ${milliseconds(median(loud))}`,
        runs: loud.length,
        details: {
          p95: `${milliseconds(percentile(quiet, 0.95))}, and ${milliseconds(percentile(loud, 0.95))} under the stream`,
        },
      },
    ];
    return measured;
  },
};

import { setTimeout as pause } from 'node:timers/promises';
import { type Figure, type Measurement, milliseconds } from '../figure.js';
import { startFloodingJetstream } from '../flooding-jetstream.js';
import { startGeneratedNetwork } from '../generated-network.js';
import { timeMoves } from '../move-timing.js';
import { processorTime } from '../processor-time.js';
import { openProgram } from '../program.js';
import { median, percentile } from '../statistics.js';

const eventsPerSecond = 2_000;
const counts = { presses: 300, warmUps: 40 };
const { presses, warmUps } = counts;
/** How long the stream is watched without a key. */
const STREAM_ALONE_MS = 10_000;
/**
 * Processor time for a key, the larger of two: without the stream, that of the program over the keys; under it, (that of the program
 * while keys are pressed − what the stream alone takes in as long a time) over the keys. The stream alone is measured just before.
 * The second by itself would flatter: the frame of a key takes the place of one that the stream would have had. Other work on the
 * machine makes a key wait and not work: the time on the clock is told, this is held. A frame of 60 a second has 16 ms.
 */
const PROCESSOR_MS = 16;

/**
 * The built program with the stream of the network beside a list, in a terminal of 200×50. Bytes come all the time here:
 * the clock stops at those which, once they are parsed, show the cursor on the other row.
 */
export const keysUnderStream: Figure = {
  name: 'keys-under-stream',
  title: `key → its row on the terminal, 200×50, ${eventsPerSecond.toLocaleString('en')} events a second in the live pane`,

  async measure() {
    const network = await startGeneratedNetwork({ pageSize: 1_000 });
    using jetstream = await startFloodingJetstream();
    const program = await openProgram([
      `at://${network.account(1_000)}/app.bsky.feed.post`,
      ...['--plc', network.origin, '--appview', network.origin, '--stream', jetstream.url],
    ]);
    try {
      await program.waitFor(/post \d+:/);
      const used = async (): Promise<number> => (await processorTime(program.pid)) ?? Number.NaN;
      const beforeQuiet = await used();
      const quiet = await timeMoves(program, counts);
      const quietKey = ((await used()) - beforeQuiet) / (presses + warmUps);

      program.write(':stream');
      program.press('Enter');
      await program.waitFor(/5 Stream/);
      program.press('3');
      // More than are needed: it ends with the process.
      void jetstream.flood({ total: 10_000_000, rate: eventsPerSecond });
      await program.waitFor(/app\.bsky\.feed\.like/);
      const beforeStream = { used: await used(), at: performance.now() };
      await pause(STREAM_ALONE_MS);
      const streamShare = ((await used()) - beforeStream.used) / (performance.now() - beforeStream.at);
      program.mark();
      const beforeLoud = await used();
      const began = performance.now();
      const loud = await timeMoves(program, counts);
      const loudUsed = (await used()) - beforeLoud;
      const loudKey = (loudUsed - streamShare * (performance.now() - began)) / (presses + warmUps);
      const { frames } = program.output();
      const seconds = (performance.now() - began) / 1_000;

      const p95 = percentile(loud, 0.95);
      const perKey: Measurement = {
        title: 'processor time for a key, without the stream or under it',
        value: Math.max(quietKey, loudKey),
        unit: 'ms',
        target: PROCESSOR_MS,
        comparedTo: `under it, less the stream: ${milliseconds(loudKey)}`,
        runs: presses + warmUps,
        details: { 'the stream alone': `${(streamShare * 100).toFixed(0)} % of a processor` },
      };
      return [
        perKey,
        {
          title: `${keysUnderStream.title}, p95`,
          value: p95,
          unit: 'ms',
          target: 16,
          comparedTo: `the same without the stream: ${milliseconds(percentile(quiet, 0.95))}`,
          runs: presses,
          details: {
            medians: `${milliseconds(median(loud))}, and ${milliseconds(median(quiet))} without the stream`,
            frames: `${(frames / seconds).toFixed(1)} a second, those of ${(loud.length / seconds).toFixed(1)} presses a second included`,
          },
        },
      ];
    } finally {
      await program.close();
      await network.close();
    }
  },
};

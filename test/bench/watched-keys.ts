import { startFloodingJetstream } from './flooding-jetstream.js';
import { startGeneratedNetwork } from './generated-network.js';
import { timeMoves } from './move-timing.js';
import { openProgram } from './program.js';

const counts = { presses: 150, warmUps: 60 };
/** A guard against hanging only. */
const GUARD_MS = 60_000;

/** Milliseconds of each press of a key. */
export interface WatchedKeys {
  readonly quiet: readonly number[];
  readonly loud: readonly number[];
}

/** Presses keys in the built program while it watches so many accounts: before the stream has anything, and under so many events a second. */
export async function timeKeysWhileWatching(watches: number, eventsPerSecond: number): Promise<WatchedKeys> {
  const network = await startGeneratedNetwork({ pageSize: 1_000 });
  using jetstream = await startFloodingJetstream();
  const program = await openProgram([
    `at://${network.account(1_000)}/app.bsky.feed.post`,
    ...['--plc', network.origin, '--appview', network.origin, '--stream', jetstream.url],
  ]);

  async function go(place: string, shown: string | RegExp): Promise<void> {
    program.press(':');
    program.write(place);
    program.press('Enter');
    await program.waitFor(shown, { timeoutMs: GUARD_MS });
  }

  try {
    await program.waitFor(/post \d+:/, { timeoutMs: GUARD_MS });
    for (let index = 1; index <= watches; index += 1) {
      await go(network.account(index), `@posts-${index}.test `);
      program.press('w');
      await program.waitFor(`5 Live ── ${network.account(index)} `, { timeoutMs: GUARD_MS });
    }
    await go(`at://${network.account(1_000)}/app.bsky.feed.post`, /▌.*post 999:/);
    const quiet = await timeMoves(program, counts);
    // More than are needed: it ends with the process.
    void jetstream.flood({ total: 10_000_000, rate: eventsPerSecond });
    return { quiet, loud: await timeMoves(program, counts) };
  } finally {
    await program.close();
    await network.close();
  }
}

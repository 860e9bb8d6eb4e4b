/** A run in a process of its own, which can be killed: `RunSettings` and the DIDs to watch as JSON in argv. */
import type { RunNews } from './started-run.js';
import { openRun, type RunSettings } from './watch-run.js';

const { dids, ...settings }: RunSettings & { readonly dids: readonly string[] } = JSON.parse(
  process.argv[2] ?? '{}',
);
const run = openRun(settings);
await run.watch(dids);

function tell(): void {
  const watches = dids.map((did) => run.of(did));
  const news: RunNews = {
    lines: watches.reduce((sum, { lines }) => sum + lines.length, 0),
    connected: watches.every(({ stream }) => stream?.state === 'connected'),
  };
  process.send?.(news);
}

run.store.subscribe(tell);
tell();
// Nothing of it may outlive the test.
process.on('disconnect', () => process.exit(1));

/** A pull of alice's in a process of its own: `PullProcess` as JSON in argv. It tells what came of it, or dies where it is told to. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import type { PullEnd, PullNews, PullProcess } from './pulling-process.js';

const { origin, folder, did, killAt }: PullProcess = JSON.parse(process.argv[2] ?? '{}');

/** What changes the disk, or what is known of it. Between any two of these it may be killed. */
const STEPS = [
  [fs, ['writeSync', 'openSync', 'ftruncateSync', 'fsyncSync']],
  [fs.promises, ['rename', 'rm', 'mkdir', 'open', 'readdir', 'writeFile', 'stat']],
] as const;
let moments = 0;
for (const [module, names] of STEPS) {
  for (const name of names) {
    const step = Reflect.get(module, name) as (...args: unknown[]) => unknown;
    Reflect.set(module, name, (...args: unknown[]) => {
      if (
        args.some((arg) => typeof arg === 'string' && arg.startsWith(folder)) ||
        typeof args[0] === 'number'
      ) {
        if (moments++ === killAt) process.kill(process.pid, 'SIGKILL');
      }
      return step(...args);
    });
  }
}
syncBuiltinESMExports();

// What is loaded now has the steps that are counted.
const { createClient } = await import('../../src/atproto/client.js');
const { pull } = await import('../../src/jobs/pull.js');
const { Archives } = await import('../../src/keep/archives.js');

const tell = (news: PullNews): void => void process.send?.(news);
const client = createClient({ plc: origin, appview: origin, timeoutMs: 30_000 });
const identity = await client.resolve(did, { fresh: true });
const archives = new Archives(folder, { copies: 2 });
moments = 0;
const { isNew } = await pull({ client, archives, identity, onWait: () => tell({ waits: true }) });
const end: PullEnd = { isNew, moments };
tell({ end });
await client.close();
process.disconnect();

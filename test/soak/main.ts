/** `npm run soak -- [--minutes N] [--seed S]`: hours of trouble, and in the end the truth. Exit codes: 0 nothing is wrong, 1 something is, 2 usage. */
import { parseArgs } from 'node:util';
import { faultsOf, lastPage } from './report.js';
import { soak } from './soak.js';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' } },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
if (!(minutes > 0) || !Number.isSafeInteger(seed)) {
  console.error('npm run soak -- [--minutes N] [--seed S]');
  process.exit(2);
}

/** What starts this passes Ctrl-c on, so that it may come twice. */
const ONE_PRESS_MS = 1_000;
const stopped = new AbortController();
const hurried = new AbortController();
let pressedAt = Number.POSITIVE_INFINITY;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!stopped.signal.aborted) log('it ends; once more, and the truth is not waited for');
    if (performance.now() - pressedAt > ONE_PRESS_MS) hurried.abort();
    if (!stopped.signal.aborted) pressedAt = performance.now();
    stopped.abort();
  });
}
const outcome = await soak({ minutes, seed, signal: stopped.signal, hurry: hurried.signal, log });
console.log(`\n${lastPage(outcome)}`);
process.exitCode = faultsOf(outcome).length === 0 ? 0 : 1;

function log(text: string): void {
  console.log(`${new Date().toISOString().slice(11, 19)}  ${text}`);
}

import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { countText } from '../text/count-text.js';
import { moment } from '../text/date-time.js';
import { EXIT_DONE, EXIT_FAILED } from './exit-codes.js';
import type { Output } from './output.js';
import { openProgress } from './progress.js';
import { complain } from './without-screen.js';
import { isDone, outcomeJson, outcomeText, type WriteOutcome } from './write-outcome.js';

export interface WriteEach {
  readonly output: Output;
  /** As NDJSON on a terminal, too. */
  readonly isJson: boolean;
  /** More than one: what becomes of each is printed, and the others go on. */
  readonly isMany: boolean;
  /** What is done, for sentences: `written`, `deleted`. */
  readonly done: string;
  readonly signal: AbortSignal;
}

/** So many one after the other that fail: the service is gone, and the rest would fail as well. */
const FAILED_MAX = 5;

/**
 * Does something with one record after the other, prints what became of each, and goes on after one that was not done. Resolves to the exit
 * code: 1 where one was not. What `work` throws ends it.
 */
export async function writeEach<Item>(
  items: AsyncIterable<Item>,
  { output, isJson, isMany, done, signal }: WriteEach,
  work: (item: Item) => Promise<WriteOutcome>,
): Promise<number> {
  const isText = process.stdout.isTTY === true && !isJson;
  const progress = openProgress(process.stderr, !isText);
  let count = 0;
  let undone = 0;
  let failedInARow = 0;
  try {
    for await (const item of items) {
      // Ctrl-c is heard in between, also where all items are there at once.
      await setImmediate();
      signal.throwIfAborted();
      const outcome = await untilTaken(() => work(item), signal, isMany);
      count++;
      if (!isDone(outcome)) undone++;
      failedInARow = outcome.status === 'failed' ? failedInARow + 1 : 0;
      progress.show(`${countText(count)} records`);
      // By itself it is told on standard error where something is wrong, and once only.
      if (!isText) await output.write(`${outcomeJson(outcome)}\n`);
      else if (isMany || isDone(outcome)) await output.write(`${outcomeText(outcome)}\n`);
      if (!isMany && outcome.reason !== undefined) complain(outcome.reason);
      if (failedInARow === FAILED_MAX) {
        complain(`${FAILED_MAX} failed one after the other: what follows was not tried.`);
        break;
      }
    }
  } finally {
    progress.end();
  }
  if (isMany && undone > 0) {
    complain(
      `${countText(undone)} of ${countText(count)} records ${undone === 1 ? 'was' : 'were'} not ${done}.`,
    );
  }
  return undone > 0 ? EXIT_FAILED : EXIT_DONE;
}

/** Of many, one that a service does not take for now is tried again when it does. */
async function untilTaken(
  work: () => Promise<WriteOutcome>,
  signal: AbortSignal,
  isPatient: boolean,
): Promise<WriteOutcome> {
  for (;;) {
    const outcome = await work();
    const { takesAgainAt } = outcome;
    if (!isPatient || takesAgainAt === undefined) return outcome;
    complain(`the service takes no more for now: it goes on ${moment(takesAgainAt)}.`);
    await sleep(waitMs(takesAgainAt, Date.now()), undefined, { signal });
  }
}

/** A service that says “now” is not asked over and over. */
const WAIT_MIN_MS = 1_000;
/** A timer of more than this goes off at once. */
const WAIT_MAX_MS = 2 ** 31 - 1;

/** How long to wait, in milliseconds, until a moment that a service names. */
export const waitMs = (until: number, now: number): number =>
  Math.min(Math.max(WAIT_MIN_MS, until - now), WAIT_MAX_MS);

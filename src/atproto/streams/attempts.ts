import type { StreamTimings } from './timings.js';

/** Which of the sources is in use, and what became of the tries so far. Ticks are milliseconds of a clock that is never set. */
export interface Attempts {
  /** Of the source, in the order in which they are tried. */
  readonly index: number;
  /** Failures in a row. */
  readonly failures: number;
  /** Indexes of the sources that failed since one of them did well. */
  readonly failed: readonly number[];
  /** Ticks from which on a source wants to be asked again, by its index. */
  readonly notBefore: ReadonlyMap<number, number>;
}

export interface Loss {
  readonly ticks: number;
  /** The source did well before: it lasted, or brought something new. */
  readonly wasGood: boolean;
  /** It is to be asked once more, whatever the others are like. */
  readonly keepsSource: boolean;
  /** Milliseconds after which it wants to be asked again. */
  readonly retryAfterMs: number | undefined;
}

/** A source that asks to be left alone is taken at its word for a day at most. */
const RETRY_AFTER_MAX_MS = 86_400_000;

export function firstAttempt(index: number): Attempts {
  return { index, failures: 0, failed: [], notBefore: new Map() };
}

/** After a loss: which of so many sources is next. */
export function afterLoss(attempts: Attempts, count: number, loss: Loss): Attempts {
  const { index, notBefore } = attempts;
  const failures = loss.wasGood ? 0 : attempts.failures;
  const failed = loss.wasGood ? [] : attempts.failed;
  // What a source asked for is over once its time has come: it is the next like any other.
  const waits = new Map([...notBefore].filter(([, ticks]) => ticks > loss.ticks));
  if (loss.retryAfterMs === undefined) waits.delete(index);
  else waits.set(index, loss.ticks + Math.min(loss.retryAfterMs, RETRY_AFTER_MAX_MS));
  return {
    index: loss.keepsSource ? index : freest(waits, (index + 1) % count, count),
    failures: failures + 1,
    failed: failed.includes(index) ? failed : [...failed, index],
    notBefore: waits,
  };
}

/** The source that may be asked soonest, the first of those in their order from `first` on. */
function freest(notBefore: ReadonlyMap<number, number>, first: number, count: number): number {
  let best = first;
  for (let step = 1; step < count; step++) {
    const index = (first + step) % count;
    if ((notBefore.get(index) ?? 0) < (notBefore.get(best) ?? 0)) best = index;
  }
  return best;
}

/**
 * Milliseconds until the next try: longer after each failure, and as long as the source asks for. `jitter` is from 0 to 1, so
 * that many clients do not come back together.
 */
export function delayMsOf(attempts: Attempts, ticks: number, jitter: number, timings: StreamTimings): number {
  const { index, failures, notBefore } = attempts;
  const backoffMs = Math.min(timings.backoffMs * 2 ** (failures - 1), timings.backoffLongestMs);
  return Math.max(backoffMs * (0.75 + jitter / 2), (notBefore.get(index) ?? 0) - ticks);
}

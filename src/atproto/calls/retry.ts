/** How often a call is sent at most when the connection fails or the service answers 5xx. */
export const ATTEMPTS_MAX = 3;
/** How often a call waits for a rate limit. */
const HOLDS_MAX = 5;
/** A wait that the service asks for and that is longer than this fails at once instead, saying when to try again. */
const HOLD_MAX_MS = 5 * 60 * 1000;

const FIRST_BACKOFF_MS = 200;

/** What became of one attempt. */
export type Outcome =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** Milliseconds from now that the service asks to wait; undefined where it does not say. */
      readonly asksToWait: number | undefined;
    }
  /** There was no answer; `passing` where the same call may go better. */
  | { readonly kind: 'failure'; readonly passing: boolean };

/** What a call has been through so far. */
export interface Tries {
  /** Attempts that failed or were answered 5xx. */
  readonly failed: number;
  /** Waits for a rate limit. */
  readonly holds: number;
}

export interface Hold {
  readonly kind: 'rate limit' | 'failure';
  readonly milliseconds: number;
  readonly tries: Tries;
}

/**
 * How long a call that may be repeated is held back before its next attempt; undefined where the outcome is the last word on it.
 */
export function holdAfter(
  outcome: Outcome,
  { failed, holds }: Tries,
  random: () => number = Math.random,
): Hold | undefined {
  const asked = outcome.kind === 'answer' ? (outcome.asksToWait ?? 0) : 0;
  if (asked > HOLD_MAX_MS) return undefined;
  if (outcome.kind === 'answer' && outcome.status === 429) {
    if (holds >= HOLDS_MAX) return undefined;
    const tries = { failed, holds: holds + 1 };
    return { kind: 'rate limit', milliseconds: Math.max(asked, backoffMs(tries.holds, random)), tries };
  }
  const passes = outcome.kind === 'answer' ? mayPass(outcome.status) : outcome.passing;
  const tries = { failed: failed + 1, holds };
  if (!passes || tries.failed >= ATTEMPTS_MAX) return undefined;
  return { kind: 'failure', milliseconds: Math.max(asked, backoffMs(tries.failed, random)), tries };
}

/** Milliseconds before the attempt after the `failed`-th one: 200, 600, 1800 …, give or take a quarter, so that many clients do not come back together. */
export function backoffMs(failed: number, random: () => number = Math.random): number {
  return FIRST_BACKOFF_MS * 3 ** (failed - 1) * (0.75 + random() / 2);
}

/** Whether another attempt may go better: 501 says that the service has no such method, which no wait changes. */
function mayPass(status: number): boolean {
  return status >= 500 && status !== 501;
}

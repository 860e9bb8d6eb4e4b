import { setTimeout as pause } from 'node:timers/promises';
import { isAbortError } from '../calls/abort-error.js';
import { XrpcError } from '../calls/xrpc-error.js';

/**
 * What is known of something that was sent, from how its call ended. `not-done`: it was refused, or never left. `ended`: the service
 * failed at it and is done with it. `broken`: nobody hears what the service does with it. `slow`: it may be at it for long.
 */
export type Fate = 'not-done' | 'ended' | 'broken' | 'slow';

/** No connection was made: nothing was sent. */
const UNSENT: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

export function fateOf(error: unknown): Fate {
  if (isAbortError(error)) return 'broken';
  if (!(error instanceof XrpcError) || error.failure === 'refused') return 'not-done';
  const { failure, status, cause } = error;
  if (failure === 'status') {
    if (status === undefined || status < 500) return 'not-done';
    // What stands before the service speaks for it, and has not heard how it ended, or did not wait for that.
    if (status === 504) return 'slow';
    return status === 502 || status === 503 ? 'broken' : 'ended';
  }
  if (cause instanceof Error && 'code' in cause && UNSENT.has(cause.code)) return 'not-done';
  return failure === 'timeout' ? 'slow' : 'broken';
}

/** What a look at the repository says of a write: `open` while all is as it was before, `other` where somebody else wrote. */
export type Look = 'made' | 'open' | 'other' | 'unknown';

/** Milliseconds before each look: a service may be at what it was sent for a moment after a connection breaks. */
const LOOKS_AFTER_MS = [0, 250, 750, 2_000];

/** Looks until it is known what became of a write; `unknown` where a look fails. */
export async function settle(fate: Fate, look: () => Promise<Look>): Promise<Look> {
  let seen: Look = 'unknown';
  for (const milliseconds of fate === 'ended' ? [0] : LOOKS_AFTER_MS) {
    if (milliseconds > 0) await pause(milliseconds);
    try {
      seen = await look();
    } catch {
      return 'unknown';
    }
    if (seen !== 'open') break;
  }
  return seen === 'open' && fate === 'slow' ? 'unknown' : seen;
}

import type { IncomingHttpHeaders } from 'node:http';

/** How often a read is sent at most when the connection fails or the service answers 5xx. */
export const MAX_ATTEMPTS = 3;
/** How often a read waits for a rate limit. */
export const MAX_HOLDS = 5;
/** A wait that the service asks for and that is longer than this fails at once instead, saying when to try again. */
export const MAX_WAIT = 5 * 60 * 1000;

/** Milliseconds before the attempt after the `failed`-th one: 200, 600, 1800 …, give or take a quarter, so that many clients do not come back together. */
export function backoff(failed: number, random: () => number = Math.random): number {
  return 200 * 3 ** (failed - 1) * (0.75 + random() / 2);
}

/**
 * When the service wants to be asked again, in milliseconds since 1970: `Retry-After` in seconds or as a date (RFC 9110
 * 10.2.3), else `RateLimit-Reset`, which the reference PDS gives in seconds since 1970 and the IETF draft in seconds
 * from now. Undefined where it says nothing that can be read.
 */
export function retryAt(headers: IncomingHttpHeaders, now: number): number | undefined {
  const after = single(headers['retry-after']);
  if (after !== undefined) {
    const time = /^\d+$/.test(after) ? now + Number(after) * 1000 : Date.parse(after);
    if (Number.isFinite(time)) {
      return time;
    }
  }
  const reset = single(headers['ratelimit-reset']);
  if (reset !== undefined && /^\d+$/.test(reset)) {
    const seconds = Number(reset);
    return seconds > 1_000_000_000 ? seconds * 1000 : now + seconds * 1000;
  }
  return undefined;
}

/** Whether another attempt may go better: 501 says that the service has no such method, which no wait changes. */
export function mayPass(status: number): boolean {
  return status >= 500 && status !== 501;
}

function single(value: string | string[] | undefined): string | undefined {
  return (Array.isArray(value) ? value[0] : value)?.trim();
}

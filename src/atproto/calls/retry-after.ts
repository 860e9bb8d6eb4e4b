import type { IncomingHttpHeaders } from 'node:http';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Further ahead than this nothing is believed, nor further back than clocks differ. */
const RETRY_AFTER_MAX_MS = 366 * DAY_MS;
const RETRY_AFTER_PAST_MS = DAY_MS;

/** Numbers from here on are no seconds from now but seconds, and then milliseconds, since 1970. */
const EPOCH_SECONDS_MIN = 1e9;
const EPOCH_MS_MIN = 1e11;

/** The three forms of RFC 9110 5.6.7, and that of RFC 3339; whatever else `Date.parse` would make something of is none. */
const IMF_OR_RFC_850 = /^[a-z]{3,9}, \d\d[ -][a-z]{3}[ -]\d{2,4} \d\d:\d\d:\d\d (?:gmt|utc|[+-]\d{4})$/i;
const ASCTIME = /^[a-z]{3} [a-z]{3} [ \d]\d \d\d:\d\d:\d\d \d{4}$/i;
const RFC_3339 = /^\d{4}-\d\d-\d\dt\d\d:\d\d:\d\d(?:\.\d+)?(?:z|[+-]\d\d:\d\d)$/i;

/**
 * When a service wants to be asked again, in milliseconds since 1970 and never before `now`; undefined where it does not say.
 * Only an answer of 429 says so, by `Retry-After` (RFC 9110 10.2.3) or else by `RateLimit-Reset`, and one of 503 by
 * `Retry-After`: the reference PDS puts its `RateLimit-*` headers on every answer, whatever came of the call.
 */
export function retryAfter(status: number, headers: IncomingHttpHeaders, now: number): number | undefined {
  if (status !== 429 && status !== 503) return undefined;
  const asked = latest(headers['retry-after'], now);
  return asked === undefined && status === 429 ? latest(headers['ratelimit-reset'], now) : asked;
}

/** Of several times the last: to ask too early is what a limit counts. */
function latest(header: string | string[] | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const parts = [header].flat().flatMap((value) => [value, ...value.split(',')]);
  const times = parts.map((part) => momentOf(part.trim(), now)).filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.max(...times);
}

function momentOf(text: string, now: number): number | undefined {
  const time = /^\d+(?:\.\d*)?$/.test(text) ? momentOfNumber(Number(text), now) : momentOfDate(text);
  if (time === undefined || time > now + RETRY_AFTER_MAX_MS || time < now - RETRY_AFTER_PAST_MS) {
    return undefined;
  }
  return Math.ceil(Math.max(time, now));
}

/** Seconds from now as the RFCs have it, seconds since 1970 as the reference PDS has its reset, or milliseconds. */
function momentOfNumber(number: number, now: number): number {
  if (number >= EPOCH_MS_MIN) return number;
  return number >= EPOCH_SECONDS_MIN ? number * 1000 : now + number * 1000;
}

function momentOfDate(text: string): number | undefined {
  if (ASCTIME.test(text)) return parsed(`${text} GMT`);
  return IMF_OR_RFC_850.test(text) || RFC_3339.test(text) ? parsed(text) : undefined;
}

function parsed(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

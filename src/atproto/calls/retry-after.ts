import type { IncomingHttpHeaders } from 'node:http';
import { dateTime } from '../../text/date-time.js';
import { DAY_MS } from '../../text/utc-day.js';

/** Further ahead than this nothing is believed, nor further back than clocks differ. */
const RETRY_AFTER_MAX_MS = 366 * DAY_MS;
const RETRY_AFTER_PAST_MS = DAY_MS;

/** Numbers from here on are no seconds from now but seconds, and then milliseconds, since 1970. */
const EPOCH_SECONDS_MIN = 1e9;
const EPOCH_MS_MIN = 1e11;

/** The three forms of RFC 9110 5.6.7, of which the second has its year in two digits. */
const IMF_OR_RFC_850 =
  /^[a-z]{3,9}, (\d\d)[ -]([a-z]{3})[ -](\d\d|\d{4}) (\d\d:\d\d:\d\d) (gmt|utc|[+-]\d{4})$/i;
const ASCTIME = /^[a-z]{3} ([a-z]{3}) ([ \d]\d) (\d\d:\d\d:\d\d) (\d{4})$/i;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

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

/** A date of HTTP, or one of RFC 3339 with its zone; undefined for days that do not exist, and for all else. */
function momentOfDate(text: string): number | undefined {
  const [, month, date, clock, year] = ASCTIME.exec(text) ?? [];
  if (month !== undefined) return momentOfParts(year, month, date?.replace(' ', '0'), clock, 'Z');
  const [, day, name, years, time, zone = ''] = IMF_OR_RFC_850.exec(text) ?? [];
  if (day === undefined) return dateTime(text);
  return momentOfParts(years, name, day, time, /^[a-z]/i.test(zone) ? 'Z' : zone);
}

function momentOfParts(year = '', month = '', date = '', clock = '', zone = ''): number | undefined {
  const number = MONTHS.indexOf(month.toLowerCase()) + 1;
  // A time that is waited for lies in this century.
  const years = year.length === 2 ? `20${year}` : year;
  return number === 0
    ? undefined
    : dateTime(`${years}-${String(number).padStart(2, '0')}-${date}T${clock}${zone}`);
}

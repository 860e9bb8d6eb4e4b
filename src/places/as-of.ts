import { quoted, type Reading } from '../atproto/actor-syntax.js';
import { dateTime } from '../text/date-time.js';
import { DAY_MS } from '../text/utc-day.js';

/** A time that a place is shown as of. */
export interface AsOf {
  /** As it stands in an address: `2024-02-21`, or a time of day in UTC. */
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

const WRITTEN_DAY = /^(\d{4})-(\d\d)-(\d\d)$/;

/**
 * Reads a time that something is to be shown as of: a time in ISO 8601 with its zone, or a day, which stands for its end in UTC, so that
 * what happened on it counts.
 */
export function readAsOf(text: string): Reading<{ readonly asOf: AsOf }> {
  if (WRITTEN_DAY.test(text)) {
    const from = dateTime(`${text}T00:00:00Z`);
    return from === undefined
      ? { ok: false, reason: `There is no ${quoted(text)} in the calendar` }
      : { ok: true, asOf: { text, time: from + DAY_MS - 1 } };
  }
  const time = dateTime(text);
  if (time !== undefined && isYear(new Date(time).getUTCFullYear())) {
    return { ok: true, asOf: { text: new Date(time).toISOString().replace('.000Z', 'Z'), time } };
  }
  return {
    ok: false,
    reason: `${quoted(text)} is not a time: write ?at=2024-02-21, or ?at=2024-02-21T10:00:00Z with the zone behind it`,
  };
}

/** Four digits, as an address has them. */
const isYear = (year: number): boolean => year >= 0 && year <= 9999;

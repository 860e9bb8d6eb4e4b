import { DAY_MS } from './utc-day.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const UNITS = [
  { name: 'year', ms: 365 * DAY_MS },
  { name: 'month', ms: 30 * DAY_MS },
  { name: 'day', ms: DAY_MS },
  { name: 'hour', ms: HOUR_MS },
  { name: 'minute', ms: MINUTE_MS },
] as const;

/** How long ago a time was, both in milliseconds since 1970: `2 hours ago`. What lies ahead, by a clock that was set, is `just now`. */
export function timeAgo(time: number, now: number): string {
  const unit = UNITS.find(({ ms }) => now - time >= ms);
  if (!unit) return 'just now';
  const count = Math.floor((now - time) / unit.ms);
  return `${count} ${unit.name}${count === 1 ? '' : 's'} ago`;
}

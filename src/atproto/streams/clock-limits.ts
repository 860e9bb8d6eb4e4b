/** By so much the time of an event may be ahead of the clock that receives it: clocks differ by a little. */
const AHEAD_MAX_MS = 10_000;

/** Whether something says to come from the future. Both in milliseconds since 1970. */
export function isAhead(time: number, now: number): boolean {
  return time > now + AHEAD_MAX_MS;
}

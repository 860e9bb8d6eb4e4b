/** Milliseconds since 1970 of a date as records carry it; undefined where it is not a date. */
export function dateTime(text: unknown): number | undefined {
  // The longest datetime of the specification has 64 characters; Date.parse guesses at other things than ISO 8601.
  if (typeof text !== 'string' || text.length > 64 || !/^\d{4}-\d\d-\d\dT/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** Local `YYYY-MM-DD HH:MM` of milliseconds since 1970. */
export function localMinute(time: number): string {
  const date = new Date(time);
  return `${day(date)} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Local time of day, `HH:MM:SS`, of milliseconds since 1970. */
export function clock(time: number): string {
  const date = new Date(time);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
}

/** Local `YYYY-MM-DD`. */
function day(date: Date): string {
  const year = String(date.getFullYear()).padStart(4, '0');
  return `${year}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** When something is or was, for a sentence: `at 14:03:07`, or `on 2026-11-26 at 14:03:07` where the day is not today; `later` past all dates. */
export function moment(time: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return 'later';
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? `at ${clock(time)}` : `on ${day(date)} at ${clock(time)}`;
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}

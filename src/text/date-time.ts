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
  const year = String(date.getFullYear()).padStart(4, '0');
  return `${year}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}

const DAY_MS = 86_400_000;
const WRITTEN = /^\d{4}-\d\d-\d\d$/;

/** `2024-02-21` of a day of UTC, in days since 1970. */
export const utcDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** Days since 1970 of a day of UTC; undefined for what is none. */
export function readUtcDay(text: string): number | undefined {
  if (!WRITTEN.test(text)) return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  // `Date.parse` makes the 1st of March of a 30th of February.
  return Number.isNaN(time) || utcDay(time / DAY_MS) !== text ? undefined : time / DAY_MS;
}

/** When a day of UTC begins, in milliseconds since 1970. */
export const dayStart = (day: number): number => day * DAY_MS;

/** Milliseconds of a day of UTC. */
export const DAY_MS = 86_400_000;
const WRITTEN = /^(\d{4})-(\d\d)-(\d\d)$/;

/** `2024-02-21` of a day of UTC, in days since 1970. */
export const utcDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** Days since 1970 of a day of UTC; undefined for what is none. */
export function readUtcDay(text: string): number | undefined {
  const [, year, month, date] = WRITTEN.exec(text) ?? [];
  if (year === undefined) return undefined;
  const day = Date.UTC(Number(year), Number(month) - 1, Number(date)) / DAY_MS;
  // `Date.UTC` makes the 1st of March of a 30th of February.
  return utcDay(day) === text ? day : undefined;
}

/** When a day of UTC begins, in milliseconds since 1970. */
export const dayStart = (day: number): number => day * DAY_MS;

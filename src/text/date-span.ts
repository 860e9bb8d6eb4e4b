/** A day, a month or a year here. */
export interface DateSpan {
  /** As it is written: `2024-02-21`, `2024-02`, `2024`. */
  readonly text: string;
  /** Its first millisecond, since 1970. */
  readonly from: number;
  /** The first one behind it. */
  readonly until: number;
}

const WRITTEN = /^(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?$/;
/** Years before are those of no computer's clock, and `Date` reads those below 100 as of the last century. */
const FIRST_YEAR = 1970;

/** Reads a day, a month or a year in the zone of this machine, as times are shown. The reason is a sentence. */
export function readDateSpan(
  text: string,
): { readonly ok: true; readonly value: DateSpan } | { readonly ok: false; readonly reason: string } {
  const [, yearText, monthText, dayText] = WRITTEN.exec(text.trim()) ?? [];
  if (yearText === undefined) return { ok: false, reason: 'A date is written 2024-02-21, 2024-02 or 2024.' };
  const [year, month, day] = [Number(yearText), Number(monthText ?? 1), Number(dayText ?? 1)];
  const from = new Date(year, month - 1, day);
  // `Date` makes the 1st of March of a 30th of February.
  if (year < FIRST_YEAR || from.getMonth() !== month - 1 || from.getDate() !== day) {
    return {
      ok: false,
      reason: `There is no ${text.trim()} in the calendar, or it is before ${FIRST_YEAR}.`,
    };
  }
  const until =
    dayText !== undefined
      ? new Date(year, month - 1, day + 1)
      : monthText !== undefined
        ? new Date(year, month, 1)
        : new Date(year + 1, 0, 1);
  const parts = [monthText, dayText].filter((part) => part !== undefined);
  const written = [yearText, ...parts.map((part) => part.padStart(2, '0'))].join('-');
  return { ok: true, value: { text: written, from: from.getTime(), until: until.getTime() } };
}

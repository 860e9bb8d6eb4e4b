/** A date as a record carries it. */
interface WrittenDate {
  /** Its day and time of day as they were written, `YYYY-MM-DD HH:MM`; `YYYY-MM-DD zone` where no zone is told, or the day alone. */
  readonly text: string;
  /** Milliseconds since 1970; undefined where there is no such moment, or where no zone says which one it is. */
  readonly time: number | undefined;
}

/** RFC 3339, with the liberties that are taken with it: small letters, a space, a comma, no seconds, `+0530`. */
const DATE =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:([Zz])|([+-])(\d\d):?(\d\d))?$/;
/** A day without its time, or a date whose year has other than four digits: JavaScript writes those as `-000001` and `+010000`. */
const DAY = /^(\d{4}|[+-]?\d{5,6})-(\d\d)-(\d\d)(?:$|[Tt ][\d:])/;
/** The longest datetime of the specification. */
const DATE_MAX_CHARACTERS = 64;
const MINUTE_MS = 60_000;

/** Undefined for what is no date at all. */
function writtenDate(said: unknown): WrittenDate | undefined {
  if (typeof said !== 'string' || said.length > DATE_MAX_CHARACTERS) return undefined;
  const found = DATE.exec(said);
  if (!found) return writtenDay(said);
  const [, year, month, date, hours, minutes, seconds = '00', fraction = '', utc, sign, ...offset] = found;
  const isZoneless = utc === undefined && sign === undefined;
  // Without its zone a time of day says little: in its cells stands what is missing.
  const text = `${year}-${month}-${date} ${isZoneless ? 'zone' : `${hours}:${minutes}`}`;
  const [offsetHours, offsetMinutes] = [Number(offset[0] ?? 0), Number(offset[1] ?? 0)];
  const whole = `${year}-${month}-${date}T${hours}:${minutes}:${seconds}`;
  const time = Date.parse(`${whole}.${fraction.slice(0, 3).padEnd(3, '0')}Z`);
  // `Date.parse` makes the 1st of March of a 30th of February.
  const isReal = !Number.isNaN(time) && new Date(time).toISOString().startsWith(whole);
  const isZoned = utc !== undefined || (sign !== undefined && offsetHours < 24 && offsetMinutes < 60);
  if (!isReal || !isZoned) return { text, time: undefined };
  const ahead = (offsetHours * 60 + offsetMinutes) * MINUTE_MS;
  return { text, time: sign === '-' ? time + ahead : time - ahead };
}

/** What has a day and names no moment that could be shown. */
function writtenDay(said: string): WrittenDate | undefined {
  const [, year, month, date] = DAY.exec(said) ?? [];
  return year === undefined ? undefined : { text: `${year}-${month}-${date}`, time: undefined };
}

/** Milliseconds since 1970 of a date as records carry it; undefined where it is none, or names no moment. */
export const dateTime = (said: unknown): number | undefined => writtenDate(said)?.time;

/**
 * A date as records carry it, as local `YYYY-MM-DD HH:MM`; undefined for what is none. A `?` follows what is hard to believe,
 * by `doubts` among others. What names no moment (a 30th of February, a date without a zone), or lies outside of the years
 * 0 to 9999 here, stands as it was written: nothing is made up for it.
 */
export function dateText(said: unknown, doubts: (time: number) => boolean = () => false): string | undefined {
  const written = writtenDate(said);
  if (written === undefined) return undefined;
  const { text, time } = written;
  if (time === undefined || !hasLocalYear(time)) return `${text}?`;
  return doubts(time) ? `${localMinute(time)}?` : localMinute(time);
}

/** The day of `dateText`, which keeps its `?`. */
export const dayText = (said: unknown, doubts?: (time: number) => boolean): string | undefined =>
  dateText(said, doubts)?.replace(/ (?:\d\d:\d\d|zone)/, '');

/** ISO 8601 in UTC; null for what is no time: a file may have been written by hand. */
export function isoTime(time: number): string | null {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** The year here has four digits. */
function hasLocalYear(time: number): boolean {
  const year = new Date(time).getFullYear();
  return year >= 0 && year <= 9999;
}

/** Local `YYYY-MM-DD HH:MM` of milliseconds since 1970, or words for what is no such time. */
export function localMinute(time: number): string {
  if (!hasLocalYear(time)) return 'no known time';
  const date = new Date(time);
  return `${day(date)} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Local `YYYY-MM-DD` of milliseconds since 1970, or words for what is no such time. */
export const localDay = (time: number): string =>
  hasLocalYear(time) ? day(new Date(time)) : 'no known time';

/** The local day of a time as one names it at `now`: `today`, `yesterday`, or `YYYY-MM-DD`. */
export function dayName(time: number, now: number): string {
  const today = new Date(now);
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  const written = localDay(time);
  if (written === localDay(now)) return 'today';
  return written === localDay(yesterday.getTime()) ? 'yesterday' : written;
}

/** Local time of day, `HH:MM`, of milliseconds since 1970. */
export const clockMinute = (time: number): string => clock(time).slice(0, '--:--'.length);

/** Local `YYYY-MM-DD HH:MM` with its zone: `2024-02-21 04:11 +01:00`. Of milliseconds since 1970; words for what is no such time. */
export function zonedMinute(time: number): string {
  const text = localMinute(time);
  return hasLocalYear(time) ? `${text} ${zoneText(time)}` : text;
}

/** Cells that `shortTime` needs. */
export const SHORT_TIME_CELLS = 7;

/** When something was, in a column: `12:03` today, `02-21` this year, `2023-02` in other years. Local, of milliseconds since 1970. */
export function shortTime(time: number, now: number = Date.now()): string {
  const [said, today] = [localMinute(time), localMinute(now)];
  if (!hasLocalYear(time)) return '?';
  if (said.slice(0, 10) === today.slice(0, 10)) return said.slice(11);
  return said.slice(0, 5) === today.slice(0, 5) ? said.slice(5, 10) : said.slice(0, 7);
}

/**
 * The zone of local times at a moment, as its distance from UTC: `+01:00`, or `UTC`. It stands behind a local time that has times in UTC
 * beside it: JSON, headers.
 */
export function zoneText(time: number): string {
  const ahead = -Math.round(new Date(time).getTimezoneOffset());
  if (Number.isNaN(ahead)) return '';
  if (ahead === 0) return 'UTC';
  const minutes = Math.abs(ahead);
  return `${ahead < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** The zone of local times by its name, for many of them at once: summer and winter have one name. `Europe/Berlin` is `Berlin`. */
export function zoneName(): string {
  // A format takes longer to make than a line to draw.
  if (!zone || zone.of !== process.env.TZ) {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    zone = { of: process.env.TZ, name: (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ') };
  }
  return zone.name;
}

let zone: { readonly of: string | undefined; readonly name: string } | undefined;

/** Local time of day, `HH:MM:SS`, of milliseconds since 1970. */
export function clock(time: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return '--:--:--';
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

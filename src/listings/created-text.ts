import { tidTime } from '../atproto/tid.js';

/** Cells that `createdText` needs: a date, a time of day, and a mark. */
export const createdWidth = 17;

const day = 86_400_000;
const earliest = Date.UTC(2005, 0, 1);

/** Milliseconds since 1970 of a date as records carry it; undefined where it is not a date. */
export function dateTime(text: unknown): number | undefined {
  // The longest datetime of the specification has 64 characters; Date.parse guesses at other things than ISO 8601.
  if (typeof text !== 'string' || text.length > 64 || !/^\d{4}-\d\d-\d\dT/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/**
 * When a record says that it was created, else when its TID says so, as local `YYYY-MM-DD HH:MM`; empty where
 * neither does. A `?` follows a time that is hard to believe: before 2005, in the future, or more than two days
 * from the TID's.
 */
export function createdText(createdAt: unknown, rkey: string | undefined, now: number = Date.now()): string {
  const said = dateTime(createdAt);
  const minted = rkey === undefined ? undefined : tidTime(rkey);
  const time = said ?? minted;
  if (time === undefined) return '';
  const doubtful =
    time < earliest || time > now + day || (minted !== undefined && Math.abs(time - minted) > 2 * day);
  return doubtful ? `${localMinute(time)}?` : localMinute(time);
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

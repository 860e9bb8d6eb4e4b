import { tidTime } from '../atproto/tid.js';
import {
  dateText,
  dateTime,
  localMinute,
  SHORT_TIME_CELLS,
  shortTime,
  zonedMinute,
} from '../text/date-time.js';
import { DAY_MS } from '../text/utc-day.js';
import type { Column } from './column.js';

/** Cells that `createdText` needs: a date, a time of day, and a mark. */
export const CREATED_CELLS = 17;

const earliest = Date.UTC(2005, 0, 1);

/** When a row is of, in few cells, before what people read. Its cells are `whenText`. */
export const whenColumn: Column = { title: 'when', width: SHORT_TIME_CELLS + 1, drop: 1 };

/** The whole of it, behind all else. Its cells are `createdText`. */
export const createdColumn = (title: string): Column => ({
  title,
  isLocalTime: true,
  width: CREATED_CELLS,
  drop: 6,
  spare: true,
});

/**
 * When a record says that it was created, else when its TID says so, as local `YYYY-MM-DD HH:MM`; empty where
 * neither does. A `?` follows a time that is hard to believe: before 2005, in the future, more than two days
 * from the TID's, or one that `dateText` doubts by itself.
 */
export function createdText(createdAt: unknown, rkey: string | undefined, now: number = Date.now()): string {
  const { minted, doubts } = mintedAt(rkey, now);
  const said = dateText(createdAt, doubts);
  if (said !== undefined || minted === undefined) return said ?? '';
  return doubts(minted) ? `${localMinute(minted)}?` : localMinute(minted);
}

/** The same as `shortTime` has it: `12:03`, `02-21`, `2023-02`, with the same `?`. */
export function whenText(createdAt: unknown, rkey: string | undefined, now: number = Date.now()): string {
  const text = createdText(createdAt, rkey, now);
  if (text === '') return '';
  const time = createdTime(createdAt, rkey, now);
  // What names no moment stands as it was written: its year and month.
  const short = time === undefined ? text.slice(0, SHORT_TIME_CELLS) : shortTime(time, now);
  return text.endsWith('?') && !short.endsWith('?') ? `${short}?` : short;
}

/** The same as a sentence has it, with its zone: `2024-02-21 04:11 +01:00`. */
export function createdMinute(
  createdAt: unknown,
  rkey: string | undefined,
  now: number = Date.now(),
): string {
  const text = createdText(createdAt, rkey, now);
  const time = createdTime(createdAt, rkey, now);
  if (time === undefined) return text;
  return text.endsWith('?') ? `${zonedMinute(time)}?` : zonedMinute(time);
}

/** The moment that a record, else its TID, names; undefined where there is none. */
export function createdTime(
  createdAt: unknown,
  rkey: string | undefined,
  now: number = Date.now(),
): number | undefined {
  const time = dateTime(createdAt);
  return time ?? (dateText(createdAt) === undefined ? mintedAt(rkey, now).minted : undefined);
}

/** The time in a TID, and what times of its record are hard to believe. */
function mintedAt(
  rkey: string | undefined,
  now: number,
): { minted: number | undefined; doubts: (time: number) => boolean } {
  const minted = rkey === undefined ? undefined : tidTime(rkey);
  return {
    minted,
    doubts(time) {
      if (time < earliest || time > now + DAY_MS) return true;
      return minted !== undefined && Math.abs(time - minted) > 2 * DAY_MS;
    },
  };
}

import { tidTime } from '../atproto/tid.js';
import { dateTime, localMinute } from '../text/date-time.js';

/** Cells that `createdText` needs: a date, a time of day, and a mark. */
export const CREATED_CELLS = 17;

const DAY_MS = 86_400_000;
const earliest = Date.UTC(2005, 0, 1);

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
    time < earliest || time > now + DAY_MS || (minted !== undefined && Math.abs(time - minted) > 2 * DAY_MS);
  return doubtful ? `${localMinute(time)}?` : localMinute(time);
}

import { tidTime } from '../atproto/tid.js';
import { dateText, localMinute } from '../text/date-time.js';

/** Cells that `createdText` needs: a date, a time of day, and a mark. */
export const CREATED_CELLS = 17;

const DAY_MS = 86_400_000;
const earliest = Date.UTC(2005, 0, 1);

/**
 * When a record says that it was created, else when its TID says so, as local `YYYY-MM-DD HH:MM`; empty where
 * neither does. A `?` follows a time that is hard to believe: before 2005, in the future, more than two days
 * from the TID's, or one that `dateText` doubts by itself.
 */
export function createdText(createdAt: unknown, rkey: string | undefined, now: number = Date.now()): string {
  const minted = rkey === undefined ? undefined : tidTime(rkey);

  function doubts(time: number): boolean {
    if (time < earliest || time > now + DAY_MS) return true;
    return minted !== undefined && Math.abs(time - minted) > 2 * DAY_MS;
  }

  const said = dateText(createdAt, doubts);
  if (said !== undefined || minted === undefined) return said ?? '';
  return doubts(minted) ? `${localMinute(minted)}?` : localMinute(minted);
}

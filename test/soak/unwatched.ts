import { isoTime } from '../../src/text/date-time.js';
import { keptAt } from './kept.js';
import type { Account } from './world.js';

/** A watch is kept every half minute, whatever happens: one that was not for so many milliseconds is over. */
const UNWATCHED_MS = 45_000;

/** Accounts whose watch is over though nobody meant to end it, each in words: of those the rest of the page says nothing. */
export async function unwatchedOf(home: string, watched: readonly Account[]): Promise<readonly string[]> {
  const since = Date.now() - UNWATCHED_MS;
  const all = await Promise.all(
    watched.map(async ({ did, handle }) => {
      const at = await keptAt(home, did);
      if (at !== undefined && at > since) return [];
      const last = at === undefined ? 'it was never kept' : `it was kept last at ${isoTime(at)}`;
      return [`${handle} is watched no more: ${last}`];
    }),
  );
  return all.flat();
}

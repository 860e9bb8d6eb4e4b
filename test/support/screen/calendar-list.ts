import { activityListing } from '../../../src/places/archives/activity-listing.js';
import type { DayCount } from '../../../src/places/listing.js';
import type { ListState } from '../../../src/store/lists/lists-state.js';
import { newList } from '../../../src/store/lists/lists-update.js';
import { PagedRows } from '../../../src/store/lists/paged-rows.js';
import { readUtcDay, utcDay } from '../../../src/text/utc-day.js';

export const calendarAddress = { kind: 'archiveActivity', of: { file: 'alice.car' } } as const;

const unasked = { client: { resolve: () => Promise.reject(new Error('not asked')) } };

/** The list of the days of an archive that begins at a day, with so many posts on each, and likes on each that has an even number. */
export function calendarList(
  first: string,
  posts: readonly number[],
  change: Partial<ListState> = {},
): ListState {
  const from = readUtcDay(first) ?? 0;
  const items = posts.flatMap((count, at): readonly DayCount[] => {
    const day = utcDay(from + at);
    if (count === 0) return [{ day, collection: undefined, count }];
    const likes = { day, collection: 'app.bsky.feed.like', count: count / 2 };
    return [{ day, collection: 'app.bsky.feed.post', count }, ...(count % 2 === 0 ? [likes] : [])];
  });
  const rows = new PagedRows<unknown>();
  // The last day first, and in it the collection that has the most.
  rows.append(
    items.toSorted((a, b) => (a.day === b.day ? b.count - a.count : a.day < b.day ? 1 : -1)),
    undefined,
  );
  const listing = activityListing(calendarAddress, unasked as never) as never;
  return { ...newList(calendarAddress, undefined), listing, rows, status: 'ready', ended: true, ...change };
}

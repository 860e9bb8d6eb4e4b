import { create } from '@atcute/tid';

const DAY_MS = 86_400_000;

/** One record of so many a day, by collection; the rest of the days have none. */
export interface Life {
  readonly collection: string;
  readonly first: string;
  readonly days: number;
  /** How many records a day of that number has. */
  perDay(day: number): number;
}

/** Records by their paths, whose keys are TIDs of the days of a life, an hour of UTC or less after their midnight. */
export function recordsOfLife(lives: readonly Life[]): Readonly<Record<string, unknown>> {
  const records: Record<string, unknown> = {};
  for (const { collection, first, days, perDay } of lives) {
    for (let day = 0; day < days; day++) {
      for (let number = 0; number < perDay(day); number++) {
        const time = Date.parse(`${first}T00:00:00Z`) + day * DAY_MS + number * 1000;
        const createdAt = new Date(time).toISOString();
        records[`${collection}/${create(time * 1000, 0)}`] = {
          $type: collection,
          text: `${number + 1} of ${createdAt.slice(0, 10)}`,
          createdAt,
        };
      }
    }
  }
  return records;
}

/** A busy account: posts with pauses, more and more likes, follows at the beginning, and a profile. */
export const BUSY_LIFE: readonly Life[] = [
  {
    collection: 'app.bsky.feed.post',
    first: '2023-04-20',
    days: 640,
    perDay: (day) => (day % 60 < 20 ? 0 : (day * day) % 5),
  },
  {
    collection: 'app.bsky.feed.like',
    first: '2023-06-01',
    days: 600,
    perDay: (day) => (day % 7 === 2 ? 0 : Math.floor(day / 100) + (day % 3)),
  },
  {
    collection: 'app.bsky.graph.follow',
    first: '2023-04-20',
    days: 90,
    perDay: (day) => (day < 10 ? 12 - day : day % 9 === 0 ? 1 : 0),
  },
];

import { create } from '@atcute/tid';
import { describe, expect, test } from 'vitest';
import { type CountedArchive, countActivity, knownActivity } from '../../src/archive/activity.js';

const DAY_MS = 86_400_000;
const now = Date.parse('2024-06-01T12:00:00Z');
const { signal } = new AbortController();
const tid = (written: string, clock = 0): string => create(Date.parse(written) * 1000, clock);
const dayOf = (written: string): number => Date.parse(`${written}T00:00:00Z`) / DAY_MS;

/** Collections with the keys of their records, which stand in the order of keys. */
function archiveOf(collections: Readonly<Record<string, readonly string[]>>): CountedArchive {
  const keys = Object.values(collections).flatMap((rkeys) => rkeys.toSorted());
  let first = 0;
  return {
    collections: Object.entries(collections).map(([name, { length: count }]) => {
      first += count;
      return { name, first: first - count, count };
    }),
    rkey: (row) => keys[row]!,
  };
}

describe('the records of a day', () => {
  test('are counted by collection, by the days of UTC that their keys say', async () => {
    const { collections, span } = await countActivity(
      archiveOf({
        'app.bsky.feed.like': [tid('2024-02-20T23:59:59.999Z', 1023), tid('2024-02-21T00:00:00Z')],
        'app.bsky.feed.post': [
          tid('2024-02-21T00:00:00Z'),
          tid('2024-02-21T23:59:59.999Z'),
          tid('2024-03-01T08:00:00Z'),
        ],
      }),
      signal,
      now,
    );
    expect(collections.map(({ name, days, counts }) => [name, [...days], [...counts]])).toEqual([
      ['app.bsky.feed.like', [dayOf('2024-02-20'), dayOf('2024-02-21')], [1, 1]],
      ['app.bsky.feed.post', [dayOf('2024-02-21'), dayOf('2024-03-01')], [2, 1]],
    ]);
    expect(span).toEqual({ first: dayOf('2024-02-20'), last: dayOf('2024-03-01') });
  });

  test('keys that are no TIDs, and TIDs of impossible times, are counted apart', async () => {
    const keys = ['self', '3l', tid('2024-02-21T00:00:00Z')];
    const odd = ['2222222222222', tid('2019-12-31T23:59:59Z'), tid('2024-06-03T00:00:00Z'), 'jzzzzzzzzzzzz'];
    const { collections, span } = await countActivity(archiveOf({ a: [...keys, ...odd] }), signal, now);
    expect(collections).toMatchObject([{ keyed: 2, odd: 4 }]);
    expect(span).toEqual({ first: dayOf('2024-02-21'), last: dayOf('2024-02-21') });
  });

  test('of tomorrow are counted: clocks differ', async () => {
    const { collections } = await countActivity(archiveOf({ a: [tid('2024-06-02T12:00:00Z')] }), signal, now);
    expect(collections).toMatchObject([{ odd: 0 }]);
  });

  test('without a day in any key there is no span', async () => {
    expect((await countActivity(archiveOf({ a: ['self'] }), signal, now)).span).toBeUndefined();
    expect((await countActivity(archiveOf({}), signal, now)).span).toBeUndefined();
  });
});

describe('many rows', () => {
  const many = archiveOf({ a: Array.from({ length: 40_000 }, (_, at) => create(now * 1000 - at, 0)) });

  test('let others run in between, and end with their reason', async () => {
    const stop = new AbortController();
    const counting = countActivity({ ...many }, stop.signal, now);
    setImmediate(() => stop.abort(new Error('nobody looks')));
    await expect(counting).rejects.toThrow('nobody looks');
  });

  test('are left where the archive is closed', async () => {
    const archive = { ...many, isOpen: true };
    const counting = countActivity(archive, signal, now);
    setImmediate(() => Object.assign(archive, { isOpen: false }));
    await expect(counting).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('are counted once for an archive', async () => {
    expect(knownActivity(many)).toBeUndefined();
    const activity = await countActivity(many, signal, now);
    expect(knownActivity(many)).toBe(activity);
    expect(await countActivity(many, signal)).toBe(activity);
    expect(activity.collections[0]?.counts.reduce((sum, count) => sum + count, 0)).toBe(40_000);
  });
});

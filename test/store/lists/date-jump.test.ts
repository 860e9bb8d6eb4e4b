import { describe, expect, test } from 'vitest';
import { firstTidAt, lastTidBefore } from '../../../src/atproto/tid.js';
import { OLDEST_FIRST } from '../../../src/places/listing.js';
import { recordsListing } from '../../../src/places/records.js';
import { startingAt } from '../../../src/places/starting-at.js';
import { dateTarget } from '../../../src/store/lists/date-jump.js';
import type { ListState } from '../../../src/store/lists/lists-state.js';
import { newList } from '../../../src/store/lists/lists-update.js';
import { PagedRows } from '../../../src/store/lists/paged-rows.js';
import { type DateSpan, readDateSpan } from '../../../src/text/date-span.js';
import { rawItemsFromValues } from '../../support/rows/raw-items-from-values.js';

const did = 'did:plc:alicealicealicealicealic';
const posts = { kind: 'collection', repo: 'alice.test', collection: 'app.bsky.feed.post' } as const;
const noon = (day: number): number => new Date(2024, 1, day, 12).getTime();
const { signal } = new AbortController();

function date(text: string): DateSpan {
  const reading = readDateSpan(text);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.value;
}

const items = (rkeys: readonly string[]) =>
  rawItemsFromValues(rkeys.map((rkey) => ({ uri: `at://${did}/${posts.collection}/${rkey}`, value: {} })));

const listingOf = (list: () => Promise<never> = () => Promise.reject(new Error('not asked'))) =>
  recordsListing({ address: posts, source: { list }, did });

/** A list of records of noon of these days of February 2024, and of other keys. */
function listOf(rows: readonly (number | string)[], change: Partial<ListState> = {}): ListState {
  const paged = new PagedRows<unknown>();
  paged.append(items(rows.map((row) => (typeof row === 'string' ? row : firstTidAt(noon(row))))), undefined);
  return {
    ...newList(posts, change.order, change.start),
    listing: listingOf() as never,
    rows: paged,
    status: 'ready',
    ...change,
  };
}

describe('a date in a list of records, newest first', () => {
  const rows = [25, 20, 15, 10];

  test.each<[string, string, Partial<ListState>, unknown]>([
    ['a day that has records: its last one', '2024-02-20', {}, { index: 1 }],
    ['a day that has none: the one before it', '2024-02-19', {}, { index: 2 }],
    ['a month: its last one', '2024-02', {}, { index: 0 }],
    ['a day behind the newest: the newest', '2024-03-05', {}, { index: 0 }],
    ['one that is not loaded: asked for', '2024-02-05', {}, 'ask'],
    ['one before all that there is: the oldest', '2024-02-05', { ended: true }, { index: 3 }],
    ['one above where the list begins: asked for', '2024-03', { start: date('2024-02-25') }, 'ask'],
  ])('%s', (_, text, change, target) => {
    expect(dateTarget(listOf(rows, change), date(text))).toEqual(target);
  });

  test('keys that are no TIDs stand where they stand', () => {
    expect(dateTarget(listOf(['self', 20, 10]), date('2024-02-15'))).toEqual({ index: 2 });
  });

  test('keys that are all no TIDs have no dates', () => {
    expect(dateTarget(listOf(['self', 'main']), date('2024-02-15'))).toBe('no-times');
  });

  test('a list without rows has none, but for one that a date had begin behind them', () => {
    expect(dateTarget(listOf([]), date('2024-02-15'))).toBe('no-times');
    expect(dateTarget(listOf([], { start: date('2020') }), date('2024-02-15'))).toBe('ask');
  });

  test('a list whose rows are on their way is asked for anew', () => {
    expect(dateTarget(listOf([], { status: 'loading' }), date('2024-02-15'))).toBe('ask');
    expect(dateTarget(listOf([], { status: 'failed' }), date('2024-02-15'))).toBe('no-times');
  });
});

test('oldest first it is the first record of the date, or behind it', () => {
  const list = listOf([10, 15, 20], { order: OLDEST_FIRST.id });
  expect(dateTarget(list, date('2024-02-15'))).toEqual({ index: 1 });
  expect(dateTarget(list, date('2024-02-16'))).toEqual({ index: 2 });
  expect(dateTarget(list, date('2024-01'))).toEqual({ index: 0 });
  expect(dateTarget(list, date('2024-02-21'))).toBe('ask');
});

test('in a list that its service keeps in another order it is the nearest loaded row', () => {
  const list = listOf([10, 25, 15]);
  const listing = { ...list.listing, beginsAtKeys: undefined } as ListState['listing'];
  expect(dateTarget({ ...list, listing }, date('2024-02-23'))).toEqual({ index: 1 });
});

describe('a listing that begins at a date', () => {
  const start = date('2024-02-21');

  /** What the service is asked with, and what is said of an answer that begins at a day. */
  async function begun(order: string | undefined, day: number) {
    const cursors: unknown[] = [];
    const listing = startingAt(
      listingOf(async (...[, cursor]: readonly unknown[]) => {
        cursors.push(cursor);
        return { items: items([firstTidAt(noon(day))]), cursor: undefined } as never;
      }) as never,
      start,
    );
    const { rows } = await listing.load(undefined, { signal, order });
    return { cursors, note: rows.note };
  }

  test('asks for what lies beyond the first key of the day after, or the last of the day before', async () => {
    expect(await begun(undefined, 20)).toEqual({ cursors: [firstTidAt(start.until)], note: undefined });
    expect(await begun(OLDEST_FIRST.id, 22)).toEqual({
      cursors: [lastTidBefore(start.from)],
      note: undefined,
    });
  });

  test('says where a service passes that over', async () => {
    const note = 'This service cannot begin at a date: these are its first rows.';
    expect((await begun(undefined, 25)).note).toBe(note);
    expect((await begun(OLDEST_FIRST.id, 10)).note).toBe(note);
  });
});

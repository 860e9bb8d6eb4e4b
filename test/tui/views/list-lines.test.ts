import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import type { CommitEvent } from '../../../src/atproto/streams/repo-event.js';
import type { ListState } from '../../../src/store/lists/lists-state.js';
import { Matches } from '../../../src/store/lists/matches.js';
import { PagedRows } from '../../../src/store/lists/paged-rows.js';
import { cachedRow } from '../../../src/store/lists/row-cache.js';
import { ListNews } from '../../../src/store/tail/list-news.js';
import { palette } from '../../../src/tui/screen/style.js';
import { drawList, type ListView } from '../../../src/tui/views/list-lines.js';
import { listInfo } from '../../../src/tui/views/list-title.js';
import { rawItemsFromValues } from '../../support/rows/raw-items-from-values.js';
import { expectExact, sizes } from '../../support/screen/exact.js';
import {
  cursorAt,
  defaultWords,
  did,
  hostile,
  list,
  numbered,
  postRecords,
} from '../../support/screen/screen-fixtures.js';

const oldestFirst = { order: 'oldest', reverse: true };

const view = (of: ListState, change: Partial<ListView> = {}): ListView => ({
  list: of,
  cursor: cursorAt(0),
  names: () => undefined,
  namesVersion: 0,
  focused: true,
  words: defaultWords,
  ...change,
});

function draw(of: ListState, change: Partial<ListView> = {}, size = { width: 70, height: 8 }) {
  const picture = drawList(view(of, change), size);
  return { ...picture, lines: picture.lines.map(stripVTControlCharacters) };
}

const unreachable = new XrpcError({
  failure: 'connection',
  service: 'pds.example.com',
  nsid: 'com.atproto.repo.listRecords',
  message: 'connection refused',
});

function matching(...indexes: number[]) {
  const matches = new Matches();
  for (const index of indexes) matches.push(index);
  return matches;
}

describe('drawList', () => {
  test('says what a page has so far while it comes, in place of how much is loaded', () => {
    const of = list(numbered(3), { part: 'coming', status: 'loading', summary: '3 found · 40 % searched' });
    expect(listInfo(of, draw(of).window, defaultWords)).toBe('3 found · 40 % searched');
    const none = list([], { part: 'coming', status: 'loading' });
    expect(draw(none).lines[1]).toContain('looking …');
    expect(draw({ ...none, part: 'halted', status: 'ready' }).lines[1]).toContain('nothing so far');
  });

  test('marks the row under the cursor and moves nothing else while it stays in the window', () => {
    const of = list(numbered(100));
    const before = draw(of, { cursor: cursorAt(1) }).lines;
    const after = draw(of, { cursor: cursorAt(2) }).lines;

    expect(before[2]).toMatch(/^▌ 2024-02 .*post number 1 /);
    expect(after[2]).toMatch(/^ {2}2024-02 .*post number 1 /);
    expect(after[3]).toMatch(/^▌ 2024-02\?.*post number 2 /);
  });

  test('beside a record marks the row of that record, or nothing', () => {
    const of = list(numbered(100));
    const opens = cachedRow(of, 0, () => undefined, 0)?.row.opens;
    const other = cachedRow(of, 1, () => undefined, 0)?.row.opens;
    const marked = (change: Partial<ListView>) =>
      draw(of, change).lines.filter((line) => line.startsWith('▌'));

    expect(opens).toBeDefined();
    expect(marked({ focused: false, beside: opens })).toEqual([expect.stringContaining('post number 0 ')]);
    expect(marked({ focused: false, beside: other })).toEqual([]);
    // Where one moves in it, one sees where one is.
    expect(marked({ focused: true, beside: other })).toHaveLength(1);
  });

  test('follows the cursor out of the window', () => {
    const { window, lines } = draw(list(numbered(100)), { cursor: cursorAt(50) });

    expect(window.top).toBe(44);
    expect(lines.at(-1)).toMatch(/^▌.*post number 50 /);
  });

  test('shows the rows that a filter lets through, and where they match', () => {
    const of = list(numbered(100), {
      filter: { text: 'NUMBER 7', matches: matching(7, 70, 71), scanned: 100 },
    });
    const { lines, window } = draw(of, { cursor: cursorAt(70) });

    expect(lines.filter((line) => line.includes('post number'))).toHaveLength(3);
    expect(lines[2]).toMatch(/^▌.*post number 70 /);
    expect(listInfo(of, window, defaultWords)).toBe('/NUMBER 7 · 3 of 100 · more');
    expect(listInfo({ ...of, status: 'loading' }, window, defaultWords)).toBe(
      '/NUMBER 7 · 3 of 100 · loading',
    );
  });

  test.each([
    ['tomatoes', '/tomatoes · 0 of 100'],
    ['  by the sea ', '/by the sea · 0 of 100'],
    ['words that go on and on', '/words that … · 0 of 100'],
    ['a\u202eb\u001b[2J', '/ab␛[2J · 0 of 100'],
  ])('tells the filter %j in the title', (text, said) => {
    const of = list(numbered(100), { ended: true, filter: { text, matches: matching(), scanned: 100 } });
    const { window } = draw(of, { cursor: cursorAt(0) });
    expect(listInfo(of, window, defaultWords)).toBe(said);
  });

  test('reads only the rows in sight', () => {
    const of = list(numbered(10_000));
    const read: unknown[] = [];
    const listing = of.listing!;
    const counted: ListState = {
      ...of,
      listing: {
        ...listing,
        row(item, names) {
          read.push(item);
          return listing.row(item, names);
        },
      },
    };
    draw(counted, { cursor: cursorAt(5_000, 5_000) });
    draw(counted, { cursor: cursorAt(5_001, 5_000) });

    expect(read).toHaveLength(7);
  });

  test('reads rows again when a name is learnt', () => {
    const of = list(numbered(3));
    const seen: string[] = [];
    const listing = of.listing!;
    const named: ListState = {
      ...of,
      listing: {
        ...listing,
        row: (item, names) => ({ ...listing.row(item, names), cells: [names('did:plc:a') ?? '?', '', ''] }),
      },
    };
    for (const namesVersion of [0, 0, 1]) {
      const names = () => (namesVersion ? 'bob.test' : undefined);
      seen.push(draw(named, { names, namesVersion }).lines[1]!.slice(2, 12).trim());
    }

    expect(seen).toEqual(['?', '?', 'bob.test']);
  });

  test('says without alarm that a collection which the server names is empty (snarfed/arroba#87)', () => {
    const empty = draw(list([], { ended: true }), { named: true })
      .lines.join(' ')
      .replace(/\s+/g, ' ');
    expect(empty).toContain('No records here. The server names the collection all the same, as some do.');
  });

  test('keeps the rows, cursor in sight, above what went wrong', () => {
    const of = list(numbered(100), { status: 'failed', error: unreachable });
    const { lines } = draw(of, { cursor: cursorAt(6) }, { width: 150, height: 8 });

    expect(lines.slice(-2).join('')).toMatch(/pds\.example\.com cannot be reached.*r tries\s+again/);
    expect(lines.some((line) => /^▌.*post number 6 /.test(line))).toBe(true);
  });

  test.each([
    ['loading', list([], { status: 'loading' }), /loading/],
    ['empty', list([], { ended: true }), /No records here\. *$/m],
    [
      'filtered to nothing',
      list(numbered(3), { filter: { text: 'x', matches: matching(), scanned: 3 } }),
      /nothing matches.*n loads more/,
    ],
    [
      'stopped',
      list(numbered(3), { note: 'stopped: the service gave the same cursor twice' }),
      /same cursor twice/,
    ],
    ['not resolved yet', list([], { listing: undefined, status: 'loading' }), /loading/],
  ])('says when it is %s', (_, of, said) => {
    expect(draw(of).lines.join('\n')).toMatch(said);
  });

  test('every line is as wide as the pane, whatever the rows hold', () => {
    const all: ListState[] = [
      list(hostile),
      list([]),
      list(numbered(2), { status: 'failed', error: unreachable }),
      list(hostile, { filter: { text: 'e', matches: matching(3, 4, 5, 6), scanned: 10 } }),
      list(hostile, { note: hostile.join(' ') }),
    ];
    for (const size of sizes) {
      for (const of of all) {
        for (const focused of [true, false]) expectExact(drawList(view(of, { focused }), size).lines, size);
      }
    }
  });
});

describe('what live events tell of a list', () => {
  const time = new Date(2024, 1, 21, 12, 3, 11).getTime();
  const event = (operation: CommitEvent['operation'], rkey: string, text = ''): CommitEvent => ({
    kind: 'commit',
    operation,
    did,
    time,
    cursor: time,
    collection: 'app.bsky.feed.post',
    rkey,
    cid: undefined,
    record: () => ({ text }),
  });
  const key = (index: number) => `3kaaaaaaa${String(index).padStart(4, '2')}`;
  function told(of: ListState, ...events: readonly CommitEvent[]) {
    const news = new ListNews();
    for (const one of events) news.take({ ...of, listing: of.listing! }, one);
    return { ...of, news };
  }

  test('is marked beside the rows, and a deleted row is struck out', () => {
    // The rows of the fixture stand in the order of their keys, oldest first.
    const of = told(
      list(numbered(9), oldestFirst),
      event('update', key(3), 'edited'),
      event('delete', key(5)),
    );
    of.news.append(of.rows, rawItemsFromValues([]), undefined, of.listing!);
    of.rows.putAbove(of.rows.at(1), { kind: 'new', time });
    const { lines } = draw(of, { cursor: cursorAt(5, -1) }, { width: 70, height: 10 });

    expect(lines[1]).toMatch(/^ \+2024-02 .*post number 1 /);
    expect(lines[2]).toMatch(/^ {2}2024-02 .*post number 0 /);
    expect(lines[5]).toMatch(/^ ~2023-09.*edited /);
    expect(lines[7]).toMatch(/^▌−2024-02.*post number 5 /);
    const fromTop = view(of, { cursor: cursorAt(0, -1) });
    expect(drawList(fromTop, { width: 70, height: 10 }).lines[7]).toContain(palette.struck('post number 5'));
  });

  test('is counted in the title while it waits, with the way to it', () => {
    const info = (of: ListState) =>
      listInfo(of, drawList(view(of), { width: 80, height: 11 }).window, defaultWords);
    const of = told(list(numbered(200)), event('create', '3z1'), event('create', '3z2'));
    expect(info(of)).toBe('2 new ↑ · 1–10 of 200 loaded · more');

    const filtered = { text: 'sea', matches: matching(1), scanned: 200 };
    const sea = told(
      list(numbered(200), { filter: filtered }),
      event('create', '3z1', 'by the sea'),
      event('create', '3z2', 'on land'),
    );
    expect(info(sea)).toBe('/sea · 1 new ↑ · 1 of 200 · more');
  });

  test('is counted where it lies below the window, oldest first', () => {
    const of = list(numbered(20), { ...oldestFirst, ended: true });
    for (const text of ['one', 'two', 'three']) {
      of.rows.putBelow(rawItemsFromValues(postRecords([text])).at(0), { kind: 'new', time });
    }
    const info = (selected: number) =>
      listInfo(
        of,
        drawList(view(of, { cursor: cursorAt(selected) }), { width: 80, height: 11 }).window,
        defaultWords,
      );
    expect(info(0)).toBe('3 new ↓ · 1–10 of 23 · oldest first');
    expect(info(21)).toBe('1 new ↓ · 13–22 of 23 · oldest first');
    expect(info(22)).toBe('14–23 of 23 · oldest first');
  });

  test('is said to be missing where it is', () => {
    const of = told(list(numbered(3), { ended: true }));
    of.news.miss();
    expect(listInfo(of, drawList(view(of), { width: 80, height: 11 }).window, defaultWords)).toBe(
      'events are missing: r reloads · 1–3 of 3',
    );
  });
});

describe('a column whose cells are said once', () => {
  const days = ['today', 'today', 'today', 'monday', 'monday', 'today'];
  const listing = {
    address: { kind: 'history', repo: 'alice.test' },
    columns: [
      { title: 'day', width: 6, drop: 1, once: true },
      { title: 'what', width: 0, drop: 0 },
    ],
    orders: [],
    dependsOnViewer: false,
    load: () => Promise.reject(new Error('Nothing more is loaded in this test.')),
    row: (index: number) => ({ cells: [days[index], `row ${index}`], opens: undefined }),
    key: String,
    dids: () => [],
    json: String,
  } as never;
  function drawn(change: Partial<ListView> = {}, of: Partial<ListState> = {}) {
    const rows = new PagedRows<unknown>();
    rows.append([0, 1, 2, 3, 4, 5], undefined);
    const { lines } = draw(list([], { listing, rows, ended: true, ...of }), change, { width: 40, height: 4 });
    return lines.map((line) => line.trim());
  }

  test('shows them where they change, and in the topmost row in sight', () => {
    expect(drawn()).toEqual(['day    what', '▌ today  row 0', 'row 1', 'row 2']);
    expect(drawn({ cursor: cursorAt(4, 2) })).toEqual([
      'day     what',
      'today   row 2',
      'monday  row 3',
      '▌         row 4',
    ]);
    expect(drawn({ cursor: cursorAt(5, 3) })).toEqual([
      'day     what',
      'monday  row 3',
      'row 4',
      '▌ today   row 5',
    ]);
  });

  test('compares the rows that a filter lets through', () => {
    const filter = { text: 'row', matches: matching(0, 3, 5), scanned: 6 };
    expect(drawn({}, { filter })).toEqual([
      'day     what',
      '▌ today   row 0',
      'monday  row 3',
      'today   row 5',
    ]);
  });
});

describe('listInfo', () => {
  const info = (of: ListState, selected = 0) =>
    listInfo(
      of,
      drawList(view(of, { cursor: cursorAt(selected, selected) }), { width: 80, height: 11 }).window,
      defaultWords,
    );

  test('says which rows are in sight, how many are loaded, and whether there are more', () => {
    expect(info(list(numbered(200)))).toBe('1–10 of 200 loaded · more');
    expect(info(list(numbered(4), { ended: true }))).toBe('1–4 of 4');
    expect(info(list(numbered(2_000), oldestFirst), 1_000)).toBe(
      '1,001–1,010 of 2,000 loaded · more · oldest first',
    );
    expect(info(list([]))).toBe('');
    expect(info(list(numbered(4), { ...oldestFirst, ended: true, summary: '2 left' }))).toBe(
      '1–4 of 4 · oldest first · 2 left',
    );
  });

  test('says the page under the cursor, and the start of the cursor that it was asked for with', () => {
    const of = list(numbered(20));
    of.rows.append(rawItemsFromValues(postRecords(numbered(20))), '3klvirybw6c2bxyz');

    expect(info(of, 0)).toContain('· page 1');
    expect(info(of, 25)).toContain('· page 2 · cursor 3klvirybw6c2…');
  });
});

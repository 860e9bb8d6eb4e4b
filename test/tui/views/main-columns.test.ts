import { expect, test } from 'vitest';
import type { Column } from '../../../src/lenses/column.js';
import { columnWidths } from '../../../src/lenses/column-widths.js';
import { lenses, lensFor } from '../../../src/lenses/lens-for.js';
import { postColumns } from '../../../src/places/post-row.js';
import { profileColumns } from '../../../src/places/profile-row.js';
import { recordsListing } from '../../../src/places/records.js';
import { innerSize, layout } from '../../../src/tui/screen/layout.js';
import { MARGIN_CELLS } from '../../../src/tui/views/list-lines.js';

const WIDTHS = [200, 160, 120, 100, 80, 60];

/** The cells that a list with the keys has for its columns. */
function cellsAt(columns: number): number {
  const shape = layout({
    columns,
    rows: 40,
    focus: 'list',
    side: 'list',
    zoomed: false,
    place: 'account',
    live: false,
  });
  return innerSize(shape.list).width - MARGIN_CELLS;
}

/** What is shown at a width, of rows that fill all of their columns, be they ever so wide. */
function shownAt(columns: readonly Column[], width: number): readonly string[] {
  const needs = { widest: columns.map((column) => column.width || 300), areAlike: false };
  return columnWidths(columns, cellsAt(width), needs).map(
    (column) => `${columns[column.index]!.title} ${column.width}`,
  );
}

const recordColumns = (collection: string): readonly Column[] =>
  recordsListing({
    address: { kind: 'collection', repo: 'alice.test', collection },
    source: { list: () => Promise.reject(new Error('Nothing is loaded in this test.')) },
    did: 'did:plc:alicealicealicealicealic',
  }).columns;

/** The titles of what is read, and the cells it has at each of the widths. */
function mainColumn(columns: readonly Column[]): readonly [string, ...number[]] {
  const { title } = columns.find(({ width }) => width === 0)!;
  const cells = WIDTHS.map((width) => {
    const found = shownAt(columns, width).find((column) => column.startsWith(`${title} `));
    return Number(found?.slice(title.length + 1) ?? 0);
  });
  return [title, ...cells];
}

test('the text of a post has the room of reading, down to a screen of 60 columns', () => {
  const [title, ...cells] = mainColumn(recordColumns('app.bsky.feed.post'));
  expect(title).toBe('text');
  for (const [index, least] of [72, 56, 40, 54, 36, 44].entries()) {
    expect(cells[index], `${WIDTHS[index]} columns`).toBeGreaterThanOrEqual(least);
  }
});

/** What each lens gives to read at the widths, beside columns that are as full as they can be. */
const told: Record<string, readonly [string, ...number[]]> = {
  'app.bsky.feed.post': ['text', 81, 62, 40, 57, 37, 45],
  'app.bsky.feed.like': ['subject', 81, 62, 40, 57, 37, 45],
  'app.bsky.graph.follow': ['account', 81, 62, 40, 57, 37, 45],
  'app.bsky.graph.block': ['account', 81, 62, 40, 57, 37, 45],
  'app.bsky.graph.listitem': ['account', 81, 62, 40, 57, 37, 45],
  'app.bsky.graph.verification': ['account', 59, 40, 20, 35, 20, 23],
  'app.bsky.graph.list': ['description', 43, 24, 24, 20, 21, 29],
  'app.bsky.graph.listblock': ['list', 81, 62, 40, 57, 37, 45],
  'app.bsky.feed.threadgate': ['post', 55, 36, 24, 31, 21, 29],
  'app.bsky.feed.postgate': ['post', 55, 36, 24, 31, 21, 29],
  'app.bsky.actor.profile': ['description', 55, 36, 24, 31, 21, 29],
  'app.bsky.feed.generator': ['description', 55, 36, 24, 31, 21, 29],
  'app.bsky.graph.starterpack': ['description', 55, 36, 24, 31, 21, 29],
  'app.bsky.labeler.service': ['labels', 81, 62, 40, 57, 37, 45],
  'app.bsky.actor.status': ['link', 61, 42, 20, 37, 27, 25],
  'com.atproto.lexicon.schema': ['lexicon', 20, 20, 24, 20, 21, 20],
  'com.example.thing': ['summary', 81, 62, 40, 57, 37, 45],
};

test.each(Object.entries(told))('%s gives what is read its cells', (collection, main) => {
  expect(mainColumn(recordColumns(collection))).toEqual(main);
});

test('that is every lens', () => {
  const collections = lenses.map((lens) => lens.collections[0]);
  expect(Object.keys(told)).toEqual([...collections, 'com.example.thing']);
  expect(lensFor('com.example.thing').collections).toEqual([]);
});

test('posts of different accounts keep their author and their text', () => {
  expect(WIDTHS.map((width) => shownAt(postColumns, width).join(', '))).toEqual([
    'when 8, author 22, text 57',
    'when 8, author 22, text 38',
    'author 22, text 26',
    'when 8, author 22, text 33',
    'author 22, text 23',
    'when 8, author 22, text 21',
  ]);
});

test('accounts keep their handle and, for who is signed in, their relation; the description comes last', () => {
  expect(WIDTHS.map((width) => shownAt(profileColumns('did:plc:viewer'), width).join(', '))).toEqual([
    'name 20, handle 26, relation 13, description 26',
    'name 20, handle 26, relation 13',
    'name 7, handle 26, relation 13',
    'name 20, handle 26, relation 13',
    'handle 26, relation 13',
    'name 12, handle 26, relation 13',
  ]);
  expect(shownAt(profileColumns(undefined), 160)).toEqual(['name 20', 'handle 26', 'description 22']);
});

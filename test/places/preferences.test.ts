import { describe, expect, test } from 'vitest';
import { abortError } from '../../src/atproto/calls/abort-error.js';
import { XrpcError } from '../../src/atproto/calls/xrpc-error.js';
import type { SessionAccount } from '../../src/atproto/session/session.js';
import type { ListRow } from '../../src/places/listing.js';
import { readers } from '../../src/places/preferences/readers.js';
import { type PreferencesSource, preferencesListing } from '../../src/places/preferences.js';
import { rawItemsFromValues } from '../support/rows/raw-items-from-values.js';

const did = 'did:plc:alicealicealicealicealic';
const labeler = 'did:plc:bobbobbobbobbobbobbobbob';
const defs = 'app.bsky.actor.defs#';
const feed = `at://${labeler}/app.bsky.feed.generator/news`;
const list = `at://${labeler}/app.bsky.graph.list/3k`;

const account: SessionAccount = {
  did,
  handle: 'alice.test',
  pds: 'http://127.0.0.1:1',
  since: 0,
  state: 'active',
  access: 'password',
};

/** Somebody signed in whose preferences are these, at an AppView that knows no names. */
function sourceOf(preferences: readonly unknown[], appview: Partial<PreferencesSource['appview']> = {}) {
  const source: PreferencesSource = {
    sessions: { current: account, list: async () => [account] },
    preferences: async () => ({ items: rawItemsFromValues(preferences) }),
    appview: {
      getFeedGenerators: async () => [],
      getProfiles: async () => [],
      getList: async () => Promise.reject(answered(400)),
      ...appview,
    },
  };
  return source;
}

const answered = (status: number) =>
  new XrpcError({
    failure: 'status',
    service: 'appview.test',
    nsid: 'app.bsky.graph.getList',
    message: '',
    status,
  });

async function rowsOf(source: PreferencesSource): Promise<readonly (ListRow & { json: string })[]> {
  const listing = preferencesListing({ address: { kind: 'preferences', repo: 'alice.test' }, source, did });
  const { rows } = await listing.load(undefined, { signal: new AbortController().signal });
  return Array.from({ length: rows.length }, (_, index) => {
    const item = rows.at(index)!;
    for (const known of listing.dids(item)) expect(known).toMatch(/^did:/);
    return { ...listing.row(item, () => undefined), json: listing.json(item) };
  });
}

const cellsOf = async (preferences: readonly unknown[]): Promise<readonly (readonly string[])[]> =>
  (await rowsOf(sourceOf([...preferences, { $type: `${defs}personalDetailsPref` }])))
    .map(({ cells }) => cells)
    .slice(0, -1);

const savedFeeds = (...values: readonly string[]) => ({
  $type: `${defs}savedFeedsPrefV2`,
  items: values.map((value) => ({ type: value.split('/')[3]!.split('.')[3], value, pinned: true })),
});

describe('what is new is shown', () => {
  test.each<[string, unknown, readonly (readonly string[])[]]>([
    [
      'a type',
      { $type: `${defs}moonPref`, phase: 'full', nights: [1, 2] },
      [['moonPref', 'phase: full · nights: [2]', '']],
    ],
    [
      'a type of the same name that is not of app.bsky.actor.defs',
      { $type: 'com.example#mutedWordsPref', items: [] },
      [['mutedWordsPref', 'items: [0]', '']],
    ],
    [
      'a member of a preference of one row',
      { $type: `${defs}threadViewPref`, sort: 'newest', prioritizeFollowedUsers: true },
      [
        ['thread view', 'order of replies', 'newest'],
        ['thread view', 'prioritizeFollowedUsers: true', ''],
      ],
    ],
    [
      'a member of a part',
      { $type: `${defs}mutedWordsPref`, items: [{ value: 'x', targets: ['moon'], colour: 'red' }] },
      [['muted word', 'x', 'in moon · of anybody · for good · colour: red']],
    ],
    ['no type at all', { what: 1 }, [['unknown', 'what: 1', '']]],
    ['no object', 7, [['unknown', '7', '']]],
    ['nothing', null, [['unknown', 'null', '']]],
    [
      'parts that are none',
      { $type: `${defs}mutedWordsPref`, items: 'all' },
      [['muted word', 'items: all', '']],
    ],
    ['a part that is none', { $type: `${defs}mutedWordsPref`, items: [null] }, [['muted word', 'null', '']]],
  ])('%s', async (_, preference, rows) => {
    expect(await cellsOf([preference])).toEqual(rows);
  });
});

test('a preference without parts says so', async () => {
  expect(await cellsOf([{ $type: `${defs}hiddenPostsPref`, items: [] }])).toEqual([
    ['hidden post', 'none', ''],
  ]);
});

test.each([
  [{ allow: undefined }, 'anybody'],
  [{ allow: [] }, 'nobody'],
])('who may reply to new posts: %o', async ({ allow }, says) => {
  const rows = await cellsOf([{ $type: `${defs}postInteractionSettingsPref`, threadgateAllowRules: allow }]);
  expect(rows).toEqual([
    ['new posts', 'who may reply', says],
    ['new posts', 'who may quote', 'anybody'],
  ]);
});

test('a muted word that has expired says so', async () => {
  const items = [{ value: 'x', targets: ['content'], expiresAt: '2020-01-02T03:04:05Z' }];
  const [row] = await cellsOf([{ $type: `${defs}mutedWordsPref`, items }]);
  expect(row?.[2]).toMatch(/^in text · of anybody · expired 2020-01-0/);
});

test('the birth date may be hidden where nothing tells that there is one', async () => {
  const rows = await rowsOf(sourceOf([]));
  expect(rows.map(({ cells }) => cells)).toEqual([
    ['birth date', 'not told', 'there is none, or app passwords do not see it'],
  ]);
  expect(rows[0]?.json).toBe('null');
});

describe('names', () => {
  test('that could not be asked for leave the reference as it is', async () => {
    const down = () => Promise.reject(answered(502));
    const rows = await rowsOf(
      sourceOf([savedFeeds(feed, list)], { getFeedGenerators: down, getList: down, getProfiles: down }),
    );
    expect(rows.slice(0, 2).map(({ cells }) => cells[1])).toEqual([
      `${labeler} · feed news`,
      `${labeler} · list 3k`,
    ]);
  });

  test('of what is not there any more say so', async () => {
    const rows = await rowsOf(sourceOf([savedFeeds(feed, list)]));
    expect(rows.slice(0, 2).map(({ cells }) => cells[1])).toEqual([
      `${labeler} · feed news (not found)`,
      `${labeler} · list 3k (not found)`,
    ]);
  });

  test('are not waited for by one who leaves', async () => {
    const getList = () => Promise.reject(abortError(undefined));
    await expect(rowsOf(sourceOf([savedFeeds(list)], { getList }))).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

test('values of other types than the lexicon has do no harm', async () => {
  const values: readonly unknown[] = [
    null,
    7,
    true,
    'x'.repeat(9_999),
    'at://',
    'did:plc:',
    [],
    [null, [7], {}],
    {},
  ];
  const preferences = [...readers].flatMap(([name, { members }]) =>
    values.map((value) => ({
      $type: defs + name,
      ...Object.fromEntries(members.map((member) => [member, value])),
    })),
  );
  const rows = await rowsOf(sourceOf(preferences));
  expect(rows.length).toBeGreaterThanOrEqual(preferences.length);
  for (const { cells } of rows) {
    expect(cells).toHaveLength(3);
    expect(cells[0]).not.toBe('');
    for (const cell of cells) {
      expect(cell.length).toBeLessThanOrEqual(2_000);
      expect(cell).not.toMatch(/[\n\r\t]|undefined|\[object/);
    }
  }
});

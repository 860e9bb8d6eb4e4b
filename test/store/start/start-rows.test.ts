import { describe, expect, test } from 'vitest';
import { atFirst } from '../../../src/store/cursor/list-cursor.js';
import { promptOf } from '../../../src/store/overlays/prompt.js';
import { meantPlace, type StartSource, startPlaces } from '../../../src/store/start/start-rows.js';

const ALICE = { did: 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa', handle: 'alice.test', name: 'Alice Liddell' };
const OWN = {
  did: 'did:plc:oooooooooooooooooooooooo',
  handle: 'own.test',
  pds: '',
  since: 0,
  state: 'active',
  access: 'password' as const,
};

const recents: StartSource['recents'] = [
  { address: 'at://alice.test/app.bsky.feed.post/3kabc', title: undefined, account: ALICE, at: 9 },
  { address: 'at://bobcat.test', title: undefined, at: 8 },
  { address: `at://${ALICE.did}`, title: undefined, at: 7 },
  { address: 'at://ALICE.test', title: undefined, account: ALICE, at: 6 },
  { address: 'carol.test/followers', title: undefined, at: 5 },
];

const source = (text: string, more: Partial<StartSource> = {}): StartSource => ({
  start: { prompt: promptOf(text), cursor: atFirst, now: 10, examples: [] },
  recents,
  people: [],
  signedIn: [],
  ...more,
});

const listed = (from: StartSource): readonly string[] =>
  startPlaces(from).map(({ kind, address }) => `${kind} ${address}`);

describe('the start screen', () => {
  test('lists each account once, the latest first, and then the other places', () => {
    expect(listed(source(''))).toEqual([
      'account at://alice.test',
      'account at://bobcat.test',
      'account at://carol.test',
      'place at://alice.test/app.bsky.feed.post/3kabc',
      'place carol.test/followers',
    ]);
    expect(startPlaces(source(''))[0]).toMatchObject({ title: 'Alice Liddell  @alice.test', at: 9 });
  });

  test.each([
    ['lidd', ['account at://alice.test', 'place at://alice.test/app.bsky.feed.post/3kabc']],
    ['ALI', ['account at://alice.test', 'place at://alice.test/app.bsky.feed.post/3kabc']],
    ['@bob', ['account at://bobcat.test']],
    ['at://bob', ['account at://bobcat.test']],
    ['followers', ['place carol.test/followers']],
    // In the middle of a word nobody means it.
    ['cat', []],
  ])('narrows to what %s begins', (typed, expected) => {
    expect(listed(source(typed))).toEqual(expected);
  });

  test('offers the people found, and nobody twice', () => {
    const people = [
      { did: ALICE.did, handle: 'alice.test', name: 'Alice Liddell' },
      { did: 'did:plc:zzzzzzzzzzzzzzzzzzzzzzzz', handle: 'alison.test', name: 'Alison' },
      { did: 'did:plc:yyyyyyyyyyyyyyyyyyyyyyyy', handle: 'malice.test', name: 'Not so called' },
    ];
    expect(listed(source('ali', { people }))).toEqual([
      'account at://alice.test',
      'place at://alice.test/app.bsky.feed.post/3kabc',
      'person at://alison.test',
    ]);
  });

  test.each([
    ['', undefined],
    ['lid', 'at://alice.test'],
    // A whole address is what it says, whatever else begins so.
    ['alice.test/app.bsky.feed', undefined],
    ['nobody', undefined],
  ])('Enter after “%s” goes to %s', (typed, address) => {
    expect(meantPlace(source(typed))?.address).toBe(address);
  });

  test('a first run offers who is signed in, and examples', () => {
    const { start } = source('');
    const first = {
      recents: [],
      signedIn: [OWN],
      start: { ...start, examples: ['bsky.app', 'atproto.com'] },
    };
    expect(listed(source('', first))).toEqual([
      'account at://own.test',
      'example bsky.app',
      'example atproto.com',
    ]);
    expect(listed(source('', { ...first, recents }))).not.toContain('example bsky.app');
  });
});

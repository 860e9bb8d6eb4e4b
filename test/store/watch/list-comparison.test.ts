import { expect, test } from 'vitest';
import { missingOf, SETTLED_MS, staleOf, unknownOf } from '../../../src/store/watch/list-comparison.js';

const NOW = 10 * SETTLED_MS;

/** A book with these followers; some left lately, and some joined at a time. */
function bookOf(
  followers: readonly string[],
  { left = {}, joined = {} }: { left?: Record<string, string>; joined?: Record<string, number> } = {},
) {
  return {
    has: (did: string) => followers.includes(did),
    leftLately: (did: string) => did in left,
    isDeleted: (did: string, rkey: string) => left[did] === rkey,
    joinedAt: (did: string) => joined[did],
  };
}

test.each<[string, readonly string[], readonly string[], boolean, readonly string[], readonly string[]]>([
  ['nobody', ['a', 'b'], ['a', 'b'], false, [], []],
  ['whoever is new', ['c', 'a', 'd'], ['a'], false, ['c', 'd'], []],
  [
    'of a limited list, those before the last one known',
    ['c', 'a', 'd', 'b', 'e'],
    ['a', 'b'],
    true,
    ['c', 'd'],
    ['b', 'e'],
  ],
  ['of a limited list that has nobody known, nobody', ['c', 'd'], [], true, [], ['c', 'd']],
])('news is %s', (_, listed, followers, isLimited, news, behind) => {
  expect(unknownOf(listed, isLimited, bookOf(followers))).toEqual({ news, unsure: [], behind });
});

test('of those who left lately the list may be older than their leaving', () => {
  const book = bookOf([], { left: { a: 'rkey1', b: 'rkey2' } });
  expect(unknownOf(['a', 'b', 'c'], false, book).unsure).toEqual(['a', 'b']);
  const follows = new Map([
    ['a', 'rkey1'],
    ['b', 'rkey3'],
    ['c', undefined],
  ]);
  // Of d the AppView says nothing.
  expect([...staleOf(['a', 'b', 'c', 'd'], follows, book)]).toEqual(['a', 'c', 'd']);
});

test.each([
  ['long ago', NOW - SETTLED_MS, true],
  ['at a time that nobody knows', undefined, true],
  ['a moment ago', NOW - SETTLED_MS + 1, false],
])('one who is not in the list, and followed %s, is missing: %s', (_, joinedAt, isMissing) => {
  const book = bookOf(['a', 'b'], { joined: joinedAt === undefined ? {} : { a: joinedAt } });
  const expected = isMissing ? { settled: ['a'], young: [] } : { settled: [], young: ['a'] };
  expect(missingOf(['a', 'b', 'gone'], ['b'], book, NOW)).toEqual(expected);
});

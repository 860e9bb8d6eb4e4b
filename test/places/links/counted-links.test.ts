import { expect, test } from 'vitest';
import { readLinkCounts } from '../../../src/atproto/backlinks/link-counts.js';
import { countedLinks } from '../../../src/places/links/counted-links.js';
import { namedLinks } from '../../../src/places/links/link-words.js';

const likes = (records: unknown, distinct_dids: unknown) => ({
  'app.bsky.feed.like': { '.subject.uri': { records, distinct_dids } },
});
const ofPost = namedLinks({ collection: 'app.bsky.feed.post' });

/** What is said of a source: in words, how many, and what the AppView has. */
function said(links: unknown, view?: unknown) {
  return countedLinks(readLinkCounts(links), ofPost, view).map(({ count, named, appview }) => [
    named?.words ?? count.source,
    count.records,
    appview,
  ]);
}

test('what has a name stands first, where there is none too; then who refers most', () => {
  const others = {
    'com.example.one': { '.a': { records: 1, distinct_dids: 1 } },
    'com.example.many': { '.a': { records: 9, distinct_dids: 1 } },
  };
  expect(said({ ...others, ...likes(3, 2) }).map(([words, records]) => [words, records])).toEqual([
    ['likes', 3],
    ['reposts', 0],
    ['quotes', 0],
    ['replies', 0],
    ['com.example.many:a', 9],
    ['com.example.one:a', 1],
  ]);
});

test.each([
  [2, '2, the same'],
  [5, '5, 3 more'],
  [1, '1, 1 fewer'],
  [undefined, ''],
])('an AppView that counts %s likes is told beside two accounts', (likeCount, text) => {
  expect(said(likes(3, 2), { likeCount })[0]).toEqual(['likes', 3, text]);
});

test('an AppView counts quotes with pictures among the quotes', () => {
  const quotes = {
    'app.bsky.feed.post': {
      '.embed.record.uri': { records: 2, distinct_dids: 1 },
      '.embed.record.record.uri': { records: 1, distinct_dids: 1 },
    },
  };
  expect(said(quotes, { quoteCount: 3 })).toContainEqual(['quotes', 2, '3, the same']);
});

test('a count that is none costs that number, and what is no count is left out', () => {
  expect(said(likes('many', 2), { likeCount: 2 })[0]).toEqual(['likes', undefined, '2, the same']);
  expect(said(likes(1, null), { likeCount: 2 })[0]).toEqual(['likes', 1, '2']);
  const odd = { 'a.b.c': 3, 'd.e.f': { '.x': 7, '.y': { records: 1 } }, __proto__: null };
  expect(said(odd).slice(4)).toEqual([['d.e.f:y', 1, '']]);
  for (const links of [null, 7, [], 'none']) expect(said(links)).toHaveLength(4);
});

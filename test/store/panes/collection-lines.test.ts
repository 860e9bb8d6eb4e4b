import { expect, test } from 'vitest';
import { collectionLines, collectionRows } from '../../../src/store/panes/collection-lines.js';

test('collections stand under their authorities, in the order of the list', () => {
  const lines = collectionLines([
    'app.bsky.actor.profile',
    'app.bsky.feed.like',
    'app.bsky.feed.post',
    'odd',
  ]);
  expect(lines.map((line) => (line.kind === 'authority' ? line.authority : `  ${line.name}`))).toEqual([
    'app.bsky.actor',
    '  profile',
    'app.bsky.feed',
    '  like',
    '  post',
    '  odd',
  ]);
  expect(collectionRows(lines).find?.('app.bsky.feed.post', 0)).toBe(4);
});

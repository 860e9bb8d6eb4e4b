import { expect, test } from 'vitest';
import type { StreamFilter } from '../../../src/atproto/streams/event-stream.js';
import { canJoin, canStay, type Served } from '../../../src/atproto/streams/sharing.js';

function filter(collections: string, dids = ''): StreamFilter {
  return { collections: collections.split(' ').filter(Boolean), dids: dids.split(' ').filter(Boolean) };
}

const LIVE: Served = { filter: filter('f', 'a'), kind: 'jetstream', behind: 20, resumes: false };

test.each<[string, Partial<Served>, StreamFilter, boolean, boolean]>([
  ['what it has already', {}, filter('f', 'a'), false, true],
  ['the same of another account', {}, filter('f', 'b'), false, true],
  ['other collections of another account', {}, filter('g', 'b'), false, false],
  ['other collections, of a firehose', { kind: 'firehose' }, filter('g', 'b'), true, true],
  ['what a Jetstream v2 has already', { kind: 'jetstream-v2' }, filter('f', 'a'), false, true],
  ['more than a Jetstream v2 was asked for', { kind: 'jetstream-v2' }, filter('f', 'b'), false, false],
  ['what one has that brought nothing yet', { behind: undefined }, filter('f', 'a'), false, true],
  [
    'what one has that goes on from an earlier run',
    { behind: undefined, resumes: true },
    filter('f', 'a'),
    false,
    false,
  ],
  ['what one has that caught up', { behind: 9_999, resumes: true }, filter('f', 'a'), false, true],
  ['what one has that lies far behind', { behind: 10_000 }, filter('f', 'a'), true, false],
])('a newcomer that wants %s joins a connection or does not', (_, served, wanted, isUnfiltered, joins) => {
  expect(canJoin({ ...LIVE, ...served }, wanted, isUnfiltered)).toBe(joins);
});

test.each<[string, StreamFilter[], StreamFilter, boolean, boolean]>([
  ['alone on it', [], filter('g', 'b'), false, true],
  ['beside one that wants the same of others', [filter('f', 'a')], filter('f', 'b'), false, true],
  ['beside one that wants something else', [filter('f', 'a')], filter('g', 'b'), false, false],
  ['on a firehose', [filter('f', 'a')], filter('g', 'b'), true, true],
  [
    'beside some that want the same together',
    [filter('f', 'a'), filter('g', 'a')],
    filter('f g', 'b'),
    false,
    true,
  ],
])('one that changes its filter %s stays on the connection or does not', (_, others, wanted, isUnfiltered, stays) => {
  expect(canStay(others, wanted, isUnfiltered)).toBe(stays);
});

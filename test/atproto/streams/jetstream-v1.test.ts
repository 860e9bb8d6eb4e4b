import { expect, test } from 'vitest';
import { wantedBy } from '../../../src/atproto/streams/filter.js';
import { jetstreamV1 } from '../../../src/atproto/streams/jetstream-v1.js';

const ALL = wantedBy({ collections: [], dids: [] });
const COMMIT = {
  rev: 'r',
  operation: 'create',
  collection: 'app.bsky.graph.follow',
  rkey: 'k',
  record: {},
  cid: 'c',
};

/** What a frame of that time comes to. */
function read(timeUs: number, commit: object = COMMIT): readonly string[] {
  const told: string[] = [];
  jetstreamV1.read(JSON.stringify({ did: 'did:plc:a', time_us: timeUs, kind: 'commit', commit }), ALL, {
    event: ({ kind }) => told.push(kind),
    progress: (cursor) => told.push(`at ${cursor}`),
    outdated: () => told.push('outdated'),
    anew: () => told.push('anew'),
    missing: () => told.push('missing'),
  });
  return told;
}

test.each([0, 5, 999_999, 1_783_000_000])('a time of %d microseconds is no place in the stream', (timeUs) => {
  expect(read(timeUs)).toEqual(['commit']);
  expect(read(timeUs, { ...COMMIT, $unknown: [] })).toEqual(['commit']);
});

test.each([
  ['an operation never heard of', { operation: 'rename' }, []],
  ['a record of null', { record: null }, ['commit']],
  ['a CID that is an object', { cid: { $link: 'c' } }, ['commit']],
  ['no record', { record: undefined }, ['commit']],
])('%s costs itself only', (_, member, told) => {
  const timeUs = 1_783_000_000_000_000;
  expect(read(timeUs, { ...COMMIT, ...member })).toEqual([...told, `at ${timeUs}`]);
});

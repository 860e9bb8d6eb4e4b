import { describe, expect, test } from 'vitest';
import type { Queued } from '../../../src/atproto/streams/event-queue.js';
import type { CommitEvent } from '../../../src/atproto/streams/repo-event.js';
import type { LiveSource } from '../../../src/store/live/live-state.js';
import type { Tail } from '../../../src/store/tail/tail-state.js';
import {
  batchOf,
  isTailed,
  streamOf,
  tailOf,
  unnamedDids,
  withBatch,
  withPaused,
} from '../../../src/store/tail/tail-update.js';
import { cursorAt } from '../../support/screen/screen-fixtures.js';

const DID = 'did:plc:ragtjsm2j2vknwkz3zp4oxrd';
const POST = 'app.bsky.feed.post';

const post = (time: number, did = DID): CommitEvent => ({
  kind: 'commit',
  operation: 'create',
  did,
  time,
  cursor: time,
  collection: POST,
  rkey: String(time),
  cid: undefined,
  record: () => ({ text: `post ${time}` }),
});
const identity: Queued = { kind: 'identity', did: DID, time: 3, cursor: 3, handle: 'alice.test' };
const gap: Queued = { from: 1, to: 4, reason: 'a gap' };

const tail = () => tailOf(DID, 'alice.test', undefined);
const looking = (one: Tail, selected = 0, live: LiveSource = { kind: 'tail' }) => ({
  tail: one,
  live,
  liveCursor: cursorAt(selected, 0, selected === 0 ? undefined : String(selected)),
});

describe('a batch', () => {
  test.each<[string, readonly Queued[], readonly number[], boolean]>([
    ['of nothing', [], [], false],
    ['of commits', [post(1), post(2)], [1, 2], false],
    ['with other events', [post(1), identity], [1], false],
    ['with a gap', [gap, post(5)], [5], true],
    ['of a gap', [gap], [], true],
  ])('%s tells lists and records of its commits, and whether some are missing', (_, queued, times, isMissing) => {
    const batch = batchOf(queued);
    expect([batch.commits.map(({ time }) => time), batch.isMissing]).toEqual([times, isMissing]);
  });

  test.each([
    ['the newest row', looking(tail(), 0), 2, 0],
    ['an older row', looking(tail(), 5), 0, 2],
    ['another live pane', looking(tail(), 5, { kind: 'watch', did: 'did:plc:other' }), 2, 0],
  ])('is shown at once to one who looks at %s', (_, state, shown, newer) => {
    const after = withBatch(state, [post(1), gap]);
    expect([after?.shown.length, after?.newer]).toEqual([shown, newer]);
  });

  test('of nothing changes nothing, and of no tail makes none', () => {
    const state = looking(tail());
    expect(withBatch(state, [])).toBe(state.tail);
    expect(withBatch({ ...state, tail: undefined }, [post(1)])).toBeUndefined();
  });
});

test.each([
  ['is held back', { paused: false, selected: 0 }, { paused: true, newer: 2 }],
  [
    'goes on, and shows what waits at the newest row',
    { paused: true, selected: 0 },
    { paused: false, newer: 0 },
  ],
  [
    'goes on, and moves no row that somebody reads',
    { paused: true, selected: 3 },
    { paused: false, newer: 2 },
  ],
])('a tail %s', (_, { paused, selected }, expected) => {
  const waiting = withBatch(looking({ ...tail(), paused: true }), [post(1), post(2)])!;
  expect(withPaused(looking({ ...waiting, paused }, selected)).tail).toMatchObject(expected);
});

test.each([
  ['in another order', { collections: ['b.b.b', 'a.a.a'], dids: [] }, true],
  ['twice', { collections: ['a.a.a', 'b.b.b', 'a.a.a'], dids: [] }, true],
  ['of an account', { collections: ['a.a.a', 'b.b.b'], dids: [DID] }, false],
  ['of one collection', { collections: ['a.a.a'], dids: [] }, false],
])('the same collections %s are the same stream: %s', (_, filter, isSame) => {
  expect(isTailed(streamOf({ collections: ['a.a.a', 'b.b.b'], dids: [] }), filter)).toBe(isSame);
});

test('a tail is called by what it is of', () => {
  expect([
    streamOf({ collections: [], dids: [] }).name,
    streamOf({ collections: [POST], dids: [DID] }).name,
    tailOf(DID, 'alice.test', POST).name,
    tail().name,
  ]).toEqual(['the network', `${POST} ${DID}`, `alice.test ${POST}`, 'alice.test']);
});

test('the accounts of the newest rows are asked for where one of them has no name', () => {
  const shown = withBatch(looking(tail()), [
    post(1, 'did:plc:old'),
    ...Array.from({ length: 25 }, () => post(2)),
  ])!;
  expect(unnamedDids(shown, () => undefined)).toEqual([DID]);
  expect(unnamedDids(shown, () => 'alice.test')).toEqual([]);
  expect(unnamedDids(tail(), () => undefined)).toEqual([]);
});

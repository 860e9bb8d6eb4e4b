import { describe, expect, test } from 'vitest';
import { type StoredChanges, type StoredWatch, storedWatch } from '../../../src/store/watch/stored-watch.js';
import type { WatchLine } from '../../../src/store/watch/watch-state.js';

const line: WatchLine = {
  id: 1,
  time: 1_700_000_000_000,
  kind: 'followed',
  did: 'did:plc:bob',
  handle: 'bob.test',
  away: false,
};
const whole: StoredWatch = {
  at: 1_700_000_000_000,
  position: { source: 'wss://stream.test/subscribe', cursor: 5, time: 1_700_000_000_000 },
  followers: [['did:plc:bob'], ['did:plc:carol', 'key', 'other']],
  gone: [['did:plc:dan', 'deleted']],
  lines: [line],
};

describe('what was kept of a watch', () => {
  test('comes back from JSON as it was', () => {
    expect(storedWatch([JSON.parse(JSON.stringify(whole))])).toEqual(whole);
  });

  test.each([
    ['nothing', undefined],
    ['something else', 'a text'],
    ['a list', []],
    ['no time', { ...whole, at: '2024' }],
    ['followers that are no list', { ...whole, followers: {} }],
    ['a follower without a DID', { ...whole, followers: [[]] }],
    ['a follower that is a number', { ...whole, followers: [[7]] }],
    ['one who is gone for no reason', { ...whole, gone: [['did:plc:dan']] }],
    ['no history', { ...whole, lines: undefined }],
  ])('is none where it is %s', (_, value) => {
    expect(storedWatch([value])).toBeUndefined();
  });

  test.each([
    ['null', null],
    ['of a kind that is none', { ...line, kind: 'liked' }],
    ['about nobody', { ...line, did: undefined }],
    ['without a number', { ...line, id: 'x' }],
    ['with a handle that is no text', { ...line, handle: {} }],
  ])('leaves out a line that is %s', (_, bad) => {
    expect(storedWatch([{ ...whole, lines: [bad, line] }])?.lines).toEqual([line]);
  });

  test.each([
    ['text', 'here'],
    ['of no address', { ...whole.position, source: 'nowhere' }],
    ['without a number', { ...whole.position, cursor: null }],
    ['with texts for fingerprints', { ...whole.position, came: 'all' }],
  ])('leaves out a position that is %s', (_, position) => {
    expect(storedWatch([{ ...whole, position }])).toEqual({ ...whole, position: undefined });
  });

  test('is none where there is nothing', () => {
    expect(storedWatch(undefined)).toBeUndefined();
    expect(storedWatch([])).toBeUndefined();
  });
});

describe('what changed after it was kept', () => {
  const later: StoredChanges = {
    at: 1_700_000_001_000,
    position: { source: 'wss://stream.test/subscribe', cursor: 9, time: 1_700_000_001_000 },
    followers: [['did:plc:dan', 'third'], ['did:plc:carol', 'key'], ['did:plc:eve']],
    gone: [['did:plc:bob', 'suspended']],
    left: [],
    lines: [
      { ...line, id: 2, kind: 'returned', did: 'did:plc:dan' },
      { ...line, name: 'Bob' },
    ],
  };

  test('comes on top of it: who came back, who went, who is there with other keys; lines by their numbers', () => {
    expect(storedWatch([whole, later])).toEqual({
      at: later.at,
      position: later.position,
      followers: [['did:plc:dan', 'third'], ['did:plc:carol', 'key'], ['did:plc:eve']],
      gone: [['did:plc:bob', 'suspended']],
      lines: [
        { ...line, id: 2, kind: 'returned', did: 'did:plc:dan' },
        { ...line, name: 'Bob' },
      ],
    });
  });

  test('takes away who left, from the followers and from those gone', () => {
    const last: StoredChanges = {
      ...later,
      followers: [],
      gone: [],
      lines: [],
      left: ['did:plc:eve', 'did:plc:bob'],
    };
    const kept = storedWatch([whole, later, last]);
    expect(kept?.followers.map(([did]) => did)).toEqual(['did:plc:dan', 'did:plc:carol']);
    expect(kept?.gone).toEqual([]);
  });

  test('says what the list told of whom, and of whom no news is awaited any more', () => {
    const first: StoredWatch = {
      ...whole,
      told: [
        ['did:plc:bob', ['followed', 5], ['unfollowed', 6]],
        ['did:plc:eve', ['followed', 7]],
      ],
    };
    const next: StoredChanges = {
      ...later,
      told: [['did:plc:bob', ['unfollowed', 6]], ['did:plc:eve'], ['did:plc:dan', ['followed', 8]]],
    };
    expect(storedWatch([first])?.told).toEqual(first.told);
    expect(storedWatch([first, later])?.told).toEqual(first.told);
    expect(storedWatch([first, next])?.told).toEqual([
      ['did:plc:bob', ['unfollowed', 6]],
      ['did:plc:dan', ['followed', 8]],
    ]);
    expect(storedWatch([whole, later])?.told).toBeUndefined();
  });

  test.each([
    ['text', 'bob'],
    ['of nobody', [[]]],
    ['of another kind', [['did:plc:bob', ['lost', 5]]]],
    ['without a time', [['did:plc:bob', ['followed', null]]]],
    ['without news', [['did:plc:bob', 7]]],
  ])('leaves out what the list told that is %s', (_, told) => {
    expect(storedWatch([{ ...whole, told }])).toEqual({ ...whole, told: undefined });
  });

  test.each([
    ['text', 'bob'],
    ['of nobody', [[]]],
    ['without a time', [['did:plc:bob', 'key']]],
    ['with keys that are none', [['did:plc:bob', 5, 7]]],
  ])('leaves out ended follows that are %s', (_, ended) => {
    expect(storedWatch([{ ...whole, ended }])).toEqual({ ...whole, ended: undefined });
  });

  test('counts up to what cannot be read, since the rest is about another state', () => {
    const next: StoredChanges = { ...later, at: later.at + 1, left: ['did:plc:eve'] };
    for (const bad of [undefined, { ...next, left: undefined }, { ...next, followers: [[7]] }]) {
      expect(storedWatch([whole, later, bad, next])?.at).toBe(later.at);
    }
  });
});

import { describe, expect, test } from 'vitest';
import { type StoredWatch, storedWatch, type WatchLine } from '../../../src/store/watch/watch-state.js';

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
    expect(storedWatch(JSON.parse(JSON.stringify(whole)))).toEqual(whole);
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
    expect(storedWatch(value)).toBeUndefined();
  });

  test.each([
    ['null', null],
    ['of a kind that is none', { ...line, kind: 'liked' }],
    ['about nobody', { ...line, did: undefined }],
    ['without a number', { ...line, id: 'x' }],
    ['with a handle that is no text', { ...line, handle: {} }],
  ])('leaves out a line that is %s', (_, bad) => {
    expect(storedWatch({ ...whole, lines: [bad, line] })?.lines).toEqual([line]);
  });

  test.each([
    ['text', 'here'],
    ['of no address', { ...whole.position, source: 'nowhere' }],
    ['without a number', { ...whole.position, cursor: null }],
  ])('leaves out a position that is %s', (_, position) => {
    expect(storedWatch({ ...whole, position })).toEqual({ ...whole, position: undefined });
  });
});

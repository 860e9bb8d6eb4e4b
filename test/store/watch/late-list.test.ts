import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AppView } from '../../../src/atproto/appview.js';
import { SETTLED_MS } from '../../../src/store/watch/list-comparison.js';
import { Watcher } from '../../../src/store/watch/watcher.js';
import { rawItemsFromValues } from '../../support/rows/raw-items-from-values.js';

const gap = { from: 0, to: 1_000, reason: 'a test' };
const [OLD, NEW] = ['did:plc:old', 'did:plc:new'];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A watch of an account whose list of followers is, reading after reading, one of these. Gives what is told. */
function watched(lists: readonly (readonly string[])[]) {
  const told: string[] = [];
  let readings = 0;
  const following = (did: string): boolean =>
    lists[Math.min(readings, lists.length) - 1]?.includes(did) ?? false;
  const appview: Partial<AppView> = {
    getProfile: async (did) => ({ did }),
    getProfiles: async (dids) => dids.map((did) => ({ did })),
    async getFollowers() {
      const dids = lists[Math.min(readings++, lists.length - 1)] ?? [];
      return { items: rawItemsFromValues(dids.map((did) => ({ did }))), cursor: undefined };
    },
    getRelationships: async (_, dids) =>
      dids.map((did) => {
        const followedBy = following(did) ? `at://${did}/app.bsky.graph.follow/3l` : undefined;
        return { did, following: undefined, followedBy, isWhole: true };
      }),
  };
  const watcher = new Watcher({
    client: { appview: appview as AppView },
    did: 'did:plc:w',
    stored: { at: 0, position: undefined, followers: [[OLD]], gone: [], doubts: undefined, lines: [] },
    limit: 100,
    since: 0,
    listener: {
      added: (lines) => void told.push(...lines.map(({ kind, did }) => `${kind} ${did ?? ''}`)),
      told() {},
      baseline() {},
      changed() {},
    },
  });
  return { watcher, told, readings: () => readings };
}

test.each<[string, readonly string[], string]>([
  ['a follow', [OLD, NEW], `followed ${NEW}`],
  ['an unfollow', [], `unfollowed ${OLD}`],
])('%s that is lost with its events, and not in the list yet, is told by the list half a minute later', async (_, then, line) => {
  const { watcher, told, readings } = watched([[OLD], then]);
  watcher.gap(gap);
  await vi.advanceTimersByTimeAsync(1_000);
  expect([told, readings()]).toEqual([['gap '], 1]);

  await vi.advanceTimersByTimeAsync(SETTLED_MS);
  expect([told, readings()]).toEqual([['gap ', line], 2]);

  await vi.advanceTimersByTimeAsync(SETTLED_MS * 4);
  expect(readings()).toBe(2);
  watcher.close();
});

test('a list that was read without events lost is not read again', async () => {
  const { watcher, told, readings } = watched([[OLD]]);
  void watcher.read();
  await vi.advanceTimersByTimeAsync(SETTLED_MS * 4);
  expect([told, readings()]).toEqual([[], 1]);
  watcher.close();
});

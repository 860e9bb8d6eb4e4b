import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AppView } from '../../../src/atproto/appview.js';
import { createAppView } from '../../../src/atproto/bsky-appview.js';
import { Watcher } from '../../../src/store/watch/watcher.js';
import { whyMissing } from '../../../src/store/watch/why-missing.js';
import { answering } from '../../support/answering.js';

const WATCHED = 'did:plc:w';
const FAN = 'did:plc:f';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A follower of whom only a list told deletes a follow of somebody, and the AppView says this of it. Gives what is told then. */
async function toldOf(relationships: readonly unknown[]): Promise<readonly string[]> {
  const told: string[] = [];
  const stored = {
    at: 0,
    position: undefined,
    followers: [[FAN]] as const,
    gone: [],
    doubts: undefined,
    lines: [],
  };
  const watcher = new Watcher({
    client: { appview: createAppView(answering({ relationships, profiles: [] })) },
    did: WATCHED,
    stored,
    limit: 100,
    since: 0,
    listener: {
      added: (lines) => void told.push(...lines.map(({ kind }) => kind)),
      told() {},
      baseline() {},
      changed() {},
    },
  });
  const where = { did: FAN, collection: 'app.bsky.graph.follow', rkey: 'r1', time: 1, cursor: 1 };
  watcher.take([{ ...where, kind: 'commit', operation: 'delete', cid: undefined, record: () => undefined }]);
  await vi.advanceTimersByTimeAsync(5_000);
  watcher.close();
  return told;
}

const notFound = { $type: 'app.bsky.graph.defs#notFoundActor', actor: FAN, notFound: true };

test.each<[string, readonly unknown[]]>([
  ['that there is no follow', [{ did: FAN }]],
  ['that there is none, beside what is odd', [null, { did: FAN }, 42]],
  ['that it does not know the account', [notFound]],
])('who deleted a follow has unfollowed where the AppView says %s', async (_, relationships) => {
  expect(await toldOf(relationships)).toEqual(['unfollowed']);
});

test.each<[string, readonly unknown[]]>([
  ['nothing of it', []],
  ['something else in its place', [null]],
  ['a number in its place', [42]],
  ['an empty object', [{}]],
  ['an account without a DID', [{ did: null, followedBy: `at://${FAN}/app.bsky.graph.follow/r0` }]],
  ['a follow that is none', [{ did: FAN, followedBy: 42 }]],
  ['a follow that has no address', [{ did: FAN, followedBy: '' }]],
  ['that another one is not there', [{ ...notFound, actor: 'did:plc:x' }]],
  ['that it is found after all', [{ ...notFound, notFound: false }]],
])('nobody has unfollowed where the AppView says %s', async (_, relationships) => {
  expect(await toldOf(relationships)).toEqual([]);
});

test('one whose profile could not be read among others, and can alone, has unfollowed and is not deleted', async () => {
  const appview: Pick<AppView, 'getProfile' | 'getProfiles'> = {
    getProfiles: async () => [],
    getProfile: async (did) => ({ did }),
  };
  const gone = await whyMissing(appview, new Map([[FAN, false]]), { signal: new AbortController().signal });
  expect([...gone]).toEqual([[FAN, { kind: 'unfollowed' }]]);
});

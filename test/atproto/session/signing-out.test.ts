import { expect, test, vi } from 'vitest';
import { hostPolicy } from '../../../src/atproto/calls/host-policy.js';
import { memorySessionStore } from '../../../src/atproto/session/memory-store.js';
import type { SessionStore, StoredSession } from '../../../src/atproto/session/session.js';
import { StoredSessions } from '../../../src/atproto/session/sessions.js';
import { errorSentence } from '../../../src/text/error-sentence.js';

const DID = 'did:plc:a';

const session: StoredSession = {
  did: DID,
  handle: 'anna.test',
  pds: 'https://pds.test',
  given: false,
  since: 1,
  state: 'active',
  access: 'password',
  accessJwt: 'a',
  refreshJwt: 'r',
};

test.each<[string, SessionStore['get'], RegExp]>([
  ['has lost the tokens', async () => undefined, /^The tokens of @anna\.test cannot be read\.$/],
  [
    'is locked',
    () => Promise.reject(new Error('the keychain is locked')),
    /^The tokens of @anna\.test cannot be read \(the keychain is locked\)\.$/,
  ],
])('who signs out where the keychain %s is signed out, and the server was not told', async (_what, get, words) => {
  const kept = memorySessionStore();
  await kept.put(session);
  await kept.setLastUsed(DID);
  const send = vi.fn();
  const sessions = new StoredSessions({
    transport: { send, close: async () => {} },
    policy: hostPolicy(['https://appview.test']),
    store: { ...kept, get },
    resolve: () => Promise.reject(new Error('not asked')),
  });
  const { failure } = await sessions.signOut(DID);
  expect(errorSentence(failure)).toMatch(words);
  expect(await sessions.list()).toEqual([]);
  expect(await kept.lastUsed()).toBeUndefined();
  expect(send).not.toHaveBeenCalled();
  // There is nothing any more that a server might have to be told.
  expect(await sessions.signOut(DID)).toEqual({ failure: undefined });
});

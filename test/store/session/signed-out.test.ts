import { afterEach, expect, test } from 'vitest';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import { createAppStore } from '../../../src/store/create-store.js';
import { offlineClient } from '../../support/offline-client.js';
import { quiet, until } from '../../support/quiet-store.js';
import { signedIn } from '../../support/screen/sign-in-states.js';
import { fakeSessions } from '../../support/session/fake-sessions.js';

const opened: { close(): void }[] = [];

afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

const unreachable = new XrpcError({
  failure: 'connection',
  service: 'login.test',
  nsid: 'oauth/revoke',
  message: 'the connection was refused',
});

test.each([
  ['told', undefined, 'info', /^Signed out @alice\.test\.$/],
  [
    'not reached',
    unreachable,
    'error',
    /^Signed out @alice\.test\. .*not told.* login\.test cannot be reached/,
  ],
])('a sign-out says whether the server was %s', async (_, failure, kind, said) => {
  const sessions = { ...fakeSessions(signedIn('read')), signOut: async () => ({ failure }) };
  const store = createAppStore({ ...quiet, client: offlineClient({ sessions }) });
  opened.push(store);
  await until(store, ({ signedIn: all }) => all.length === 1);
  store.actions.signOut();
  await until(store, ({ notice }) => String(notice?.text).startsWith('Signed out'));
  expect(store.getState().notice).toMatchObject({ kind, text: expect.stringMatching(said) });
});

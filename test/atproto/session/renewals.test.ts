import { expect, onTestFinished, test, vi } from 'vitest';
import { TOKEN_CALL } from '../../../src/atproto/calls/secrets.js';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import { memorySessionStore } from '../../../src/atproto/session/memory-store.js';
import { Renewals } from '../../../src/atproto/session/renewals.js';
import type { StoredSession } from '../../../src/atproto/session/session.js';
import { SessionInUse } from '../../../src/atproto/session/session-in-use.js';

const session: StoredSession = {
  did: 'did:plc:a',
  handle: 'alice.test',
  pds: 'https://pds.test',
  given: false,
  since: 1,
  state: 'active',
  access: 'password',
  accessJwt: 'old',
  refreshJwt: 'spent',
};
const newer: StoredSession = { ...session, accessJwt: 'new', refreshJwt: 'next' };

const refusal = (status: number, error: string) =>
  new XrpcError({ failure: 'status', service: 'pds.test', nsid: TOKEN_CALL, status, error, message: error });

/** Renews once, while `meanwhile` happens and the server refuses. */
async function renewed(error: XrpcError, meanwhile: StoredSession | undefined) {
  const store = memorySessionStore();
  await store.put(session);
  const inUse = new SessionInUse();
  inUse.set(session);
  const told: string[] = [];
  inUse.subscribe(({ kind }) => told.push(kind));
  const renewals = new Renewals({
    store,
    inUse,
    service: {
      async renew() {
        if (meanwhile !== undefined) await store.put(meanwhile);
        throw error;
      },
    },
  });
  const result = await renewals.renewed(session).catch((reason: unknown) => reason);
  return { result, kept: await store.get(session.did), inUse: inUse.session, told };
}

test.each([
  ['a failure of a server that gave its tokens to another process', refusal(500, 'server_error')],
  ['a refusal of a refresh token that another process has spent', refusal(400, 'invalid_grant')],
])('%s says nothing: what that process kept is used', async (_what, error) => {
  expect(await renewed(error, newer)).toEqual({ result: newer, kept: newer, inUse: newer, told: [] });
});

test('a failure of the server is thrown, and the sign-in is kept', async () => {
  const error = refusal(500, 'server_error');
  expect(await renewed(error, undefined)).toEqual({ result: error, kept: session, inUse: session, told: [] });
});

test.each([
  'invalid_dpop_proof',
  'invalid_client',
  'invalid_request',
])('what is wrong with a call (%s) is no end of a sign-in', async (name) => {
  expect(await renewed(refusal(400, name), undefined)).toMatchObject({ kept: session, inUse: session });
});

test('a refresh token that is good no more ends the sign-in', async () => {
  expect(await renewed(refusal(400, 'invalid_grant'), undefined)).toEqual({
    result: undefined,
    kept: undefined,
    inUse: undefined,
    told: ['ended'],
  });
});

const oauth = {
  issuer: 'https://issuer.test',
  clientId: 'http://localhost',
  scope: 'atproto',
  dpopKey: { kty: 'EC', crv: 'P-256', alg: 'ES256', x: 'x', y: 'y', d: 'd' },
} as const;

test.each<[string, Partial<StoredSession>, number]>([
  ['a password', {}, 3000],
  ['OAuth, which does not forgive a renewal that is sent twice', { access: 'read', oauth }, 20_000],
])('the end of the program waits for a renewal of %s', async (_what, more, milliseconds) => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const store = memorySessionStore();
  const kept = { ...session, ...more };
  await store.put(kept);
  const renewals = new Renewals({
    store,
    inUse: new SessionInUse(),
    service: { renew: () => new Promise(() => {}) },
  });
  void renewals.renewed(kept);
  let isSettled = false;
  const settled = renewals.settle().then(() => {
    isSettled = true;
  });
  await vi.advanceTimersByTimeAsync(milliseconds - 1);
  expect(isSettled).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await settled;
});

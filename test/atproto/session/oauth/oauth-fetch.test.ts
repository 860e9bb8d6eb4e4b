import { describe, expect, test } from 'vitest';
import { abortError } from '../../../../src/atproto/calls/abort-error.js';
import { hostPolicy } from '../../../../src/atproto/calls/host-policy.js';
import type { Call, Transport } from '../../../../src/atproto/calls/transport.js';
import { OAuthFetch, type OAuthFetchDeps } from '../../../../src/atproto/session/oauth/oauth-fetch.js';

const ISSUER = 'https://issuer.test';

/** The fetch over a transport that notes what it is sent, and answers with a status. */
function opened(status = 200, deps: Partial<OAuthFetchDeps> = {}) {
  const calls: Call[] = [];
  const transport: Transport = {
    async send(call) {
      calls.push(call);
      return { status, headers: { 'dpop-nonce': 'next', 'set-cookie': ['a=b'] }, bytes: Buffer.from('{}') };
    },
    async close() {},
  };
  const policy = hostPolicy(['https://appview.test']);
  return { calls, errand: new OAuthFetch({ transport, policy, ...deps }) };
}

const form = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { dpop: 'a.proof.of', 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});

describe('a form', () => {
  test.each([
    [
      { grant_type: 'authorization_code', code: 'c0de', code_verifier: 'v3rifier' },
      'oauth token',
      ['c0de', 'v3rifier'],
    ],
    [{ grant_type: 'refresh_token', refresh_token: 'r3fresh' }, 'oauth token', ['r3fresh']],
    [{ token: 't0ken' }, 'oauth revocation', ['t0ken']],
    [{ code_challenge: 'x', state: 'y' }, 'oauth request', []],
  ])('of %j is %s, and its secrets are known', async (fields, nsid, secrets) => {
    const { calls, errand } = opened(200, { issuer: ISSUER });
    // As the library asks: with a request of its own, whose body is to be read.
    await errand.fetch(new Request(`${ISSUER}/oauth/x`, form(fields as unknown as Record<string, string>)));
    expect(calls).toMatchObject([{ method: 'POST', nsid, secrets, policy: 'stranger' }]);
    const { credentials, body, url } = calls[0]!;
    expect(credentials).toMatchObject({ origin: ISSUER, shown: undefined, secrets: ['a.proof.of'] });
    expect(credentials!.headers('POST', url)).toEqual({ dpop: 'a.proof.of' });
    expect(Buffer.from(body!.bytes).toString()).toBe(new URLSearchParams(fields as never).toString());
  });

  test('is for whose metadata were read first, where nobody is known before', async () => {
    const { calls, errand } = opened();
    await errand.fetch(new URL(`${ISSUER}/.well-known/oauth-authorization-server`));
    await errand.fetch(new URL('https://other.test/.well-known/oauth-authorization-server'));
    await errand.fetch(new URL('https://other.test/oauth/token'), form({ grant_type: 'x' }));
    expect(calls.map(({ nsid }) => nsid)).toEqual(['oauth metadata', 'oauth metadata', 'oauth token']);
    expect(calls[2]!.credentials!.origin).toBe(ISSUER);
  });
});

describe('a place', () => {
  test('is asked over https only, and what the last call failed with is known', async () => {
    const { calls, errand } = opened();
    const refused = errand.fetch('http://issuer.test/.well-known/oauth-authorization-server');
    await expect(refused).rejects.toThrow('a sign-in goes over https only');
    expect(errand.failure).toMatchObject({ name: 'XrpcError', failure: 'refused' });
    expect(calls).toEqual([]);
    await errand.fetch(`${ISSUER}/x`);
    expect(errand.failure).toBeUndefined();
    expect(errand.lastStatus).toBe(200);
  });

  test('in the house may speak plain http where the user named it', async () => {
    const { calls, errand } = opened(200, { given: 'http://pds.local' });
    await errand.fetch('http://pds.local/x');
    expect(calls).toMatchObject([{ policy: 'configured' }]);
    await expect(errand.fetch('http://other.local/x')).rejects.toThrow('https only');
  });
});

test('an answer has its status, its nonce, and no cookie', async () => {
  const answer = await opened(201).errand.fetch(`${ISSUER}/x`);
  expect(answer.status).toBe(201);
  expect(await answer.json()).toEqual({});
  expect(Object.fromEntries(answer.headers)).toMatchObject({ 'dpop-nonce': 'next' });
  expect(answer.headers.has('set-cookie')).toBe(false);
  expect((await opened(204).errand.fetch(`${ISSUER}/x`)).body).toBeNull();
  await expect(opened(999).errand.fetch(`${ISSUER}/x`)).rejects.toThrow('the answer has the status 999');
});

describe('what stops a call', () => {
  /** The fetch over a transport that answers nothing until it is stopped. */
  function silent(signal?: AbortSignal) {
    const transport: Transport = {
      send: ({ signal: stop }) =>
        new Promise((_, reject) => {
          const onAbort = () => reject(abortError(stop?.reason));
          if (stop?.aborted) onAbort();
          stop?.addEventListener('abort', onAbort);
        }),
      async close() {},
    };
    return new OAuthFetch({ transport, policy: hostPolicy(['https://appview.test']), signal });
  }

  test.each<[string, AbortSignal | undefined]>([
    ['nobody can stop the errand', undefined],
    ['nobody stopped the errand', new AbortController().signal],
  ])('is the patience of the library, which is told as such, where %s', async (_what, signal) => {
    const asked = silent(signal).fetch(`${ISSUER}/x`, { signal: AbortSignal.timeout(1) });
    await expect(asked).rejects.toMatchObject({
      name: 'XrpcError',
      failure: 'timeout',
      nsid: 'oauth metadata',
    });
  });

  test('is whoever waits for the errand, but not for what spends or ends a token', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(silent(stop.signal).fetch(`${ISSUER}/x`)).rejects.toMatchObject({ name: 'AbortError' });
    const { calls, errand } = opened(200, { signal: stop.signal });
    const forms = [{ grant_type: 'refresh_token' }, { token: 't0ken' }, { code_challenge: 'x' }];
    for (const fields of forms) {
      await errand.fetch(`${ISSUER}/oauth/x`, form(fields as unknown as Record<string, string>));
    }
    expect(calls.map(({ nsid, signal }) => [nsid, signal?.aborted])).toEqual([
      ['oauth token', false],
      ['oauth revocation', false],
      ['oauth request', true],
    ]);
  });
});

import { inspect } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import type { SignIn } from '../../../src/atproto/session/session.js';
import { json } from '../../faults/answers.js';
import { startService } from '../../faults/service.js';
import type { Author } from '../../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { takeDown } from '../../network/take-down.js';
import {
  askAs,
  callsOf,
  freshHandle,
  signUpWithPassword,
  startRun,
} from '../../support/session/session-fixtures.js';

let network: SeededNetwork;
let anna: Author & { password: string };
let ben: Author & { password: string };

beforeAll(async () => {
  network = await useSeededNetwork();
  [anna, ben] = await Promise.all([
    signUpWithPassword(network.pds, 'anna'),
    signUpWithPassword(network.pds, 'ben'),
  ]);
  await network.processAll();
});

/** What a sign-in is refused with. */
async function refusal(signIn: Promise<unknown>): Promise<XrpcError> {
  const error = await signIn.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(XrpcError);
  return error as XrpcError;
}

const emailOf = ({ handle }: Author) => `${handle.split('.')[0]}@mail.com`;

/** A whole second, in milliseconds since 1970. */
const inAnHour = (Math.floor(Date.now() / 1000) + 3600) * 1000;

describe('signing in', () => {
  test.each<[string, (anna: Author) => Partial<SignIn>]>([
    ['a handle', ({ handle }) => ({ identifier: handle })],
    ['a handle as people type it', ({ handle }) => ({ identifier: ` @${handle.toUpperCase()} ` })],
    ['a DID', ({ did }) => ({ identifier: did })],
    ['a handle and the PDS', ({ handle }) => ({ identifier: handle, service: network.pds })],
    ['a DID and the PDS', ({ did }) => ({ identifier: did, service: network.pds })],
    ['an e-mail address and the PDS', (author) => ({ identifier: emailOf(author), service: network.pds })],
    ['a pasted password', ({ handle }) => ({ identifier: handle, password: '\r\ncorrect horse\r\n' })],
  ])('takes %s', async (_what, given) => {
    const { client, store } = await startRun(network);
    const before = Date.now();
    const account = await client.sessions.signIn({
      identifier: '',
      password: anna.password,
      ...given(anna),
    });
    expect(account).toEqual({
      did: anna.did,
      handle: anna.handle,
      pds: network.pds,
      since: expect.any(Number),
      state: 'active',
      access: 'password',
    });
    expect(account.since).toBeGreaterThanOrEqual(before);
    expect(client.sessions.current).toEqual(account);
    expect(await client.sessions.list()).toEqual([account]);
    expect(JSON.stringify(await store.get(anna.did))).not.toContain(anna.password);
    const preferences = await client.preferences();
    expect({ count: preferences.items.length, cursor: preferences.cursor }).toEqual({
      count: 0,
      cursor: undefined,
    });
  });

  test('with an e-mail address asks the entryway, and speaks to the PDS that the account’s identity names', async () => {
    await using entryway = await startService({ upstream: true }, { upstream: network.pds });
    const { client } = await startRun(network, { entryway: entryway.origin });
    const account = await client.sessions.signIn({ identifier: emailOf(anna), password: anna.password });
    expect(account).toMatchObject({ did: anna.did, pds: network.pds });
    await client.appview.getProfile(anna.did);
    expect(entryway.asked).toEqual(['POST /xrpc/com.atproto.server.createSession']);
  });

  test('with an e-mail address does not leave a private network for a public entryway', async () => {
    const run = await startRun(network);
    const error = await refusal(run.client.sessions.signIn({ identifier: 'anna@mail.com', password: 'x' }));
    expect(error).toMatchObject({
      failure: 'refused',
      message: expect.stringContaining('name the PDS with --service'),
    });
    expect(callsOf(run)).toEqual([]);
  });

  test('takes an app password, which does not get to see everything', async () => {
    const { body } = await askAs('', `${network.pds}/xrpc/com.atproto.server.createSession`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ identifier: ben.handle, password: ben.password }),
    });
    const token = String(body.accessJwt);
    const post = async (nsid: string, input: object) =>
      (
        await askAs(token, `${network.pds}/xrpc/${nsid}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(input),
        })
      ).body;
    await post('app.bsky.actor.putPreferences', {
      preferences: [
        { $type: 'app.bsky.actor.defs#personalDetailsPref', birthDate: '1990-01-01T00:00:00.000Z' },
        { $type: 'app.bsky.actor.defs#adultContentPref', enabled: true },
      ],
    });
    const { password } = await post('com.atproto.server.createAppPassword', { name: 'atscope' });

    const { client } = await startRun(network);
    async function kinds() {
      const { items } = await client.preferences();
      return Array.from({ length: items.length }, (_, index) =>
        String((items.at(index)?.value() as { $type: string }).$type).replace(/.*#/, ''),
      );
    }
    await client.sessions.signIn({ identifier: ben.handle, password: String(password) });
    const seen = await kinds();
    expect(seen).toContain('adultContentPref');
    expect(seen).not.toContain('personalDetailsPref');
    await client.sessions.signIn({ identifier: ben.handle, password: ben.password });
    expect(await kinds()).toEqual(expect.arrayContaining(['adultContentPref', 'personalDetailsPref']));
  });

  test('again ends the session before at the PDS, and nothing else of the account', async () => {
    const { client, store } = await startRun(network);
    const request = { identifier: anna.handle, password: anna.password };
    await client.sessions.signIn(request);
    const first = (await store.get(anna.did))!;
    await client.sessions.signIn(request);
    const second = (await store.get(anna.did))!;
    expect(second.refreshJwt).not.toBe(first.refreshJwt);
    const refresh = `${network.pds}/xrpc/com.atproto.server.refreshSession`;
    expect(await askAs(first.refreshJwt, refresh, { method: 'POST' })).toMatchObject({
      error: 'ExpiredToken',
    });
    expect(await askAs(second.refreshJwt, refresh, { method: 'POST' })).toMatchObject({ status: 200 });
  });
});

describe('a sign-in is refused, in words,', () => {
  test('with a wrong password', async () => {
    const { client, store } = await startRun(network);
    const error = await refusal(
      client.sessions.signIn({ identifier: anna.handle, password: 'incorrect horse' }),
    );
    const { host } = new URL(network.pds);
    expect(error).toMatchObject({
      status: 401,
      error: 'AuthenticationRequired',
      tellsAll: true,
      message: `${host} knows no account ${anna.handle} with this password`,
    });
    expect(inspect(error, { depth: 20 })).not.toContain('incorrect horse');
    expect(await store.list()).toEqual([]);
    expect(client.sessions.current).toBeUndefined();
  });

  test.each(['', '\n', '\r\n'])('without a password (%j), before anything is asked', async (password) => {
    const run = await startRun(network);
    const error = await refusal(run.client.sessions.signIn({ identifier: anna.handle, password }));
    expect(error).toMatchObject({ failure: 'refused', error: undefined });
    expect(callsOf(run)).toEqual([]);
  });

  test('for somebody who does not exist, or is no account', async () => {
    const { client } = await startRun(network);
    const handle = freshHandle('nobody');
    const unknown = await refusal(client.sessions.signIn({ identifier: handle, password: 'x' }));
    expect(unknown.message).toContain(`no account with the handle ${handle}`);
    const nonsense = await refusal(client.sessions.signIn({ identifier: 'no dots', password: 'x' }));
    expect(nonsense).toMatchObject({ failure: 'refused', message: expect.stringContaining('has a space') });
  });

  test('for an account that was taken down', async () => {
    const author = await signUpWithPassword(network.pds, 'gone');
    await takeDown(network.pds, author.did);
    const { client } = await startRun(network);
    const signIn = client.sessions.signIn({ identifier: author.did, password: author.password });
    expect(await refusal(signIn)).toMatchObject({
      error: 'AccountTakedown',
      message: expect.stringContaining(`${author.did} was taken down`),
    });
  });

  test.each([
    [
      'a code is asked for',
      [401, { error: 'AuthFactorTokenRequired', message: 'A sign in code has been sent' }],
      { error: 'AuthFactorTokenRequired', message: /asks for the code that it sent to the e-mail address/ },
    ],
    [
      'the code is wrong',
      [400, { error: 'InvalidToken', message: 'Token is invalid' }],
      { error: 'InvalidToken', message: /does not accept this code/ },
    ],
    [
      'too much was tried',
      [
        429,
        { error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' },
        { 'ratelimit-reset': String(inAnHour / 1000) },
      ],
      { status: 429, retryAfter: inAnHour, message: /too many sign-ins were tried/ },
    ],
    [
      'the account is deactivated',
      [401, { error: 'AccountDeactivated', message: 'Account is deactivated' }],
      { error: 'AccountDeactivated', message: /is deactivated: .* does not sign it in/ },
    ],
    [
      'the PDS fails, and says what it was sent',
      [500, { error: 'InternalServerError', message: 'no: {"password":"sec\\"ret","code":"AB-CD"}' }],
      { status: 500, message: /"password":"‹hidden›","code":"‹hidden›"/ },
    ],
  ] as const)('where %s, after one call', async (_what, [status, body, headers], expected) => {
    await using pds = await startService(json(body, { status, headers }));
    const { client } = await startRun(network);
    const error = await refusal(
      client.sessions.signIn({
        identifier: 'carla.test',
        password: 'sec"ret',
        code: 'AB-CD',
        service: pds.origin,
      }),
    );
    const { message, ...facts } = expected;
    expect(error).toMatchObject(facts);
    expect(error.message).toMatch(message);
    expect(pds.asked).toEqual(['POST /xrpc/com.atproto.server.createSession']);
    expect(inspect([error, client.journal.entries()], { depth: 20 })).not.toMatch(/sec\\*"ret|AB-CD/);
  });

  test.each([
    ['another account', { did: 'did:plc:bbbbbbbbbbbbbbbbbbbbbbbb', handle: 'mallory.test' }, /instead of/],
    [
      'no token',
      { did: 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa', handle: 'carla.test', accessJwt: 'a\nb' },
      /is not a token/,
    ],
    ['nothing of use', { did: 7 }, /the answer has a did that is not a string/],
  ])('where the PDS answers with %s: nothing is kept', async (_what, answer, message) => {
    const tokens = { accessJwt: 's3cret-access', refreshJwt: 's3cret-refresh' };
    await using pds = await startService(json({ ...tokens, ...answer }));
    const { client, store } = await startRun(network);
    const error = await refusal(
      client.sessions.signIn({ identifier: 'carla.test', password: 'x', service: pds.origin }),
    );
    expect(error).toMatchObject({ failure: 'malformed', message: expect.stringMatching(message) });
    expect(await store.list()).toEqual([]);
    expect(inspect([error, client.journal.entries()], { depth: 20, getters: true })).not.toContain('s3cret');
  });

  test('where the password would go over the network in plain http', async () => {
    const run = await startRun(network);
    const error = await refusal(
      run.client.sessions.signIn({
        identifier: 'carla.test',
        password: 'x',
        service: 'http://pds.example.com',
      }),
    );
    expect(error).toMatchObject({ failure: 'refused', message: expect.stringContaining('https only') });
    expect(callsOf(run)).toEqual([]);
  });
});

test('a code is sent where one is given', async () => {
  const bodies: unknown[] = [];
  await using pds = await startService(({ body }) => {
    bodies.push(JSON.parse(body));
    return json({ did: 'did:plc:a', handle: 'carla.test', accessJwt: 'a', refreshJwt: 'r' });
  });
  const { client } = await startRun(network);
  const request = { identifier: 'carla.test', password: 'x', service: pds.origin };
  await client.sessions.signIn({ ...request, code: ' AB-CD\n' });
  expect(bodies).toEqual([{ identifier: 'carla.test', password: 'x', authFactorToken: 'AB-CD' }]);
});

test('an account that its owner has deactivated signs in, and sees what everybody sees', async () => {
  const author = await signUpWithPassword(network.pds, 'away');
  const { client } = await startRun(network);
  await deactivate(author);
  const account = await client.sessions.signIn({ identifier: author.did, password: author.password });
  expect(account.state).toBe('deactivated');
  expect(await client.appview.getProfile(anna.did)).toMatchObject({ handle: anna.handle });
});

async function deactivate(author: Author & { password: string }): Promise<void> {
  const url = (name: string) => `${network.pds}/xrpc/com.atproto.server.${name}`;
  const json = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const input = JSON.stringify({ identifier: author.did, password: author.password });
  const { body } = await askAs('', url('createSession'), { ...json, body: input });
  const answer = await askAs(String(body.accessJwt), url('deactivateAccount'), { ...json, body: '{}' });
  expect(answer.status).toBe(200);
}

import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Authoriser, XrpcAnswer } from '../../../src/atproto/calls/authoriser.js';
import { hostPolicy } from '../../../src/atproto/calls/host-policy.js';
import type { Call, Transport } from '../../../src/atproto/calls/transport.js';
import { DpopNonces } from '../../../src/atproto/session/dpop-nonces.js';
import type { SessionTokens } from '../../../src/atproto/session/renewals.js';
import type { StoredSession } from '../../../src/atproto/session/session.js';
import { createSessionAuthoriser } from '../../../src/atproto/session/session-authoriser.js';
import type { DpopKey } from '../../../src/keep/stored-session.js';

const session: StoredSession = {
  did: 'did:plc:a',
  handle: 'alice.test',
  pds: 'https://pds.test',
  given: false,
  since: 1,
  state: 'active',
  access: 'password',
  accessJwt: 'old',
  refreshJwt: 'refresh',
};
const newer: StoredSession = { ...session, accessJwt: 'new' };

const { kty, crv, x, y, d } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  format: 'jwk',
});
const granted: StoredSession = {
  ...session,
  access: 'read',
  oauth: {
    issuer: 'https://pds.test',
    clientId: 'http://localhost',
    scope: 'atproto',
    dpopKey: { kty, crv, x, y, d, alg: 'ES256' } as DpopKey,
  },
};

type Given = readonly [status: number, error?: string];

function answerOf([status, error]: Given, service = 'pds.test'): XrpcAnswer {
  return { service, status, headers: {}, bytes: Buffer.from(JSON.stringify({ error }), 'utf8') };
}

interface Setting {
  /** What the PDS answers, one call after another. */
  readonly answers: readonly Given[];
  readonly inUse?: StoredSession | undefined;
  /** What comes of a renewal. */
  readonly renewed?: StoredSession | undefined;
  readonly otherwise?: boolean;
}

/** Sends one call; gives who answered what, and what went to the PDS with which token. */
async function sent({ answers, inUse, renewed, otherwise = true }: Setting) {
  const left = [...answers];
  const calls: Call[] = [];
  const transport: Transport = {
    async send(call) {
      calls.push(call);
      return answerOf(left.shift() ?? [500]);
    },
    async close() {},
  };
  const tokens: SessionTokens = { fresh: async () => inUse, renewed: async () => renewed };
  const appview: Authoriser = { send: async () => answerOf([200], 'appview.test') };
  const authoriser = createSessionAuthoriser({
    transport,
    policy: hostPolicy(['https://appview.test']),
    tokens,
    nonces: new DpopNonces(),
    proxy: 'did:web:appview.test#bsky_appview',
    otherwise: otherwise ? appview : undefined,
  });
  const answer = await authoriser.send({ nsid: 'a.b.c', method: 'GET', path: '/xrpc/a.b.c?d=e' });
  return {
    by: `${answer.service} ${answer.status}`,
    with: calls.map(({ credentials, url }) => credentials?.headers('GET', url).authorization),
    calls,
  };
}

const refused: Given = [400, 'ExpiredToken'];

describe('a call as the account in use', () => {
  test('goes to its PDS, which asks the AppView that was chosen', async () => {
    const { by, calls } = await sent({ inUse: session, answers: [[200]] });
    expect(by).toBe('pds.test 200');
    expect(calls).toMatchObject([
      {
        url: new URL('https://pds.test/xrpc/a.b.c?d=e'),
        headers: { 'atproto-proxy': 'did:web:appview.test#bsky_appview' },
        credentials: { origin: 'https://pds.test', secrets: ['old', 'refresh'] },
        policy: 'stranger',
      },
    ]);
  });

  test.each<[string, Setting, string, readonly string[]]>([
    [
      'a proof without the nonce that is wanted: it is sent again',
      { inUse: granted, answers: [[401, 'use_dpop_nonce'], [200]] },
      'pds.test 200',
      ['DPoP old', 'DPoP old'],
    ],
    [
      'one that is never the right one is the answer',
      {
        inUse: granted,
        answers: [
          [401, 'use_dpop_nonce'],
          [401, 'use_dpop_nonce'],
        ],
      },
      'pds.test 401',
      ['DPoP old', 'DPoP old'],
    ],
    [
      'a token of OAuth that has ended: it is renewed',
      {
        inUse: granted,
        renewed: { ...granted, accessJwt: 'new' },
        answers: [[401, 'invalid_token'], [401, 'use_dpop_nonce'], [200]],
      },
      'pds.test 200',
      ['DPoP old', 'DPoP new', 'DPoP new'],
    ],
    [
      'an account of OAuth that is refused: nothing is renewed, and somebody else is asked',
      { inUse: granted, renewed: newer, answers: [[400, 'AccountDeactivated']] },
      'appview.test 200',
      ['DPoP old'],
    ],
    [
      'a query that was not granted: somebody else is asked',
      { inUse: granted, answers: [[403, 'ScopeMissingError']] },
      'appview.test 200',
      ['DPoP old'],
    ],
    ['nobody is signed in: somebody else is asked', { answers: [] }, 'appview.test 200', []],
    [
      'the token has ended: it is renewed',
      { inUse: session, renewed: newer, answers: [refused, [200]] },
      'pds.test 200',
      ['Bearer old', 'Bearer new'],
    ],
    [
      'the sign-in is over: somebody else is asked',
      { inUse: session, answers: [[401, 'InvalidToken']] },
      'appview.test 200',
      ['Bearer old'],
    ],
    [
      'the new token is refused, too: somebody else is asked',
      { inUse: session, renewed: newer, answers: [refused, [400, 'AccountDeactivated']] },
      'appview.test 200',
      ['Bearer old', 'Bearer new'],
    ],
    [
      'and where nobody else may be asked, that is the answer',
      { inUse: session, renewed: newer, answers: [refused, [400, 'AccountDeactivated']], otherwise: false },
      'pds.test 400',
      ['Bearer old', 'Bearer new'],
    ],
    [
      'an error that is about what was asked is the answer',
      { inUse: session, answers: [[400, 'InvalidRequest']] },
      'pds.test 400',
      ['Bearer old'],
    ],
    ['so is one without a name', { inUse: session, answers: [[401]] }, 'pds.test 401', ['Bearer old']],
    [
      'a success that has the name of an error is one',
      { inUse: session, answers: [[200, 'ExpiredToken']] },
      'pds.test 200',
      ['Bearer old'],
    ],
  ])('%s', async (_what, setting, by, tokens) => {
    expect(await sent(setting)).toMatchObject({ by, with: tokens });
  });

  test('is refused with what lacks where it was not granted and nobody else may be asked', async () => {
    const refusal = sent({ inUse: granted, answers: [[403, 'ScopeMissingError']], otherwise: false });
    await expect(refusal).rejects.toMatchObject({ error: 'ScopeMissingError', status: 403, tellsAll: true });
  });

  test('is refused where nobody is signed in and nobody else may be asked', async () => {
    await expect(sent({ answers: [], otherwise: false })).rejects.toMatchObject({
      failure: 'refused',
      error: 'AuthMissing',
    });
  });

  test('does not send a token over plain http', async () => {
    const inUse = { ...session, pds: 'http://pds.test' };
    await expect(sent({ inUse, answers: [[200]] })).rejects.toMatchObject({
      failure: 'refused',
      message: 'http://pds.test was not contacted: a sign-in goes over https only',
    });
  });
});

import { describe, expect, test } from 'vitest';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import { isEnding, isRefusal, renewalStep, renewedSession } from '../../../src/atproto/session/renewal.js';
import type { StoredSession } from '../../../src/atproto/session/session.js';

const session: StoredSession = {
  did: 'did:plc:a',
  handle: 'alice.test',
  pds: 'https://pds.test',
  given: false,
  since: 1,
  state: 'active',
  access: 'password',
  accessJwt: 'old',
  refreshJwt: 'r1',
};
const other: StoredSession = { ...session, accessJwt: 'new', refreshJwt: 'r2' };

describe('a token is renewed a minute before it ends', () => {
  test.each([
    ['nobody knows when it ends', undefined, false],
    ['it has ended', 0, true],
    ['it ends within the minute', 1_059_999, true],
    ['it ends in a minute', 1_060_000, true],
    ['it ends later', 1_060_001, false],
  ])('%s', (_when, end, ending) => {
    expect(isEnding(end, 1_000_000)).toBe(ending);
  });
});

describe('once nobody else can be renewing it,', () => {
  test.each([
    ['it is over where the store has none', undefined, false, { kind: 'gone' }],
    ['the PDS is asked where the store has the same token', session, false, { kind: 'ask', session }],
    ['the PDS is asked where that ends, too', other, true, { kind: 'ask', session: other }],
    ['what another atscope renewed is taken', other, false, { kind: 'renewed elsewhere', session: other }],
  ])('%s', (_what, stored, ending, step) => {
    expect(renewalStep(session, stored, ending)).toEqual(step);
  });
});

describe('the session that was renewed', () => {
  const answer = {
    did: 'did:plc:a',
    handle: 'new.test',
    accessJwt: 'a',
    refreshJwt: 'r',
    state: 'deactivated',
  };

  test('has what came, and of the one before the rest', () => {
    expect(renewedSession(session, answer)).toEqual({ ...session, ...answer });
  });

  test.each([undefined, 'handle.invalid', 'no handle'])('keeps its handle where %j came', (handle) => {
    expect(renewedSession(session, { ...answer, did: undefined, handle })).toMatchObject({
      did: session.did,
      handle: 'alice.test',
    });
  });

  test('is not somebody else’s', () => {
    expect(() => renewedSession(session, { ...answer, did: 'did:plc:b' })).toThrow(
      /renewed the session of did:plc:b.*did:plc:a/,
    );
  });
});

describe('a refresh token is good no more where the PDS says so', () => {
  const answered = (status: number, error?: string) =>
    new XrpcError({ failure: 'status', service: 'pds.test', nsid: 'a.b.c', message: '', status, error });

  test.each([
    answered(401),
    answered(401, 'AccountTakedown'),
    answered(400, 'ExpiredToken'),
    answered(403, 'Odd'),
  ])('%#', (error) => {
    expect(isRefusal(error)).toBe(true);
  });

  test.each([
    answered(400),
    answered(403),
    answered(404, 'NotFound'),
    answered(429, 'RateLimitExceeded'),
    answered(500, 'InternalServerError'),
    new XrpcError({ failure: 'timeout', service: 'pds.test', nsid: 'a.b.c', message: '' }),
    new Error('disk full'),
  ])('and not where it fails or is not reached: %#', (error) => {
    expect(isRefusal(error)).toBe(false);
  });
});

import { describe, expect, test } from 'vitest';
import { hostPolicy } from '../../../src/atproto/calls/host-policy.js';
import { createSessionService, type SessionService } from '../../../src/atproto/session/session-service.js';
import { answeringTransport } from '../../support/answering.js';

const place = { pds: 'https://service.test', given: false };
const tokens = { accessJwt: 'a.b.c', refreshJwt: 'd.e.f' };
const alice = { did: 'did:plc:a', handle: 'alice.test', ...tokens };
const input = { identifier: 'alice.test', password: 'pass', code: undefined };

const at = (answer: unknown): SessionService =>
  createSessionService(answeringTransport(answer), hostPolicy(['https://service.test']));
const created = (answer: unknown) => at(answer).create(place, input);
const renewed = (answer: unknown) => at(answer).refresh({ ...place, accessJwt: 'x', refreshJwt: 'y' });

describe('a sign-in whose password was accepted is none the worse for', () => {
  test.each([
    ['a status of null', { active: true, status: null }, 'active'],
    ['a status of another type', { active: false, status: 7 }, 'inactive'],
    ['no status', { active: false }, 'inactive'],
    ['a status that nobody knows', { active: false, status: 'moved' }, 'moved'],
    ['a status of an account that is active', { active: true, status: 'deactivated' }, 'active'],
    ['an active of null', { active: null, status: null }, 'active'],
    ['an active of another type', { active: 'no' }, 'active'],
    ['neither', {}, 'active'],
    ['odd members that nobody reads', { email: 7, emailConfirmed: null, didDoc: [] }, 'active'],
  ])('%s', async (_what, odd, state) => {
    expect(await created({ ...alice, ...odd })).toEqual({ ...alice, state });
    expect(await renewed({ ...alice, ...odd })).toEqual({ ...alice, state });
  });

  test.each([undefined, null, 7, {}, []])('a handle of %j', async (handle) => {
    expect(await created({ ...alice, handle })).toEqual({ ...alice, handle: undefined, state: 'active' });
  });
});

test('tokens that were renewed are kept whosever they are said to be, unless it is somebody else', async () => {
  for (const did of [undefined, null, 7]) {
    expect(await renewed({ ...alice, did })).toMatchObject({ did: undefined, ...tokens });
  }
});

describe('without an account, or a token that a header can hold, there is no session', () => {
  test.each([
    [{ ...alice, did: null }, 'has a did that is not a string'],
    [{ ...tokens, handle: 'alice.test' }, 'has no did'],
    [{ ...alice, accessJwt: null }, 'has an accessJwt that is not a token'],
    [{ ...alice, accessJwt: 'a\r\nb: c' }, 'has an accessJwt that is not a token'],
    [{ ...alice, refreshJwt: '' }, 'has a refreshJwt that is not a token'],
    [{ did: 'did:plc:a' }, 'has no accessJwt'],
    [null, 'is not an object'],
  ])('%#', async (answer, says) => {
    const error: unknown = await created(answer).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ failure: 'malformed', message: `service.test: the answer ${says}` });
  });
});

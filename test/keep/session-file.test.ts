import { describe, expect, test } from 'vitest';
import {
  fileOf,
  isDraftOf,
  isSessionFileName,
  secretOf,
  secretsIn,
  secretsInFile,
  secretsOf,
  sessionFileIn,
  sessionOf,
} from '../../src/keep/session-file.js';
import type { StoredSession } from '../../src/keep/stored-session.js';

const session: StoredSession = {
  did: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
  handle: 'alice.test',
  pds: 'https://pds.test',
  given: false,
  since: 1_000,
  state: 'active',
  access: 'password',
  accessJwt: 'an access token',
  refreshJwt: 'a refresh token',
};

describe('what is written of a session', () => {
  test('is read back as it was', () => {
    expect(sessionFileIn(JSON.parse(JSON.stringify(fileOf(session, false))))).toEqual(session);
  });

  test('holds no token where the keychain has them', () => {
    const text = JSON.stringify(fileOf(session, true));
    expect(text).not.toContain('token');
    expect(sessionFileIn(JSON.parse(text))).toMatchObject({ did: session.did, handle: 'alice.test' });
  });

  test('holds nothing that a later version or a caller put beside', () => {
    const more = { ...session, password: 'secret' };
    expect(JSON.stringify([fileOf(more, false), fileOf(more, true)])).not.toContain('secret');
  });
});

const granted: StoredSession = {
  ...session,
  access: 'read',
  oauth: {
    issuer: 'https://issuer.test',
    clientId: 'http://localhost?scope=atproto',
    scope: 'atproto',
    dpopKey: { kty: 'EC', crv: 'P-256', alg: 'ES256', x: 'x', y: 'y', d: 'the secret part' },
  },
};

describe('a session of OAuth', () => {
  test('is read back as it was from its file alone', () => {
    const file = sessionFileIn(JSON.parse(JSON.stringify(fileOf(granted, false))))!;
    expect(sessionOf(file, secretsInFile(file)!)).toEqual(granted);
  });

  test('is read back as it was from its file and the keychain, and the file holds no secret', () => {
    const text = JSON.stringify(fileOf(granted, true));
    expect(text).not.toMatch(/token|the secret part|"d"/);
    const secrets = secretsIn(secretOf(secretsOf(granted)))!;
    expect(sessionOf(sessionFileIn(JSON.parse(text))!, secrets)).toEqual(granted);
  });

  test('without its key is none', () => {
    const { dpopKey: _, ...file } = fileOf(granted, false);
    expect(sessionOf(file, secretsInFile(file)!)).toBeUndefined();
  });

  test.each<[what: string, change: object]>([
    ['an issuer that is no origin', { oauth: { ...granted.oauth, issuer: 'https://issuer.test/x' } }],
    ['no client', { oauth: { ...granted.oauth, clientId: undefined } }],
    ['no scope', { oauth: { ...granted.oauth, scope: 1 } }],
    ['nothing of OAuth', { oauth: undefined }],
    ['a password', { access: 'password' }],
    ['another access', { access: 'all' }],
    ['a key of another kind', { dpopKey: { ...granted.oauth!.dpopKey, crv: 'P-384' } }],
    ['half a key', { dpopKey: { ...granted.oauth!.dpopKey, d: undefined } }],
  ])('with %s is no session', (_, change) => {
    expect(sessionFileIn({ ...fileOf(granted, false), ...change })).toBeUndefined();
  });
});

test('a file of a version that knew passwords only is of a password', () => {
  const { access: _, ...old } = fileOf(session, false);
  expect(sessionFileIn(old)).toEqual(session);
});

test.each<[what: string, value: unknown]>([
  ['nothing', undefined],
  ['null', null],
  ['a text', 'session'],
  ['no DID', { ...session, did: 'alice.test' }],
  ['a handle that is no text', { ...session, handle: 7 }],
  ['a PDS that is no origin', { ...session, pds: 'https://pds.test/xrpc' }],
  ['a PDS of another scheme', { ...session, pds: 'ftp://pds.test' }],
  ['a token that is no text', { ...session, accessJwt: {} }],
  ['no time', { ...session, since: '1000' }],
])('%s is no session', (_, value) => expect(sessionFileIn(value)).toBeUndefined());

test.each<[secret: string | undefined, found: unknown]>([
  [secretOf(session), { accessJwt: 'an access token', refreshJwt: 'a refresh token' }],
  [undefined, undefined],
  ['not JSON', undefined],
  ['null', undefined],
  ['{"accessJwt":"only one"}', undefined],
])('a keychain that gives %s', (secret, found) => expect(secretsIn(secret)).toEqual(found));

test.each([
  ['did_plc_abc.json', true],
  ['last-used.json', false],
  ['did_plc_abc.json.lock', false],
  ['did_plc_abc.json.123', false],
])('%s holds a session: %s', (name, holds) => expect(isSessionFileName(name)).toBe(holds));

test.each([
  ['did_plc_abc.json.123', true],
  ['did_plc_abc.json.lock', false],
  ['did_plc_abc.json', false],
  ['did_plc_abcd.json', false],
])('%s is a draft: %s', (name, isDraft) => expect(isDraftOf('did_plc_abc.json', name)).toBe(isDraft));

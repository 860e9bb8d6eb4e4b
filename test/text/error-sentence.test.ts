import { describe, expect, test } from 'vitest';
import { XrpcError } from '../../src/atproto/calls/xrpc-error.js';
import { errorSentence } from '../../src/text/error-sentence.js';
import type { CallFailureKind } from '../../src/text/failed-call.js';

const error = (failure: CallFailureKind, more: Partial<ConstructorParameters<typeof XrpcError>[0]> = {}) =>
  new XrpcError({
    failure,
    service: 'pds.example.com',
    nsid: 'com.atproto.repo.listRecords',
    message: 'something',
    ...more,
  });

describe('a failed call', () => {
  test.each([
    [
      'RepoDeactivated',
      /^This account is deactivated: pds\.example\.com answered 400 RepoDeactivated to com\.atproto/,
    ],
    ['RepoTakendown', /^This account was taken down/],
    ['RepoNotFound', /^There is no repository of this account/],
    ['RecordNotFound', /^There is no such record/],
    ['ExpiredToken', /^The sign-in has expired/],
    ['InvalidToken', /^The service does not accept the sign-in/],
    ['AccountTakedown', /^This account was taken down/],
    ['AccountDeactivated', /^This account is deactivated/],
    ['BlockedActor', /^This account is blocked by the one that is signed in/],
    ['BlockedByActor', /^This account blocks the one that is signed in/],
    [
      'SomethingNew',
      /^pds\.example\.com answered 400 SomethingNew to com\.atproto\.repo\.listRecords: the words of the service\.$/,
    ],
    ['constructor', /^pds\.example\.com answered 400 constructor to /],
  ])('with the name %s', (name, sentence) => {
    expect(
      errorSentence(error('status', { status: 400, error: name, message: 'the words of the service' })),
    ).toMatch(sentence);
  });

  test.each([
    ['timeout', /did not answer in time/],
    ['connection', /cannot be reached/],
    ['too-large', /sent too much/],
    ['malformed', /sent something unexpected/],
    ['refused', /^This was not sent/],
  ] as const)('by %s says who, what and how', (failure, sentence) => {
    const said = errorSentence(error(failure));
    expect(said).toMatch(sentence);
    if (failure !== 'refused') expect(said).toContain('pds.example.com');
  });

  test('that may be tried again says when', () => {
    const retryAfter = Date.UTC(2100, 0, 1);
    const said = errorSentence(error('status', { status: 429, error: 'RateLimitExceeded', retryAfter }));
    expect(said).toMatch(/^There were too many requests.*You can ask again on 2\d\d\d-/);
  });

  test('whose service says too much is cut, and cleaned', () => {
    const said = errorSentence(error('status', { status: 500, message: `\x1b[2J${'long '.repeat(1000)}` }));
    expect(said.length).toBeLessThan(500);
    expect(said).not.toContain('\x1b');
  });
});

test.each([
  [new Error('it broke'), 'Something went wrong: it broke.'],
  ['words', 'Something went wrong: words.'],
  [undefined, 'Something went wrong, and nothing says what it was.'],
  [{}, 'Something went wrong, and nothing says what it was.'],
])('anything else thrown is said: %s', (thrown, sentence) => {
  expect(errorSentence(thrown)).toBe(sentence);
});

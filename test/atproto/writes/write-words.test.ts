import { expect, test } from 'vitest';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import { fateOf } from '../../../src/atproto/writes/settle.js';
import { WriteError } from '../../../src/atproto/writes/write-error.js';
import { writeErrorOf } from '../../../src/atproto/writes/write-words.js';

interface Answer {
  readonly failure?: XrpcError['failure'];
  readonly service?: string;
  readonly status?: number;
  readonly error?: string;
  readonly message?: string;
  readonly cause?: unknown;
}

/** As `statusError` makes it of what the reference PDS answers. */
function answer({ failure = 'status', service = 'pds.test', status, error, message = '', cause }: Answer) {
  const said = failure === 'status' ? `${service} answered ${status} ${error}: ${message}` : message;
  const nsid = 'com.atproto.repo.putRecord';
  return new XrpcError({ failure, service, nsid, status, error, message: said, cause });
}

const code = (name: string): Error => Object.assign(new Error(name), { code: name });

test.each<[string, Answer, string, string]>([
  [
    'an invalid record',
    { status: 400, error: 'InvalidRequest', message: 'Invalid app.x record: Missing "text" at $.record' },
    'invalid',
    'pds.test refuses it: Invalid app.x record: Missing "text" at $.record. a/b was not written.',
  ],
  [
    'a lexicon that the PDS has not',
    { status: 400, error: 'InvalidRequest', message: 'Unknown lexicon type: com.x' },
    'unknown-lexicon',
    'pds.test knows no lexicon of it and was to check it: a/b was not written.',
  ],
  [
    'a body that is too large',
    { status: 413, error: 'PayloadTooLargeError', message: 'request entity too large' },
    'too-large',
    'It is larger than pds.test takes: a/b was not written.',
  ],
  [
    'a file that is too large',
    { status: 413, error: 'PayloadTooLarge', message: 'request entity too large' },
    'blob',
    'The file is larger than pds.test takes: it was not sent.',
  ],
  [
    'a blob that nobody has',
    { status: 400, error: 'BlobNotFound', message: 'Could not find blob: bafk' },
    'blob',
    'pds.test has a blob of it no more: a/b was not written. Could not find blob: bafk.',
  ],
  [
    'a rate limit without a time',
    { status: 429, error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' },
    'rate-limit',
    'pds.test takes no more writes for now: a/b was not written. It can be tried again later.',
  ],
  [
    'nobody who is signed in',
    { failure: 'refused', service: 'atscope', error: 'AuthMissing' },
    'nobody',
    'Nobody is signed in: :account.sign-in signs in. a/b was not written.',
  ],
])('%s has words', (_, told, kind, words) => {
  const error = writeErrorOf(answer(told), 'a/b');
  expect(error).toBeInstanceOf(WriteError);
  expect(error).toMatchObject({ kind, message: words });
});

test('the words of a service do nothing to a terminal, and are no page', () => {
  const message = `no\x1b[2J ${'way '.repeat(500)}`;
  const error = writeErrorOf(answer({ status: 400, error: 'InvalidRequest', message }), 'a/b') as WriteError;
  expect(error.message).not.toContain('\x1b');
  expect(error.message.length).toBeLessThan(400);
  expect(error.message).toMatch(/a\/b was not written\.$/);
});

test('what has no words of its own says that it came to nothing', () => {
  const error = writeErrorOf(answer({ status: 401, error: 'AuthenticationRequired' }), 'a/b');
  expect(error).toMatchObject({ name: 'XrpcError', status: 401, hint: 'a/b was not written.' });
  const mine = new Error('mine');
  expect(writeErrorOf(mine, 'a/b')).toBe(mine);
});

test.each<[string, unknown, ReturnType<typeof fateOf>]>([
  ['a refusal', answer({ status: 400 }), 'not-done'],
  ['no connection', answer({ failure: 'connection', cause: code('ECONNREFUSED') }), 'not-done'],
  ['no such host', answer({ failure: 'connection', cause: code('ENOTFOUND') }), 'not-done'],
  [
    'no connection in time',
    answer({ failure: 'timeout', cause: code('UND_ERR_CONNECT_TIMEOUT') }),
    'not-done',
  ],
  ['what is not sent', answer({ failure: 'refused' }), 'not-done'],
  ['a broken connection', answer({ failure: 'connection', cause: code('ECONNRESET') }), 'broken'],
  ['half an answer', answer({ failure: 'malformed' }), 'broken'],
  ['a proxy that speaks for it', answer({ status: 502 }), 'broken'],
  ['an abort', Object.assign(new Error('stop'), { name: 'AbortError' }), 'broken'],
  ['a failure of the service', answer({ status: 500 }), 'ended'],
  ['a proxy that did not wait for it', answer({ status: 504 }), 'slow'],
  ['silence', answer({ failure: 'timeout' }), 'slow'],
])('%s tells of what was sent', (_, error, fate) => {
  expect(fateOf(error)).toBe(fate);
});

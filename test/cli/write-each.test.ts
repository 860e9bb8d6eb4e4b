import { afterEach, expect, test, vi } from 'vitest';
import { abortError } from '../../src/atproto/calls/abort-error.js';
import { XrpcError } from '../../src/atproto/calls/xrpc-error.js';
import { WriteError } from '../../src/atproto/writes/write-error.js';
import { waitMs, writeEach } from '../../src/cli/write-each.js';
import { outcomeJson, outcomeOf, outcomeText, type WriteOutcome } from '../../src/cli/write-outcome.js';
import { SentenceError } from '../../src/text/sentence.js';

afterEach(() => vi.restoreAllMocks());

/** What was printed, and the exit code, of work that comes to these outcomes in turn. */
async function run(outcomes: readonly (WriteOutcome | Error)[], { isMany = true } = {}) {
  let stdout = '';
  let stderr = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += text;
    return true;
  });
  const queue = [...outcomes];
  async function* items() {
    while (queue.length > 0) yield undefined;
  }
  const { signal } = new AbortController();
  const output = {
    signal,
    async write(text: string | Uint8Array) {
      stdout += text;
    },
  };
  const code = await writeEach(
    items(),
    { output, isJson: true, isMany, done: 'written', signal },
    async () => {
      const next = queue.shift();
      if (next === undefined || next instanceof Error) throw next;
      return next;
    },
  );
  return {
    code,
    stdout: stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).status),
    stderr,
    left: queue.length,
  };
}

const created: WriteOutcome = { uri: 'at://a', cid: 'b', status: 'created' };
const refused: WriteOutcome = { uri: 'at://a', status: 'refused', reason: 'Why.' };
const failed: WriteOutcome = { uri: 'at://a', status: 'failed', reason: 'Gone.' };

test('what was not done ends nothing, and is counted', async () => {
  expect(await run([created, refused, failed, created])).toEqual({
    code: 1,
    stdout: ['created', 'refused', 'failed', 'created'],
    stderr: 'atscope: 2 of 4 records were not written.\n',
    left: 0,
  });
  expect(await run([created, created])).toMatchObject({ code: 0, stderr: '' });
});

test('by itself its reason is told', async () => {
  expect(await run([refused], { isMany: false })).toMatchObject({ code: 1, stderr: 'atscope: Why.\n' });
});

test('a service that is gone is not asked for all the rest', async () => {
  const ended = await run([
    created,
    failed,
    failed,
    created,
    failed,
    failed,
    failed,
    failed,
    failed,
    created,
    created,
  ]);
  expect(ended).toMatchObject({ code: 1, left: 2 });
  expect(ended.stderr).toContain('5 failed one after the other: what follows was not tried.');
});

test('one that a service does not take for now is tried again when it does', async () => {
  const busy: WriteOutcome = { ...failed, takesAgainAt: Date.now() + 30 };
  const { code, stdout, stderr } = await run([busy, created, created]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: ['created', 'created'] });
  expect(stderr).toMatch(/^atscope: the service takes no more for now: it goes on at /);
  expect(await run([busy], { isMany: false })).toMatchObject({ code: 1, stdout: ['failed'] });
});

test.each([
  ['one that is past', -5_000, 1_000],
  ['one that is near', 30, 1_000],
  ['one in a while', 60_000, 60_000],
  ['one that no timer waits for', 2 ** 40, 2 ** 31 - 1],
])('%s is waited for without asking over and over', (_, from, milliseconds) => {
  expect(waitMs(1_000_000 + from, 1_000_000)).toBe(milliseconds);
});

const call = { service: 'pds.test', nsid: 'com.atproto.repo.putRecord', message: 'no' } as const;

test.each<[Error, Partial<WriteOutcome>]>([
  [
    new WriteError('exists', 'It is there.', { now: { cid: 'c', json: '{}' } }),
    { status: 'refused', cid: 'c', reason: 'It is there.' },
  ],
  [new WriteError('invalid', 'Why.'), { status: 'refused' }],
  [new WriteError('scope', 'Why.'), { status: 'refused' }],
  [new WriteError('uncertain', 'Nobody knows.'), { status: 'failed', reason: 'Nobody knows.' }],
  [
    new WriteError('rate-limit', 'Later.', {
      cause: new XrpcError({ ...call, failure: 'status', status: 429, retryAfter: 7 }),
    }),
    { status: 'failed', takesAgainAt: 7 },
  ],
  [new XrpcError({ ...call, failure: 'connection' }), { status: 'failed' }],
  [new SentenceError('No file.'), { status: 'refused', reason: 'No file.' }],
])('%s is an outcome', (error, outcome) => {
  expect(outcomeOf(error, 'at://a')).toMatchObject({ uri: 'at://a', ...outcome });
});

test.each<[Error, string]>([
  [abortError('stop'), 'stop'],
  [new WriteError('nobody', 'Nobody.'), 'Nobody.'],
  [new WriteError('other-account', 'Other.'), 'Other.'],
  [new XrpcError({ ...call, failure: 'status', status: 401 }), 'no'],
  [
    Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }),
    'What is changed cannot be noted for undoing (ENOSPC: no space left on device): nothing more was sent.',
  ],
  [new TypeError('a bug'), 'a bug'],
])('%s ends all of the work', (error, message) => {
  expect(() => outcomeOf(error, 'at://a')).toThrow(message);
});

test('an outcome is printed in one line, whatever is in it', () => {
  const odd: WriteOutcome = { uri: 'at://a', status: 'refused', reason: 'one\ntwo \u009b' };
  expect(outcomeJson(odd)).toBe('{"uri":"at://a","status":"refused","reason":"one\\ntwo \\u009b"}');
  expect(outcomeText(odd)).not.toMatch(/[\n\u009b]/);
  expect(outcomeText({ ...created, dryRun: true })).toBe('would be created at://a');
  expect(outcomeText({ ...odd, uri: undefined, reason: 'Why.' })).toBe('refused a record: Why.');
});

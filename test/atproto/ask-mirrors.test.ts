import { describe, expect, test } from 'vitest';
import { askWithMirrors } from '../../src/atproto/ask-mirrors.js';
import { XrpcError } from '../../src/atproto/calls/xrpc-error.js';
import { createMirrorBook } from '../../src/atproto/mirrored.js';
import { errorSentence } from '../../src/text/error-sentence.js';

const did = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa';
const PDS = 'pds.example';

function failed(service: string, init: Partial<ConstructorParameters<typeof XrpcError>[0]> = {}): XrpcError {
  const nsid = 'com.atproto.repo.describeRepo';
  const failure = init.status === undefined ? 'connection' : 'status';
  return new XrpcError({ failure, service, nsid, message: 'the connection was refused', ...init });
}

const unknownRepo = (service: string) =>
  failed(service, { status: 400, error: 'RepoNotFound', message: 'no' });

/** Asks an account whose hosts answer as it is said, in an order that is noted. */
function house(answers: Readonly<Record<string, Error | string>>, book = createMirrorBook()) {
  const asked: string[] = [];
  async function answer(host: string): Promise<string> {
    asked.push(host);
    const said = answers[host] ?? host;
    if (typeof said === 'string') return said;
    throw said;
  }
  const mirrors = Object.keys(answers).filter((host) => host !== PDS);
  return {
    asked,
    book,
    ask: () =>
      askWithMirrors({
        did,
        book,
        mirrors: mirrors.map((host) => `https://${host}`),
        ofPds: () => answer(PDS),
        ofMirror: ({ host }) => answer(host),
      }),
  };
}

test('a PDS that answers is asked alone', async () => {
  const { ask, asked, book } = house({ [PDS]: 'records', 'one.example': 'copy' });
  expect(await ask()).toBe('records');
  expect(asked).toEqual([PDS]);
  expect(book.hostOf(did)).toBeUndefined();
});

test('of one that is gone the mirrors are asked in turn, and the one that has it is remembered', async () => {
  const { ask, asked, book } = house({
    [PDS]: failed(PDS),
    'one.example': unknownRepo('one.example'),
    'two.example': 'copy',
  });
  expect(await ask()).toBe('copy');
  expect(book.hostOf(did)).toBe('two.example');
  expect(await ask()).toBe('copy');
  expect(asked).toEqual([PDS, 'one.example', 'two.example', 'two.example']);
});

test('what is forgotten is asked of the PDS again', async () => {
  const { ask, asked, book } = house({ [PDS]: failed(PDS), 'one.example': 'copy' });
  await ask();
  const told: unknown[] = [];
  book.subscribe((found) => told.push(found));
  book.forget();
  await ask();
  expect(asked).toEqual([PDS, 'one.example', PDS, 'one.example']);
  expect(told).toEqual([undefined, { did, host: 'one.example' }]);
});

describe('gone is', () => {
  test.each([
    ['no connection', failed(PDS), true],
    ['no answer in time', failed(PDS, { failure: 'timeout' }), true],
    ['an error of the host', failed(PDS, { status: 502 }), true],
    ['a web server that is no PDS', failed(PDS, { status: 404 }), true],
    ['a record that is not there', failed(PDS, { status: 400, error: 'RecordNotFound' }), false],
    ['an account that the PDS says was deleted', unknownRepo(PDS), false],
    ['an account that was taken down', failed(PDS, { status: 400, error: 'RepoTakendown' }), false],
    ['too many requests', failed(PDS, { status: 429 }), false],
    ['a host that may not be asked', failed(PDS, { failure: 'refused' }), false],
  ])('%s: %o', async (_, error, isGone) => {
    const { ask, asked } = house({ [PDS]: error, 'one.example': 'copy' });
    if (isGone) expect(await ask()).toBe('copy');
    else await expect(ask()).rejects.toBe(error);
    expect(asked).toEqual(isGone ? [PDS, 'one.example'] : [PDS]);
  });
});

test('what a mirror says that has the account is said, and no other one is asked', async () => {
  const noRecord = failed('one.example', { status: 400, error: 'RecordNotFound', message: 'no such record' });
  const { ask, asked } = house({ [PDS]: failed(PDS), 'one.example': noRecord, 'two.example': 'copy' });
  await expect(ask()).rejects.toBe(noRecord);
  expect(asked).toEqual([PDS, 'one.example']);
});

test('where no mirror has it the sentence tells of all of them', async () => {
  const { ask } = house({
    [PDS]: failed(PDS),
    'one.example': unknownRepo('one.example'),
    'two.example': failed('two.example'),
  });
  const error = await ask().catch((reason: unknown) => reason);
  expect(errorSentence(error)).toBe(
    'pds.example cannot be reached (com.atproto.repo.describeRepo), and of the mirrors one.example does not have it, two.example did not answer.',
  );
});

test('where no mirror is set the sentence says that one could be', async () => {
  const { ask } = house({ [PDS]: failed(PDS) });
  const error = await ask().catch((reason: unknown) => reason);
  expect(errorSentence(error)).toBe(
    'pds.example cannot be reached: the connection was refused (com.atproto.repo.describeRepo). A mirror that is set (`mirrors` in settings.json) would be asked in its place.',
  );
});

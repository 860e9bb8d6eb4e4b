import type { ServerResponse } from 'node:http';
import type { LookupFunction } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { Agent } from 'undici';
import { describe, expect, test, vi } from 'vitest';
import { exchange } from '../../../src/atproto/calls/exchange.js';
import { hostPolicy } from '../../../src/atproto/calls/host-policy.js';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import { errorSentence } from '../../../src/text/error-sentence.js';
import { cutOff, drop, error, hang, inTurn, json, jsonText, redirect, stall } from '../../faults/answers.js';
import { type Service, startService } from '../../faults/service.js';
import { type OpenPds, openPds } from '../../support/services/open-pds.js';

const posts = 'app.bsky.feed.post';
const goodPage = {
  records: [{ uri: 'at://did:plc:nobody/app.bsky.feed.post/1', cid: 'c', value: { n: 1 } }],
};
const good = json(goodPage);
const failing = (code: number, headers = {}) => error(code, 'Named', 'In words', headers);
const body = (
  text: string | Buffer,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) => jsonText(text, { headers });
const silence = hang();
const hangUp = drop();
const startThenSilence = stall(goodPage);
const startThenHangUp = cutOff(goodPage);

const megabyte = Buffer.alloc(1024 * 1024, 0x20);

/** Sends 60 MB as fast as they are taken. */
async function send60Megabytes(response: ServerResponse, sent: (megabytes: number) => void): Promise<void> {
  const source = Readable.from(
    (function* () {
      for (let megabytes = 1; megabytes <= 60; megabytes++) {
        sent(megabytes);
        yield megabyte;
      }
    })(),
  );
  response.writeHead(200, { 'content-type': 'application/json' });
  await pipeline(source, response).catch(() => {});
}

async function failureOf(call: Promise<unknown>): Promise<XrpcError> {
  const error = await call.then(
    () => expect.fail('the call should have failed'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(XrpcError);
  return error as XrpcError;
}

describe('a service that is not there or sends too much', () => {
  test('nobody listens', async () => {
    const service = await startService(good);
    await service[Symbol.asyncDispose]();
    await using pds = openPds(service.origin);
    const error = await failureOf(pds.repo.list(posts, undefined));
    expect(error).toMatchObject({ failure: 'connection' });
    expect(error.message).toBe(`${service.host}: the connection was refused`);
  });

  test('60 MB are not taken: it is cut off as soon as it is over 10', async () => {
    let sent = 0;
    let over: Promise<void> | undefined;
    await using service = await startService((_request, response) => {
      over = send60Megabytes(response, (megabytes) => {
        sent = megabytes;
      });
    });
    await using pds = openPds(service.origin);
    const error = await failureOf(pds.repo.list(posts, undefined));
    await over;
    expect(error).toMatchObject({ failure: 'too-large' });
    // What the sockets of both sides hold comes on top of what was taken.
    expect(sent).toBeLessThan(30);
  });
});

describe('what passes is waited for, and the journal tells of it', () => {
  test.each([
    ['500 twice', inTurn(failing(500), failing(502), good)],
    ['a connection that breaks twice', inTurn(hangUp, startThenHangUp, good)],
    ['429 without a word on when', inTurn(failing(429), good)],
    ['429 with Retry-After in seconds', inTurn(failing(429, { 'retry-after': '0' }), good)],
    [
      '429 with Retry-After as a date',
      inTurn(failing(429, { 'retry-after': 'Thu, 01 Jan 2026 00:00:00 GMT' }), good),
    ],
    ['429 with RateLimit-Reset', inTurn(failing(429, { 'ratelimit-reset': '1767225600' }), good)],
    ['503 with Retry-After', inTurn(failing(503, { 'retry-after': '0' }), good)],
  ])('%s, then well', async (_what, answer) => {
    await using service = await startService(answer);
    await using pds = openPds(service.origin);
    const waits = pds.entry(({ waitingUntil }) => waitingUntil !== undefined);
    const page = await pds.repo.list(posts, undefined);
    expect(page.items.at(0)?.value()).toMatchObject({ value: { n: 1 } });
    expect((await waits).note).toMatch(/; waiting until \d\d:\d\d:\d\d$/);
    expect(pds.journal.entries()).toMatchObject([{ status: 200, waitingUntil: undefined }]);
    expect(pds.journal.entries()[0]?.note).toMatch(/^(attempt \d of 3|rate limit \(429\))/);
  });

  test.each([
    ['Retry-After', () => ({ 'retry-after': '60' })],
    ['RateLimit-Reset', () => ({ 'ratelimit-reset': String(Math.floor(Date.now() / 1000) + 60) })],
  ])('the wait is as long as %s says', async (_name, headers) => {
    await using service = await startService(() => failing(429, headers()));
    await using pds = openPds(service.origin);
    const leave = new AbortController();
    const call = pds.repo.list(posts, undefined, { signal: leave.signal });
    const entry = await pds.entry(({ waitingUntil }) => waitingUntil !== undefined);
    leave.abort();
    await expect(call).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(entry.waitingUntil! - entry.startedAt).toBeGreaterThan(58_000);
    expect(entry.waitingUntil! - entry.startedAt).toBeLessThan(90_000);
    expect(entry).toMatchObject({
      status: 429,
      note: expect.stringContaining('rate limit (429); waiting until'),
    });
  });

  test.each([
    40, 3000,
  ])('RateLimit-Reset in %d s on a 502 is nothing to wait for (bluesky-social/atproto#3436)', async (ahead) => {
    const reset = { 'ratelimit-reset': String(Math.floor(Date.now() / 1000) + ahead) };
    await using service = await startService(inTurn(failing(502, reset), good));
    await using pds = openPds(service.origin);
    const held = pds.entry(({ waitingUntil }) => waitingUntil !== undefined);
    expect((await pds.repo.list(posts, undefined)).items.length).toBe(1);
    const { waitingUntil, startedAt } = await held;
    expect(waitingUntil! - startedAt).toBeLessThan(30_000);
    expect(service.requests).toHaveLength(2);
  });

  test('a record that is not there has no time to be asked for again, though the answer names limits', async () => {
    const limits = {
      'ratelimit-limit': '3000',
      'ratelimit-remaining': '2993',
      'ratelimit-reset': String(Math.floor(Date.now() / 1000) + 280),
      'ratelimit-policy': '3000;w=300',
    };
    await using service = await startService(
      error(400, 'RecordNotFound', 'Could not locate record: at://x', limits),
    );
    await using pds = openPds(service.origin);
    const failure = await failureOf(pds.repo.get(posts, 'x'));
    expect(failure).toMatchObject({ error: 'RecordNotFound', retryAfter: undefined });
    expect(errorSentence(failure)).not.toContain('again');
  });

  test('a fraction of seconds is waited for as it is (MarshalX/atproto#379)', async () => {
    await using service = await startService(inTurn(failing(429, { 'retry-after': '1.5' }), good));
    await using pds = openPds(service.origin);
    const held = pds.entry(({ waitingUntil }) => waitingUntil !== undefined);
    await pds.repo.list(posts, undefined);
    const { waitingUntil, startedAt } = await held;
    expect(waitingUntil! - startedAt).toBeGreaterThanOrEqual(1500);
    expect(waitingUntil! - startedAt).toBeLessThan(60_000);
  });

  test('a write is sent once, whatever comes of it', async () => {
    await using service = await startService(inTurn(failing(503), hangUp));
    await using pds = openPds(service.origin);
    const call = {
      url: new URL(service.origin),
      method: 'POST',
      nsid: 'a.b.c',
      policy: 'configured',
    } as const;
    expect(await pds.transport.send(call)).toMatchObject({ status: 503 });
    expect(await failureOf(pds.transport.send(call))).toMatchObject({ failure: 'connection' });
    expect(service.requests).toHaveLength(2);
  });
});

describe('odd records are records', () => {
  const odd = [
    '{"uri":"at://a/b/1","cid":"c","value":null}',
    '{"uri":"at://a/b/2","cid":"c"}',
    '{"uri":"at://a/b/3","cid":"c","value":{"no":"type"}}',
    '{"uri":"at://a/b/4","cid":"c","value":{"big":9007199254740993,"float":1.50}}',
    'null',
    '"text"',
    '[[]]',
  ];

  test('each is kept as it came', async () => {
    await using service = await startService(body(`{"records":[${odd.join(' ,\n')}],"cursor":""}`));
    await using pds = openPds(service.origin);
    const { items, cursor } = await pds.repo.list(posts, undefined);
    expect(odd.map((_text, index) => items.at(index)?.text())).toEqual(odd);
    expect(items.at(3)?.value()).toMatchObject({ value: { big: 9007199254740993n, float: 1.5 } });
    expect(items.length).toBe(odd.length);
    expect(cursor).toBeUndefined();
  });

  test('a page of no records may have a cursor', async () => {
    await using service = await startService(body('{"cursor":"next","records":[]}'));
    await using pds = openPds(service.origin);
    expect(await pds.repo.list(posts, undefined)).toMatchObject({ items: { length: 0 }, cursor: 'next' });
  });

  test.each([
    ['{"uri":"at://a/b/c"}', 'the answer has no value'],
    ['[]', 'the answer has no value'],
  ])('one record answered as %s', async (text, says) => {
    await using service = await startService(body(text));
    await using pds = openPds(service.origin);
    const error = await failureOf(pds.repo.get(posts, 'c'));
    expect(error).toMatchObject({ failure: 'malformed', nsid: 'com.atproto.repo.getRecord' });
    expect(error.message).toContain(says);
  });
});

describe('compressed answers', () => {
  const plain = Buffer.from(JSON.stringify(goodPage));
  test.each([
    ['gzip', gzipSync(plain)],
    ['br', brotliCompressSync(plain)],
    ['deflate', deflateSync(plain)],
    ['deflate', deflateRawSync(plain)],
    ['gzip, br', brotliCompressSync(gzipSync(plain))],
    ['identity', plain],
  ])('%s', async (encoding, bytes) => {
    await using service = await startService(body(bytes, { 'content-encoding': encoding }));
    await using pds = openPds(service.origin);
    const { items } = await pds.repo.list(posts, undefined);
    expect(items.at(0)?.text()).toBe(JSON.stringify(goodPage.records[0]));
    expect(pds.journal.entries()).toMatchObject([{ bytes: plain.length, body: plain.toString() }]);
  });
});

test('compression is asked for over a network, and not inside this machine', async () => {
  await using service = await startService(json({}));
  const here: LookupFunction = (_name, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]);
  const agent = new Agent({ connect: { lookup: here } });
  const { port } = new URL(service.origin);
  for (const host of ['pds.example.com', 'localhost']) {
    await exchange(agent, {
      url: new URL(`http://${host}:${port}/`),
      method: 'GET',
      headers: {},
      timeoutMs: 60_000,
      cap: 1_000,
      signal: new AbortController().signal,
    });
  }
  await agent.close();
  expect(service.requests.map(({ headers }) => headers['accept-encoding'])).toEqual([
    'br, gzip, deflate',
    'identity',
  ]);
});

describe('an abort ends a call at once, whatever it is doing', () => {
  const isAsked = (service: Service) => () => service.requests.length > 0;
  const isHeldBack = (_service: Service, pds: OpenPds) => () =>
    pds.journal.entries()[0]?.waitingUntil !== undefined;

  test.each([
    ['waiting for an answer', silence, isAsked],
    ['in the middle of an answer', startThenSilence, isAsked],
    ['waiting for a rate limit', failing(429, { 'retry-after': '100' }), isHeldBack],
    ['between two attempts', failing(500, { 'retry-after': '100' }), isHeldBack],
  ])('%s', async (_when, answer, when) => {
    await using service = await startService(answer);
    await using pds = openPds(service.origin);
    const leave = new AbortController();
    const call = pds.repo.list(posts, undefined, { signal: leave.signal });
    const outcome = Promise.allSettled([call]);
    await vi.waitUntil(when(service, pds));
    leave.abort(new Error('left the place'));
    expect(await outcome).toMatchObject([{ reason: { name: 'AbortError' } }]);
    expect(pds.journal.entries()).toMatchObject([{ note: 'aborted', waitingUntil: undefined }]);
    expect(service.requests).toHaveLength(1);
  });

  test('before it begins, nothing is sent', async () => {
    await using service = await startService(good);
    await using pds = openPds(service.origin);
    const call = pds.repo.list(posts, undefined, { signal: AbortSignal.abort() });
    await expect(call).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(service.asked).toEqual([]);
  });

  test('closing ends all calls, also those that still wait for a connection, and new ones', async () => {
    await using service = await startService(silence);
    const pds = openPds(service.origin);
    const calls = Array.from({ length: 20 }, () => pds.repo.list(posts, undefined));
    const outcomes = Promise.allSettled(calls);
    await pds.transport.close();
    expect((await outcomes).map((outcome) => outcome.status === 'rejected' && outcome.reason.name)).toEqual(
      calls.map(() => 'AbortError'),
    );
    await expect(pds.repo.describe()).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });

  test('a listener does not stay on the signal of a call that is over', async () => {
    await using service = await startService(good);
    await using pds = openPds(service.origin);
    const { signal } = new AbortController();
    let listeners = 0;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...given: Parameters<typeof addEventListener>) => {
      listeners++;
      addEventListener.apply(signal, given);
    };
    signal.removeEventListener = (...given: Parameters<typeof removeEventListener>) => {
      listeners--;
      removeEventListener.apply(signal, given);
    };
    await pds.repo.list(posts, undefined, { signal });
    expect(listeners).toBe(0);
  });
});

describe('where a call may go', () => {
  test('a redirect is told of and not followed', async () => {
    await using other = await startService(good);
    await using service = await startService(redirect(`${other.origin}/elsewhere`));
    await using pds = openPds(service.origin);
    const error = await failureOf(pds.repo.list(posts, undefined));
    expect(error).toMatchObject({ failure: 'status', status: 302 });
    expect(error.message).toContain(`with a redirect to ${other.origin}/elsewhere, which is not followed`);
    expect(other.asked).toEqual([]);
  });

  test('a name that leads to a private address is refused when it is looked up', async () => {
    await using service = await startService(good);
    const { port } = new URL(service.origin);
    const policy = { ...hostPolicy(['https://public.example']), check: () => {} };
    await using pds = openPds(`http://localhost:${port}`, { policy });
    const error = await failureOf(pds.repo.list(posts, undefined));
    expect(error).toMatchObject({ failure: 'refused', service: `localhost:${port}` });
    expect(error.message).toMatch(/the name leads to a private address \(.*127\.0\.0\.1.*\)/);
    expect(service.asked).toEqual([]);
  });

  test('a DID document of a public network that names this machine is refused', () => {
    const policy = hostPolicy(['https://public.example']);
    for (const pds of [
      'http://127.0.0.1:1',
      'http://169.254.169.254',
      'https://localhost',
      'ftp://example.com',
    ]) {
      expect(() => openPds(pds, { policy })).toThrow(expect.objectContaining({ failure: 'refused' }));
    }
  });

  test.each(['', 'not a url'])('a DID document whose PDS is %j is refused in words', (pds) => {
    expect(() => openPds(pds, { policy: hostPolicy(['https://public.example']) })).toThrow(
      expect.objectContaining({ failure: 'refused', message: expect.stringContaining('did:plc:nobody') }),
    );
  });
});

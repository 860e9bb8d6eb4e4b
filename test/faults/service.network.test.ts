import { afterEach, expect, test } from 'vitest';
import type { Answer } from './answer.js';
import {
  cutOff,
  delayed,
  drop,
  error,
  gzipBomb,
  gzipped,
  hang,
  html,
  huge,
  inTurn,
  json,
  rateLimited,
  redirect,
  stall,
  truncatedJson,
  upstream,
  withHandle,
  withPds,
} from './answers.js';
import { deadOrigin, type Service, startService } from './service.js';

const opened: Service[] = [];

async function start(...settings: Parameters<typeof startService>): Promise<Service> {
  const service = await startService(...settings);
  opened.push(service);
  return service;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((service) => service.close()));
});

async function answerOf(answer: Answer, init?: RequestInit): Promise<Response> {
  const { origin } = await start(answer);
  return await fetch(`${origin}/xrpc/com.example.ask`, init);
}

test('answers by NSID and by path, notes what was asked, and gives 404 for the rest', async () => {
  const service = await start({
    'com.atproto.repo.getRecord': json({ here: true }),
    '/did:plc:abc': json({ id: 'did:plc:abc' }),
    '/did:*': error(404, 'NotFound', 'DID not registered'),
  });
  const ask = async (path: string) =>
    (await fetch(`${service.origin}${path}`, { headers: { 'x-mark': 'm' } })).status;
  expect(await ask('/xrpc/com.atproto.repo.getRecord?repo=alice.test')).toBe(200);
  expect(await ask('/did%3Aplc%3Aabc')).toBe(200);
  expect(await ask('/did:plc:other')).toBe(404);
  expect(await ask('/xrpc/com.atproto.repo.listRecords')).toBe(404);
  expect(service.requests.map(({ nsid, path }) => nsid ?? path)).toEqual([
    'com.atproto.repo.getRecord',
    '/did:plc:abc',
    '/did:plc:other',
    'com.atproto.repo.listRecords',
  ]);
  expect(service.requests[0]).toMatchObject({ method: 'GET', headers: { 'x-mark': 'm' } });
  expect(service.requests[0]!.query.get('repo')).toBe('alice.test');
  expect(service.count('/did:*')).toBe(2);
  service.answers.set('/did:plc:other', json({}));
  expect(await ask('/did:plc:other')).toBe(200);
});

test('fails some times and then does well', async () => {
  const { origin } = await start(inTurn(error(500), error(500), json({ well: true })));
  const statuses: number[] = [];
  for (let i = 0; i < 4; i++) statuses.push((await fetch(origin)).status);
  expect(statuses).toEqual([500, 500, 200, 200]);
});

test('limits rates, with and without saying for how long', async () => {
  const told = await answerOf(rateLimited({ retryAfter: 7, resetAt: 1_800_000_000 }));
  expect(told.status).toBe(429);
  expect([told.headers.get('retry-after'), told.headers.get('ratelimit-reset')]).toEqual(['7', '1800000000']);
  const untold = await answerOf(rateLimited());
  expect(untold.headers.get('retry-after')).toBeNull();
  expect(await untold.json()).toMatchObject({ error: 'RateLimitExceeded' });
});

test('sends what is not the JSON that it should be', async () => {
  expect((await answerOf(html())).headers.get('content-type')).toBe('text/html');
  const truncated = await answerOf(truncatedJson({ records: ['a', 'b'] }));
  expect(Number(truncated.headers.get('content-length'))).toBe((await truncated.clone().text()).length);
  await expect(truncated.json()).rejects.toThrow(SyntaxError);
});

test('cuts the connection, before or within the answer', async () => {
  await expect(answerOf(drop())).rejects.toThrow();
  const answer = await answerOf(cutOff({ records: ['a', 'b'] }));
  expect(answer.status).toBe(200);
  await expect(answer.text()).rejects.toThrow();
  await expect(fetch(await deadOrigin())).rejects.toThrow();
});

test('hangs, before or within the answer, until it is closed', async () => {
  const silent = await start(hang());
  const answer = fetch(silent.origin);
  const stalled = await answerOf(stall({ records: ['a', 'b'] }));
  const reader = stalled.body!.getReader();
  expect((await reader.read()).value!.length).toBeGreaterThan(0);
  const rest = reader.read();
  // Who is answered first is known: the other two never are.
  const first = await Promise.race([answer, rest, answerOf(json('later'))]);
  expect(first).toBeInstanceOf(Response);
  expect(await (first as Response).json()).toBe('later');
  const ends = Promise.allSettled([answer, rest]);
  await Promise.all(opened.splice(0).map((service) => service.close()));
  expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('streams more than anyone wants, plain or packed', async () => {
  async function length(answer: Response) {
    let bytes = 0;
    for await (const chunk of answer.body!) bytes += chunk.length;
    return bytes;
  }
  expect(await length(await answerOf(huge(60)))).toBeGreaterThan(60_000_000);
  expect(await length(await answerOf(gzipBomb(60)))).toBeGreaterThan(60_000_000);
  expect(await (await answerOf(gzipped({ a: 1 }))).json()).toEqual({ a: 1 });
});

test('answers as a function says, and in turn within that', async () => {
  const service = await start({
    'com.example.ask': ({ query }) => (query.has('odd') ? [error(500), json('in turn')] : json('plain')),
    'com.example.turns': [json(1), [json(2), json(3)], ({ method }) => json(method)],
  });
  const ask = async (path: string) => (await fetch(`${service.origin}/xrpc/com.example.${path}`)).json();
  expect(await ask('ask')).toBe('plain');
  expect(await ask('ask?odd')).toMatchObject({ error: 'InternalServerError' });
  expect([await ask('turns'), await ask('turns'), await ask('turns')]).toEqual([1, 2, 'GET']);
});

test('says what is no HTTP', async () => {
  await expect(answerOf({ bare: 'SSH-2.0-OpenSSH_9.6\r\n' })).rejects.toThrow();
});

test('redirects, and delays', async () => {
  const target = await start(json('there'));
  expect(await (await answerOf(redirect(target.origin))).json()).toBe('there');
  expect(await (await answerOf(delayed(1, json('late')))).json()).toBe('late');
});

test('is the real service where nothing is scripted, and may change what that says', async () => {
  const real = await start({
    'com.example.post': async ({ method, body, headers }, response) => {
      response.setHeader('x-real', 'yes');
      response.end(JSON.stringify({ method, body, authorization: headers.authorization }));
    },
    'com.example.packed': gzipped({ packed: true }),
    '/did:plc:abc': json({ id: 'did:plc:abc', alsoKnownAs: ['at://alice.test'], service: [] }),
  });
  const proxy = await start(
    {
      '/did:*': upstream((document) => withHandle('other.test')(withPds('http://169.254.169.254')(document))),
    },
    { upstream: real.origin },
  );
  const posted = await fetch(`${proxy.origin}/xrpc/com.example.post`, {
    method: 'POST',
    body: 'text',
    headers: { authorization: 'Bearer t' },
  });
  expect(posted.headers.get('x-real')).toBe('yes');
  expect(await posted.json()).toEqual({ method: 'POST', body: 'text', authorization: 'Bearer t' });
  expect(await (await fetch(`${proxy.origin}/xrpc/com.example.packed`)).json()).toEqual({ packed: true });
  expect((await fetch(`${proxy.origin}/xrpc/com.example.unknown`)).status).toBe(404);
  expect(await (await fetch(`${proxy.origin}/did:plc:abc`)).json()).toEqual({
    id: 'did:plc:abc',
    alsoKnownAs: ['at://other.test'],
    service: [
      { id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: 'http://169.254.169.254' },
    ],
  });
});

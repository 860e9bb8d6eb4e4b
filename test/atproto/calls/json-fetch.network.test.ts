import { expect, test } from 'vitest';
import { hostPolicy } from '../../../src/atproto/calls/host-policy.js';
import { createJournal } from '../../../src/atproto/calls/journal.js';
import { createJsonFetch } from '../../../src/atproto/calls/json-fetch.js';
import { createTransport } from '../../../src/atproto/calls/transport.js';
import { inTurn, json, jsonText, redirect, status as statusOnly, text } from '../../faults/answers.js';
import { type Service, startService } from '../../faults/service.js';
import { openPds } from '../../support/services/open-pds.js';

async function fetched(service: Service, path = '/.well-known/did.json') {
  await using pds = openPds(service.origin);
  const fetch = createJsonFetch(pds.transport);
  return await fetch(`${service.origin}${path}`, { nsid: 'did document', policy: 'configured' });
}

test('an answer is read as JSON or as text', async () => {
  await using service = await startService(json({ id: 'did:web:a' }));
  const answer = await fetched(service);
  expect(answer.status).toBe(200);
  expect(answer.json()).toEqual({ id: 'did:web:a' });
  expect(answer.text()).toBe('{"id":"did:web:a"}');
});

test('that there is nothing is an answer', async () => {
  await using service = await startService(statusOnly(404));
  expect((await fetched(service)).status).toBe(404);
});

test('what is not JSON is told of when it is read as such', async () => {
  await using service = await startService(text('<html></html>'));
  const answer = await fetched(service);
  expect(() => answer.json()).toThrow(
    expect.objectContaining({
      failure: 'malformed',
      nsid: 'did document',
      message: `${service.host}: the answer is a web page and not JSON`,
    }),
  );
});

test.each([301, 500])('%s is a failure', async (status) => {
  await using service = await startService(statusOnly(status));
  await expect(fetched(service)).rejects.toMatchObject({ failure: 'status', status, nsid: 'did document' });
});

test('what passes is waited for', async () => {
  await using service = await startService(inTurn(statusOnly(502), jsonText('"well"')));
  expect((await fetched(service)).json()).toBe('well');
});

test('what is no web address is refused', async () => {
  await using service = await startService(() => {});
  await using pds = openPds(service.origin);
  const fetch = createJsonFetch(pds.transport);
  for (const address of ['nonsense', 'file:///etc/passwd', 'ftp://a.test/']) {
    await expect(fetch(address, { nsid: 'did document', policy: 'configured' })).rejects.toMatchObject({
      failure: 'refused',
    });
  }
});

function redirecting(hops: readonly string[], status = 301) {
  return startService(({ url }) => {
    const to = hops[Number(url.slice(1))];
    return to === undefined ? text('there') : redirect(to, status);
  });
}

async function followed(service: Service, policy = hostPolicy([service.origin])) {
  const transport = createTransport({ journal: createJournal(), policy, timeoutMs: 10_000 });
  try {
    const fetch = createJsonFetch(transport);
    return await fetch(`${service.origin}/0`, { nsid: 'atproto-did', policy: 'configured', maxRedirects: 3 });
  } finally {
    await transport.close();
  }
}

test.each([
  301, 302, 303, 307, 308,
])('a redirect of %s is followed where that is asked for', async (status) => {
  await using service = await redirecting(['/1', './2'], status);
  expect((await followed(service)).text()).toBe('there');
});

test.each([
  ['too many redirects', ['/1', '/2', '/3', '/4'], /redirects more than 3 times$/],
  ['a circle', ['/0'], /redirects more than 3 times$/],
  ['another scheme', ['file:///etc/passwd'], /file: is not a way to reach a service$/],
  ['a redirect with a user name', ['http://user:word@127.0.0.1/'], /it carries a user name$/],
])('%s is refused', async (_what, hops, message) => {
  await using service = await redirecting(hops);
  await expect(followed(service)).rejects.toMatchObject({
    failure: 'refused',
    message: expect.stringMatching(message),
  });
});

test('a redirect into the house is refused on the public network', async () => {
  await using service = await redirecting(['/1']);
  await expect(followed(service, hostPolicy(['https://public.example']))).rejects.toMatchObject({
    failure: 'refused',
    message: expect.stringContaining('private address'),
  });
});

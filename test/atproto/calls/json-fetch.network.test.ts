import { expect, test } from 'vitest';
import { createJsonFetch } from '../../../src/atproto/calls/json-fetch.js';
import { openPds } from '../../support/services/open-pds.js';
import { inTurn, type Service, sendJson, startService } from '../../support/services/service.js';

async function fetched(service: Service, path = '/.well-known/did.json') {
  await using pds = openPds(service.origin);
  const fetch = createJsonFetch(pds.transport);
  return await fetch(`${service.origin}${path}`, { nsid: 'did document', policy: 'configured' });
}

test('an answer is read as JSON or as text', async () => {
  await using service = await startService((_request, response) => sendJson(response, { id: 'did:web:a' }));
  const answer = await fetched(service);
  expect(answer.status).toBe(200);
  expect(answer.json()).toEqual({ id: 'did:web:a' });
  expect(answer.text()).toBe('{"id":"did:web:a"}');
});

test('that there is nothing is an answer', async () => {
  await using service = await startService((_request, response) => response.writeHead(404).end());
  expect((await fetched(service)).status).toBe(404);
});

test('what is not JSON is told of when it is read as such', async () => {
  await using service = await startService((_request, response) => response.end('<html></html>'));
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
  await using service = await startService((_request, response) => response.writeHead(status).end());
  await expect(fetched(service)).rejects.toMatchObject({ failure: 'status', status, nsid: 'did document' });
});

test('what passes is waited for', async () => {
  await using service = await startService(
    inTurn(
      (_request, response) => response.writeHead(502).end(),
      (_request, response) => response.end('"well"'),
    ),
  );
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

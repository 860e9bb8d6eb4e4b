import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DelayingProxy, startDelayingProxy } from './delaying-proxy.js';

let service: Server;
let proxy: DelayingProxy;

beforeEach(async () => {
  service = createServer((incoming, outgoing) => {
    outgoing.writeHead(incoming.url === '/missing' ? 404 : 200, { 'content-type': 'text/plain' });
    outgoing.end(`service at ${incoming.url}`);
  });
  service.listen(0, '127.0.0.1');
  await once(service, 'listening');
  const target = `http://localhost:${(service.address() as AddressInfo).port}`;
  proxy = await startDelayingProxy(target, {
    delayMs: 30,
    rewrite: (body) => body.replace('service', 'proxied'),
  });
});
afterEach(async () => {
  await proxy.close();
  service.close();
});

test('an answer passes with its status and type, rewritten, and not before its time', async () => {
  const start = performance.now();
  const answer = await fetch(`${proxy.origin}/path?with=query`);

  expect(await answer.text()).toBe('proxied at /path?with=query');
  expect(answer.headers.get('content-type')).toBe('text/plain');
  expect(performance.now() - start).toBeGreaterThanOrEqual(29);
  expect((await fetch(`${proxy.origin}/missing`)).status).toBe(404);
});

test('answers that are asked for at the same time are held back at the same time', async () => {
  await Promise.all(['/a', '/b', '/c'].map(async (path) => (await fetch(proxy.origin + path)).text()));

  expect(proxy.answers.map(({ path }) => path).toSorted()).toEqual(['/a', '/b', '/c']);
  const firstEnd = Math.min(...proxy.answers.map(({ end }) => end));
  for (const { start } of proxy.answers) expect(start).toBeLessThan(firstEnd);
});

import { createSecureServer, type Http2SecureServer } from 'node:http2';
import { createServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hostPolicy } from '../../../src/atproto/calls/host-policy.js';
import { createJournal } from '../../../src/atproto/calls/journal.js';
import { createTransport, type Transport } from '../../../src/atproto/calls/transport.js';
import { localhostCertificate } from '../../support/services/localhost-certificate.js';

const before = getCACertificates('default');
let transport: Transport;

beforeAll(() => {
  setDefaultCACertificates([localhostCertificate.cert]);
  transport = createTransport({ journal: createJournal(), policy: hostPolicy([]), timeoutMs: 5_000 });
});

afterAll(async () => {
  await transport.close();
  setDefaultCACertificates(before);
});

async function listening(server: Server | Http2SecureServer): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}

const get = (origin: string, path = '/xrpc/x') =>
  transport.send({ url: new URL(path, origin), method: 'GET', nsid: 'x', policy: 'configured' });

test('a server that speaks HTTP/2 only is spoken to in HTTP/2, also the second time', async () => {
  const versions: string[] = [];
  const server = createSecureServer({ ...localhostCertificate, allowHTTP1: false }, (request, response) => {
    versions.push(request.httpVersion);
    response.end(JSON.stringify({ path: request.url }));
  });
  const origin = await listening(server);
  try {
    for (const path of ['/xrpc/a', '/xrpc/b?c=d']) {
      const answer = await get(origin, path);
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.bytes.toString())).toEqual({ path });
    }
    expect(versions).toEqual(['2.0', '2.0']);
  } finally {
    server.close();
  }
});

test('a server that speaks both is spoken to in HTTP/1.1', async () => {
  const versions: string[] = [];
  const server = createSecureServer({ ...localhostCertificate, allowHTTP1: true }, (request, response) => {
    versions.push(request.httpVersion);
    response.end('{}');
  });
  const origin = await listening(server);
  try {
    expect((await get(origin)).status).toBe(200);
    expect(versions).toEqual(['1.1']);
  } finally {
    server.close();
  }
});

test('an answer over HTTP/2 that is too large ends as one over HTTP/1.1 does', async () => {
  const server = createSecureServer({ ...localhostCertificate, allowHTTP1: false }, (_request, response) => {
    response.end(Buffer.alloc(11 * 1024 * 1024, ' '));
  });
  const origin = await listening(server);
  try {
    await expect(get(origin)).rejects.toMatchObject({ failure: 'too-large' });
  } finally {
    server.close();
  }
});

test('a certificate that is not accepted stays so', async () => {
  setDefaultCACertificates([]);
  const server = createServer(localhostCertificate, (_request, response) => response.end('{}'));
  const origin = await listening(server);
  try {
    await expect(get(origin)).rejects.toThrow(/certificate is not accepted/);
  } finally {
    server.close();
    setDefaultCACertificates([localhostCertificate.cert]);
  }
});

import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hostPolicy } from '../../../src/atproto/calls/host-policy.js';
import { createJournal } from '../../../src/atproto/calls/journal.js';
import { createTransport, type Transport } from '../../../src/atproto/calls/transport.js';
import { json, jsonText } from '../../faults/answers.js';
import { localhostCertificate } from '../../faults/localhost-certificate.js';
import { type Service, startService } from '../../faults/service.js';

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

const get = (origin: string, path = '/xrpc/x') =>
  transport.send({ url: new URL(path, origin), method: 'GET', nsid: 'x', policy: 'configured' });

const versions = ({ requests }: Service) => requests.map(({ httpVersion }) => httpVersion);

test('a server that speaks HTTP/2 only is spoken to in HTTP/2, also the second time', async () => {
  await using server = await startService(({ url }) => json({ path: url }), { speaks: 'h2' });
  for (const path of ['/xrpc/a', '/xrpc/b?c=d']) {
    const answer = await get(server.origin, path);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.bytes.toString())).toEqual({ path });
  }
  expect(versions(server)).toEqual(['2.0', '2.0']);
});

test('calls of the same moment are all spoken to in HTTP/2', async () => {
  await using server = await startService(json({}), { speaks: 'h2' });
  const answers = await Promise.all([get(server.origin), get(server.origin), get(server.origin)]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
});

test('a server that speaks both is spoken to in HTTP/1.1', async () => {
  await using server = await startService(json({}), { speaks: 'https and h2' });
  expect((await get(server.origin)).status).toBe(200);
  expect(versions(server)).toEqual(['1.1']);
});

test('an answer over HTTP/2 that is too large ends as one over HTTP/1.1 does', async () => {
  await using server = await startService(jsonText(Buffer.alloc(11 * 1024 * 1024, ' ')), { speaks: 'h2' });
  await expect(get(server.origin)).rejects.toMatchObject({ failure: 'too-large' });
});

test('a certificate that is not accepted stays so', async () => {
  setDefaultCACertificates([]);
  await using server = await startService(json({}), { speaks: 'https' });
  try {
    await expect(get(server.origin)).rejects.toThrow(/certificate is not accepted/);
  } finally {
    setDefaultCACertificates([localhostCertificate.cert]);
  }
});

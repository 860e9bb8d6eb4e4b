import dns, { type LookupAddress } from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hostPolicy } from '../../../src/atproto/calls/host-policy.js';
import { createJournal } from '../../../src/atproto/calls/journal.js';
import { createJsonFetch } from '../../../src/atproto/calls/json-fetch.js';
import { createTransport } from '../../../src/atproto/calls/transport.js';
import { errorSentence } from '../../../src/text/error-sentence.js';
import { json, redirect } from '../../faults/answers.js';
import { localhostCertificate } from '../../faults/localhost-certificate.js';
import { startService } from '../../faults/service.js';

/**
 * Names as a proxy of the fake-ip kind or a company's name server has them: every one of them leads to this machine, some of
 * them in another spelling.
 */
const leadsTo: Readonly<Record<string, LookupAddress[]>> = {
  'pds.example': [{ address: '127.0.0.1', family: 4 }],
  'mapped.example': [{ address: '::ffff:127.0.0.1', family: 6 }],
  'both.example': [
    { address: '10.255.255.1', family: 4 },
    { address: '127.0.0.1', family: 4 },
  ],
  'pds.corp.internal': [{ address: '127.0.0.1', family: 4 }],
};
const systemLookup = dns.lookup;
const trusted = getCACertificates('default');

beforeAll(() => {
  dns.lookup = ((name: string, options: object, callback: (error: null, found: LookupAddress[]) => void) => {
    const found = leadsTo[name];
    if (found === undefined) return systemLookup(name, options, callback as never);
    process.nextTick(callback, null, found);
  }) as never;
  syncBuiltinESMExports();
  setDefaultCACertificates([localhostCertificate.cert]);
});

afterAll(() => {
  dns.lookup = systemLookup;
  syncBuiltinESMExports();
  setDefaultCACertificates(trusted);
});

/** What a stranger's address is answered with by a program whose services are public; an error as its sentence. */
async function ask(url: string, allow: readonly string[]): Promise<string> {
  const policy = hostPolicy(['https://plc.directory'], { allow, settingsFile: '/me/settings.json' });
  const transport = createTransport({ journal: createJournal(), policy, timeoutMs: 10_000 });
  try {
    const fetch = createJsonFetch(transport);
    const answer = await fetch(url, { nsid: 'atproto-did', policy: 'stranger', maxRedirects: 3 });
    return `answered ${answer.status}`;
  } catch (error) {
    return errorSentence(error);
  } finally {
    await transport.close();
  }
}

/** The certificate is for localhost: who is told that it is not accepted has connected. */
const CONNECTED = /certificate is not accepted/;

test.each([
  ['pds.example', '127.0.0.0/8'],
  ['pds.example', '127.0.0.1'],
  ['pds.example', '::ffff:127.0.0.1'],
  ['pds.example', 'PDS.example.'],
  ['pds.example', '*.example'],
  ['pds.example', '*'],
  ['mapped.example', '127.0.0.1'],
  ['both.example', '127.0.0.1'],
  ['pds.corp.internal', '127.0.0.0/8'],
  ['pds.corp.internal', '*.internal'],
])('https://%s is connected to where %s is let through', async (name, entry) => {
  await using service = await startService(json({}), { speaks: 'https' });
  expect(await ask(`https://${name}:${service.port}/`, [entry])).toMatch(CONNECTED);
});

test.each([
  ['pds.example', '10.0.0.0/8', '127.0.0.1'],
  ['pds.example', 'other.example', '127.0.0.1'],
  ['mapped.example', '*.pds.example', '::ffff:127.0.0.1'],
  ['both.example', '192.168.0.1', '10.255.255.1, 127.0.0.1'],
])('https://%s is not where only %s is, and the sentence says what to set', async (name, entry, found) => {
  await using service = await startService(json({}), { speaks: 'https' });
  const { port } = service;
  expect(await ask(`https://${name}:${port}/`, [entry])).toBe(
    `${name}:${port} was not contacted: the name leads to a private address (${found}). ` +
      '`allowPrivateHosts` in settings.json (/me/settings.json) lets it through.',
  );
  expect(service.requests).toEqual([]);
});

test('an address that is let through is asked, over https and plain http', async () => {
  await using secure = await startService(json({}), { speaks: 'https' });
  await using plain = await startService(json({}));
  expect(await ask(secure.origin, ['localhost'])).toBe('answered 200');
  expect(await ask(plain.origin, ['127.0.0.0/8'])).toBe('answered 200');
});

test('a redirect goes where it is let through, and no further', async () => {
  await using inside = await startService(json({}));
  await using first = await startService(redirect(`${inside.origin}/there`, 302), { speaks: 'https' });
  expect(await ask(first.origin, ['localhost', '127.0.0.1'])).toBe('answered 200');
  expect(await ask(first.origin, ['localhost'])).toContain(
    `${inside.origin} was not contacted: it is a private address`,
  );
  expect(inside.requests).toHaveLength(1);
});

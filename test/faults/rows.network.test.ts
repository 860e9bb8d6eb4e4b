import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createClient } from '../../src/atproto/client.js';
import { errorSentence } from '../../src/text/error-sentence.js';
import { startHouse } from './house.js';
import { localhostCertificate } from './localhost-certificate.js';
import { rows } from './rows.js';

const before = getCACertificates('default');
beforeAll(() => setDefaultCACertificates([...before, localhostCertificate.cert]));
afterAll(() => setDefaultCACertificates(before));

test.each(rows)('when $when', async ({ routes, speaks, ask, gives, fails, says, asked = {}, timeoutMs }) => {
  const house = await startHouse(routes, { speaks });
  // Patience only where it is not what is tried: a busy machine answers late too.
  const client = createClient({ plc: house.origin, appview: house.origin, timeoutMs: timeoutMs ?? 10_000 });
  onTestFinished(async () => {
    await client.close();
    await house.close();
  });
  const outcome = await ask(client).then(
    (value) => ({ value }),
    (reason: unknown) => ({ reason }),
  );
  if (fails) {
    expect(outcome).toMatchObject({ reason: { name: 'XrpcError', ...fails } });
    expect(errorSentence('reason' in outcome && outcome.reason)).toMatch(says ?? /./);
  } else expect(outcome).toMatchObject({ value: gives });
  if (Array.isArray(gives)) expect(outcome).toHaveProperty('value.length', gives.length);
  // Whatever comes of a call, the journal has done with it.
  for (const entry of client.journal.entries()) {
    expect(entry).toMatchObject({ milliseconds: expect.any(Number), waitingUntil: undefined });
  }
  for (const [route, times] of Object.entries(asked)) expect(house.count(route), route).toBe(times);
});

test('each row has a name of its own', () => {
  expect(new Set(rows.map(({ when }) => when)).size).toBe(rows.length);
});

import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { createClient } from '../../../src/atproto/client.js';
import { findAbsent } from '../../../src/jobs/many/gone.js';
import { error } from '../../faults/answers.js';
import { startService } from '../../faults/service.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';

const NOBODY = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa';

let network: SeededNetwork;

beforeAll(async () => {
  network = await useSeededNetwork();
});

/** What is found of bob, of nobody, and of a host that is not there, where the AppView answers so to `getProfiles`. */
async function found(answer: Parameters<typeof error>) {
  const appview = await startService(
    { 'app.bsky.actor.getProfiles': error(...answer) },
    { upstream: network.appview },
  );
  const client = createClient({ plc: network.plc, appview: appview.origin, timeoutMs: 60_000 });
  onTestFinished(async () => {
    await client.close();
    await appview.close();
  });
  const { did } = await client.resolve('bob.test');
  const subjects = new Set([
    did,
    NOBODY,
    'did:web:nowhere.invalid',
    `at://${did}/app.bsky.feed.post/2222222222222`,
  ]);
  const absent = await findAbsent(client, subjects, { signal: AbortSignal.timeout(60_000) });
  return { did, absent };
}

test('an AppView that refuses to say takes nobody for gone: their own hosts are asked', async () => {
  const { did, absent } = await found([400, 'InvalidRequest', 'one of these is no actor']);
  expect(absent.get(did)).toBeUndefined();
  expect(absent.get(NOBODY)).toEqual({ absence: 'gone', word: 'deleted' });
  expect(absent.get('did:web:nowhere.invalid')).toEqual({ absence: 'unknown', word: 'unknown' });
  expect(absent.get(`at://${did}/app.bsky.feed.post/2222222222222`)).toEqual({
    absence: 'gone',
    word: 'deleted',
  });
});

test('nothing is found where the AppView cannot be asked', async () => {
  await expect(found([500, 'InternalServerError', 'no'])).rejects.toMatchObject({ status: 500 });
});

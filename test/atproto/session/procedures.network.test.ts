import { beforeAll, expect, test } from 'vitest';
import { textField } from '../../../src/text/json-fields.js';
import type { Author } from '../../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import {
  callsOf,
  expireAccess,
  type Run,
  signUpWithPassword,
  startRun,
} from '../../support/session/session-fixtures.js';

let network: SeededNetwork;
let anna: Author & { password: string };
let run: Run;

beforeAll(async () => {
  network = await useSeededNetwork();
  anna = await signUpWithPassword(network.pds, 'writer');
});

async function signedIn(): Promise<Run> {
  run = await startRun(network);
  await run.client.sessions.signIn({ identifier: anna.did, password: anna.password });
  return run;
}

const post = (text: string) => ({
  repo: anna.did,
  collection: 'app.bsky.feed.post',
  record: { $type: 'app.bsky.feed.post', text, createdAt: '2026-01-02T03:04:05Z' },
});

test('a record and a blob are written to the own PDS, as the account in use', async () => {
  const { client } = await signedIn();
  const bytes = Buffer.from('some bytes of a text');
  const uploaded = await client.own.procedure('com.atproto.repo.uploadBlob', { type: 'text/plain', bytes });
  expect(uploaded.json()).toMatchObject({ blob: { size: bytes.length, mimeType: 'text/plain' } });

  const created = (await client.own.procedure('com.atproto.repo.createRecord', post('hello'))).json();
  const [, , , collection, rkey] = textField(created, 'uri')!.split('/');
  const record = await client.repo(await client.resolve(anna.did)).get(collection!, rkey!);
  expect(record.value()).toMatchObject({ value: { text: 'hello' } });

  await client.own.procedure('com.atproto.repo.deleteRecord', {
    repo: anna.did,
    collection: collection!,
    rkey: rkey!,
  });
  await expect(client.repo(await client.resolve(anna.did)).get(collection!, rkey!)).rejects.toMatchObject({
    error: 'RecordNotFound',
  });
});

test('a token that has ended is renewed, and the record is written once', async () => {
  const first = await signedIn();
  await expireAccess(first.store, anna.did);
  const next = await startRun(network, { folder: first.folder });
  await next.client.sessions.restore();
  await next.client.own.procedure('com.atproto.repo.createRecord', post('written once'));
  expect(callsOf(next)).toEqual(['refreshSession', 'createRecord']);
  const { items } = await next.client
    .repo(await next.client.resolve(anna.did))
    .list('app.bsky.feed.post', undefined);
  const texts = Array.from({ length: items.length }, (_, index) => items.at(index)?.text());
  expect(texts.filter((text) => text?.includes('written once'))).toHaveLength(1);
});

test('what the PDS refuses is told in its words', async () => {
  const { client } = await signedIn();
  const write = client.own.procedure('com.atproto.repo.createRecord', {
    ...post('nobody else’s'),
    repo: network.seed.alice.did,
  });
  await expect(write).rejects.toMatchObject({
    failure: 'status',
    status: 401,
    error: 'AuthenticationRequired',
  });
});

test('nobody writes as nobody', async () => {
  const { client } = await startRun(network);
  const write = client.own.procedure('com.atproto.repo.createRecord', post('hello'));
  await expect(write).rejects.toMatchObject({ failure: 'refused', error: 'AuthMissing' });
  expect(client.journal.entries()).toEqual([]);
});

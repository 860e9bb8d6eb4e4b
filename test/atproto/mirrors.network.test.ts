import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AtClient, createClient } from '../../src/atproto/client.js';
import { askProof } from '../../src/atproto/proof/ask-proof.js';
import { errorSentence } from '../../src/text/error-sentence.js';
import { error, json, text, upstream, withPds } from '../faults/answers.js';
import { deadOrigin, type Routes, type Service, startService } from '../faults/service.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { scratchFolder } from '../support/scratch-folder.js';

const POSTS = 'app.bsky.feed.post';

let network: SeededNetwork;
let dead: string;
const open: { close(): Promise<unknown> }[] = [];

beforeAll(async () => {
  network = await useSeededNetwork();
  dead = await deadOrigin();
});

afterAll(async () => {
  for (const one of open) await one.close();
});

/** A client in whose directory every account is at a PDS that is gone, with that mirror: the real PDS behind some answers. */
async function stage(routes: Routes = {}): Promise<{ client: AtClient; mirror: Service }> {
  const mirror = await startService(routes, { upstream: network.pds });
  const plc = await startService({ '/did:*': upstream(withPds(dead)) }, { upstream: network.plc });
  const client = createClient({ ...network, plc: plc.origin, services: { mirrors: [mirror.origin] } });
  open.push(client, mirror, plc);
  return { client, mirror };
}

/** As a relay: it has repositories, and no records. */
const SYNC_ONLY: Routes = {
  'com.atproto.repo.*': error(501, 'MethodNotImplemented', 'Method Not Implemented'),
};

test('a repository whose PDS is gone is read from a mirror, which is remembered and proves its records', async () => {
  const { client, mirror } = await stage();
  const identity = await client.resolve('alice.test');
  const source = client.repo(identity);
  const { collections } = await source.describe();
  expect(collections).toContain(POSTS);
  expect(client.mirrored.hostOf(identity.did)).toBe(mirror.host);
  const { items } = await source.list(POSTS, undefined, { limit: 1 });
  const post = items.at(0)?.value() as { uri: string };
  const rkey = post.uri.slice(post.uri.lastIndexOf('/') + 1);
  expect((await source.get(POSTS, rkey)).value()).toEqual(post);
  const proof = await askProof(client, identity, { collection: POSTS, rkey }, {});
  expect(proof.result.fault).toBeUndefined();
  // The PDS was asked once, with what is sent again.
  const toPds = client.journal.entries().filter(({ url }) => url.startsWith(dead));
  expect(new Set(toPds.map(({ nsid }) => nsid))).toEqual(new Set(['com.atproto.repo.describeRepo']));
});

test('a mirror that has whole repositories only gives records by their proof, and says what it cannot list', async () => {
  const { client, mirror } = await stage(SYNC_ONLY);
  const identity = await client.resolve('alice.test');
  const [, , , collection = '', rkey = ''] = network.seed.records.plant.split('/');
  const there = await createAtPds(collection, rkey);
  expect((await client.repo(identity).get(collection, rkey)).value()).toEqual(there);
  await expect(client.repo(identity).get(collection, 'nowhere')).rejects.toMatchObject({
    error: 'RecordNotFound',
  });
  const refused = await client
    .repo(identity)
    .describe()
    .catch((reason: unknown) => reason);
  expect(errorSentence(refused)).toBe(
    `${mirror.host} serves repositories whole and lists nothing of them: :archive.pull takes this one home.`,
  );
  const file = join(scratchFolder(), 'alice.car');
  const bytes = await client.pullCar(identity, { file, maxBytes: 1e9 });
  expect((await readFile(file)).length).toBe(bytes);
  await rm(file);
});

test('a mirror that lies is not believed: another record, another account', async () => {
  const { client } = await stage({
    'com.atproto.repo.getRecord': json({
      uri: network.seed.records.plant,
      cid: 'bafyreihffx5a2e7k5uwrmmgofbvzujc5cmw5h4espouwuxt3liqoflx3ee',
      value: { $type: 'com.example.garden.plant', name: 'Forged' },
    }),
    // A proof that holds, of bob.
    'com.atproto.sync.getRecord': async ({ query }) => {
      query.set('did', network.seed.accounts.bob!.did);
      const car = await fetch(`${network.pds}/xrpc/com.atproto.sync.getRecord?${query}`);
      return text(Buffer.from(await car.arrayBuffer()), { type: 'application/vnd.ipld.car' });
    },
  });
  const identity = await client.resolve('alice.test');
  const [, , , collection = '', rkey = ''] = network.seed.records.plant.split('/');
  const { result } = await askProof(client, identity, { collection, rkey }, {});
  expect(result.fault?.kind).toBe('wrong-account');
});

async function createAtPds(collection: string, rkey: string): Promise<unknown> {
  const query = new URLSearchParams({ repo: network.seed.alice.did, collection, rkey });
  return await (await fetch(`${network.pds}/xrpc/com.atproto.repo.getRecord?${query}`)).json();
}

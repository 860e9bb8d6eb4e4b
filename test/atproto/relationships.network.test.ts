import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAppView } from '../../src/atproto/bsky-appview.js';
import { nobodyAt } from '../../src/atproto/calls/authoriser.js';
import { hostPolicy } from '../../src/atproto/calls/host-policy.js';
import { createJournal } from '../../src/atproto/calls/journal.js';
import { createTransport } from '../../src/atproto/calls/transport.js';
import { createXrpc } from '../../src/atproto/calls/xrpc.js';
import { type AtClient, createClient } from '../../src/atproto/client.js';
import { json } from '../faults/answers.js';
import { startService } from '../faults/service.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';

let network: SeededNetwork;
let client: AtClient;

beforeAll(async () => {
  network = await useSeededNetwork();
  client = createClient(network);
});

afterAll(async () => {
  await client?.close();
});

test('the AppView tells who of many follows an account, thirty at a time', async () => {
  const { did } = network.seed.alice;
  const { items } = await client.appview.getFollowers(did, undefined);
  const followers = Array.from(
    { length: items.length },
    (_, index) => (items.at(index)?.value() as { did: string }).did,
  );
  expect(followers.length).toBeGreaterThan(60);

  const relationships = await client.appview.getRelationships(did, [...followers, did]);

  expect(relationships.map((one) => one.did)).toEqual([...followers, did]);
  const following = relationships.filter(({ followedBy }) => followedBy !== undefined);
  expect(following.map((one) => one.did)).toEqual(followers);
  expect(following.every((one) => one.followedBy?.startsWith(`at://${one.did}/app.bsky.graph.follow/`))).toBe(
    true,
  );
});

test('of accounts that the AppView does not know it says that they do not follow', async () => {
  const answers = [
    {
      relationships: [
        { actor: 'did:plc:x', notFound: true },
        { did: 'did:plc:b', followedBy: 'at://b/f/1' },
      ],
    },
  ];
  await using service = await startService(() => json(answers.shift()));
  const policy = hostPolicy([service.origin]);
  const transport = createTransport({ journal: createJournal(), policy, timeoutMs: 10_000 });
  const appview = createAppView(createXrpc(nobodyAt(transport, new URL(service.origin), 'configured')));
  const ask = () => appview.getRelationships('did:plc:a', ['did:plc:x', 'did:plc:b']);
  try {
    expect(await ask()).toEqual([
      { did: 'did:plc:x', isWhole: true },
      { did: 'did:plc:b', followedBy: 'at://b/f/1', isWhole: true },
    ]);
    expect(service.asked).toEqual([
      'GET /xrpc/app.bsky.graph.getRelationships?actor=did%3Aplc%3Aa&others=did%3Aplc%3Ax&others=did%3Aplc%3Ab',
    ]);
  } finally {
    await transport.close();
  }
});

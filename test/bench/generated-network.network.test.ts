import { fromString } from '@atcute/cid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type GeneratedNetwork, startGeneratedNetwork } from './generated-network.js';

interface Page {
  records: { uri: string; cid: string; value: { text: string; createdAt: string } }[];
  cursor?: string;
}

let network: GeneratedNetwork;

beforeEach(async () => {
  network = await startGeneratedNetwork();
});
afterEach(() => network.close());

async function page(did: string, limit: number, cursor?: string): Promise<Page> {
  const query = new URLSearchParams({ repo: did, collection: 'app.bsky.feed.post', limit: String(limit) });
  if (cursor) query.set('cursor', cursor);
  const response = await fetch(`${network.origin}/xrpc/com.atproto.repo.listRecords?${query}`);
  return (await response.json()) as Page;
}

test('an account of any size pages newest first, and ends', async () => {
  const did = network.account(250);
  const texts: string[] = [];
  let cursor: string | undefined;
  do {
    const answer: Page = await page(did, 100, cursor);
    texts.push(...answer.records.map(({ value }) => value.text));
    cursor = answer.cursor;
  } while (cursor);

  expect(texts).toHaveLength(250);
  expect(texts[0]).toMatch(/^post 249: /);
  expect(texts[100]).toMatch(/^post 149: /);
  expect(texts[249]).toMatch(/^post 0: /);
});

test('records are made as real ones are, and the same each time', async () => {
  const did = network.account(1_000_000);
  const first = await page(did, 3);

  expect(first).toEqual(await page(did, 3));
  for (const { uri, cid, value } of first.records) {
    expect(uri).toMatch(new RegExp(`^at://${did}/app\\.bsky\\.feed\\.post/3[a-z2-7]{12}$`));
    expect(fromString(cid).codec).toBe(0x71);
    expect(new Date(value.createdAt).getTime()).not.toBeNaN();
  }
});

test('its directory names itself as the PDS', async () => {
  const did = network.account(100);
  const document = (await (await fetch(`${network.origin}/${did}`)).json()) as {
    id: string;
    service: { serviceEndpoint: string }[];
  };

  expect(document.id).toBe(did);
  expect(document.service[0]?.serviceEndpoint).toBe(network.origin);
  expect((await fetch(`${network.origin}/did:plc:other`)).status).toBe(404);
});

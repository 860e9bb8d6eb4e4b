import { afterAll, expect, test } from 'vitest';
import { createResolveTxt } from '../../src/atproto/identity/handle-sources.js';
import { GARDEN_AUTHORITY, GARDEN_LEXICONS } from './garden-lexicons.js';
import { startNameServer } from './name-server.js';
import { useSeededNetwork } from './seeded-network.js';

const server = await startNameServer({ '_atproto.moved.example': 'did=did:plc:moved' });
const resolveTxt = createResolveTxt([server.address]);

afterAll(() => server.close());

test('answers the TXT records that it was given, however a name is written', async () => {
  expect(await resolveTxt('_atproto.MOVED.example')).toEqual([['did=did:plc:moved']]);
  expect(server.asked).toEqual(['_atproto.moved.example']);
});

test('answers several of a name, and a long one in pieces', async () => {
  server.txt.set('several.example', ['one', 'é'.repeat(200)]);
  const records = await resolveTxt('several.example');
  expect(records[0]).toEqual(['one']);
  expect(records[1]).toHaveLength(2);
  expect(Buffer.from(records[1]!.join('')).length).toBeGreaterThan(255);
});

test('says which names do not exist, and which have no such record', async () => {
  await expect(resolveTxt('nobody.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  server.txt.set('empty.example', []);
  await expect(resolveTxt('empty.example')).rejects.toMatchObject({ code: 'ENODATA' });
});

test('leads from the name of a lexicon to its record, on the seeded network', async () => {
  const { nameServers, pds, seed } = await useSeededNetwork();
  const { did } = seed.accounts.gardener!;
  expect(await createResolveTxt(nameServers)(GARDEN_AUTHORITY)).toEqual([[`did=${did}`]]);
  for (const { collection, rkey = '', value } of GARDEN_LEXICONS) {
    const query = new URLSearchParams({ repo: did, collection, rkey });
    const answer = await fetch(`${pds}/xrpc/com.atproto.repo.getRecord?${query}`);
    expect(await answer.json()).toMatchObject({ value });
  }
});

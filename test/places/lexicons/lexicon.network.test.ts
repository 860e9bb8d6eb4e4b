import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AtClient, createClient } from '../../../src/atproto/client.js';
import { type Address, formatAddress } from '../../../src/places/address.js';
import type { Listing } from '../../../src/places/listing.js';
import { openListing } from '../../../src/places/listing-for.js';
import { PLANT_LEXICON } from '../../network/garden-lexicons.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';

let network: SeededNetwork;
let client: AtClient;
const { signal } = new AbortController();

beforeAll(async () => {
  network = await useSeededNetwork();
  client = createClient(network);
});

afterAll(() => client?.close());

async function rowsAt(address: Address, account?: string) {
  const identity = account === undefined ? undefined : await client.resolve(account, { signal });
  const listing: Listing | undefined = await openListing(address, { client, identity }, signal);
  if (!listing) throw new Error('no listing');
  const { rows } = await listing.load(undefined, { signal });
  return {
    listing,
    rows: Array.from({ length: rows.length }, (_, at) => listing.row(rows.at(at), () => undefined)),
  };
}

test('a lexicon that somebody publishes: who, and what it says; then the records of it read by it', async () => {
  const plants: Address = { kind: 'collection', repo: 'alice.test', collection: PLANT_LEXICON };
  // Nobody is asked for it by who lists records of it.
  const before = await rowsAt(plants, 'alice.test');
  expect(before.listing.columns.map(({ title }) => title)).toContain('summary');

  const { rows, listing } = await rowsAt({ kind: 'lexicon', nsid: PLANT_LEXICON, def: undefined });
  const { did } = network.seed.accounts.gardener!;
  const [from, authority] = rows;
  expect(from?.cells.slice(0, 3)).toEqual(['✓', 'from', 'published']);
  expect(from?.opens && formatAddress(from.opens)).toBe(
    `at://${did}/com.atproto.lexicon.schema/${PLANT_LEXICON}`,
  );
  expect(authority?.opens).toEqual({ kind: 'repo', repo: did });
  const said = rows.map(({ cells }) => cells.slice(1).join(' | '));
  expect(said).toContainEqual(
    '  heightCm | integer | required | 0 to 160 · Height over the soil, in centimetres. What grows higher is a tree.',
  );
  expect(JSON.parse((await listing.document?.({ signal })) ?? '')).toMatchObject({ id: PLANT_LEXICON });

  const after = await rowsAt(plants, 'alice.test');
  const titles = after.listing.columns.map(({ title }) => title);
  expect(titles).toEqual(expect.arrayContaining(['name', 'notes', 'heightCm']));
  expect(after.rows.length).toBe(before.rows.length);
  expect(after.rows.every(({ cells }) => cells.length === titles.length)).toBe(true);
});

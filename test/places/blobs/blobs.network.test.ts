import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AtClient, createClient } from '../../../src/atproto/client.js';
import { parseAddress } from '../../../src/places/address.js';
import type { Listing, Rows } from '../../../src/places/listing.js';
import { openListing } from '../../../src/places/listing-for.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';

let network: SeededNetwork;
let client: AtClient;
const { signal } = new AbortController();
const nobody = () => undefined;

beforeAll(async () => {
  network = await useSeededNetwork();
  client = createClient(network);
});
afterAll(() => client.close());

async function listingAt(text: string): Promise<Listing> {
  const read = parseAddress(text);
  if (!read.ok) throw new Error(read.reason);
  const identity = await client.resolve('painter.test');
  const listing = await openListing(read.address, { client, identity }, signal);
  if (!listing) throw new Error(`nothing is listed at ${text}`);
  return listing;
}

const itemsOf = (rows: Rows<unknown>): unknown[] =>
  Array.from({ length: rows.length }, (_, index) => rows.at(index));

async function factsAt(text: string): Promise<readonly string[]> {
  const listing = await listingAt(text);
  const { rows } = await listing.load(undefined, { signal });
  return itemsOf(rows).map((item) => listing.row(item, nobody).cells.filter(Boolean).join(' '));
}

describe('the blobs of an account', () => {
  test('are there at once by their CIDs, and then with what they are and what uses them', async () => {
    const listing = await listingAt('painter.test/blobs');
    const parts: number[] = [];
    const { rows, cursor } = await listing.load(undefined, {
      signal,
      onPart: (part) => parts.push(part.length),
    });
    expect(cursor).toBeUndefined();
    expect(parts[0]).toBe(rows.length);
    const { pictures } = network.around.pictures;
    const jsons = itemsOf(rows).map((item) => JSON.parse(listing.json(item)));
    expect(jsons).toContainEqual(
      expect.objectContaining({ cid: pictures.webp.cid, mimeType: 'image/webp', size: pictures.webp.size }),
    );
    expect(jsons.every(({ records }) => records.length > 0)).toBe(true);
    const [row] = itemsOf(rows).map((item) => listing.row(item, nobody));
    expect(row?.opens).toEqual({ kind: 'blob', repo: 'painter.test', cid: row?.cid });
    expect(row?.picture).toMatchObject({ cid: row?.cid });
  });

  test('tell of one of them its hash, its type, its size and what uses it, and then its hash in the list', async () => {
    const { cid, size } = network.around.pictures.pictures.gif;
    const facts = await factsAt(`painter.test/blobs/${cid}`);
    expect(facts).toContain('✓ hash Its bytes hash to its CID.');
    expect(facts).toContain('type image/gif');
    expect(facts).toContainEqual(expect.stringContaining(`(${size.toLocaleString('en')} bytes)`));
    expect(facts).toContainEqual(expect.stringMatching(/^used by app\.bsky\.feed\.post\//));
    const listing = await listingAt('painter.test/blobs');
    const { rows } = await listing.load(undefined, { signal });
    const row = itemsOf(rows)
      .map((item) => listing.row(item, nobody))
      .find((one) => one.name === cid);
    expect(row?.cells).toContain('✓');
  });

  test('of a film tell its length, and of captions their text', async () => {
    const { video } = network.around.pictures;
    expect(await factsAt(`painter.test/blobs/${video.cid}`)).toContainEqual(
      expect.stringMatching(/^length /),
    );
    const [caption] = video.captions;
    const facts = await factsAt(`painter.test/blobs/${caption?.cid}`);
    expect(facts).toContain('type text/vtt');
    expect(facts).toContainEqual(expect.stringMatching(/^text WEBVTT/));
  });

  test('say of one that is nobody’s why it cannot be had', async () => {
    const unknown = 'bafkreibeb75gj36wqyxtdxp54jnv3xx67wf6vxidkyznps5tkzmwrynupu';
    const facts = await factsAt(`painter.test/blobs/${unknown}`);
    expect(facts[0]).toMatch(/^\? hash .*Blob not found/);
    expect(facts).toContain('used by no record that was read');
  });
});

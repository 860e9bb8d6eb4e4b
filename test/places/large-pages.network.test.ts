import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { hostPolicy } from '../../src/atproto/calls/host-policy.js';
import { createJournal } from '../../src/atproto/calls/journal.js';
import { createTransport } from '../../src/atproto/calls/transport.js';
import { createPdsSource } from '../../src/atproto/pds-source.js';
import { Pager } from '../../src/places/pager.js';
import { recordsListing } from '../../src/places/records.js';

const did = 'did:plc:aaaabbbbccccddddeeeeffff';
const collection = 'com.whtwnd.blog.entry';
const MEGABYTE = 1_000_000;

let server: Server | undefined;
afterEach(() => server?.close());

/** A PDS with records of those sizes, which keeps to `limit`; `asked` are the limits. */
async function pdsWith(sizes: readonly number[]) {
  const asked: number[] = [];
  const record = (index: number) => ({
    uri: `at://${did}/${collection}/r${String(index).padStart(3, '0')}`,
    cid: 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a',
    value: { $type: collection, content: 'x'.repeat(sizes[index] ?? 0) },
  });
  server = createServer((request, response) => {
    const params = new URL(request.url ?? '', 'http://x').searchParams;
    const limit = Number(params.get('limit') ?? 50);
    const start = Number(params.get('cursor') ?? 0);
    asked.push(limit);
    const end = Math.min(sizes.length, start + limit);
    const records = Array.from({ length: end - start }, (_, index) => record(start + index));
    const cursor = end < sizes.length ? String(end) : undefined;
    response.end(JSON.stringify({ records, cursor }));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const pds = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const policy = hostPolicy([pds]);
  const transport = createTransport({ journal: createJournal(), policy, timeoutMs: 20_000 });
  const identity = {
    did,
    handle: 'alice.test',
    pds,
    signingKey: undefined,
    document: {},
    fetchedAt: 0,
    cached: false,
  };
  const listing = recordsListing({
    address: { kind: 'collection', repo: 'alice.test', collection },
    source: createPdsSource(transport, policy, identity),
    did,
  });
  return { asked, listing, pager: new Pager(listing), transport };
}

async function allRows({
  pager,
  listing,
}: Awaited<ReturnType<typeof pdsWith>>): Promise<readonly string[][]> {
  const rows: string[][] = [];
  const { signal } = new AbortController();
  while (!pager.ended) {
    const page = await pager.next({ signal });
    for (let index = 0; index < page.rows.length; index++) {
      const item = page.rows.at(index);
      if (item) rows.push([...listing.row(item, () => undefined).cells]);
    }
  }
  return rows;
}

test('a page over 10 MB is asked for again in halves, and no record is missing', async () => {
  const pds = await pdsWith(Array.from({ length: 130 }, () => 120_000));
  const rows = await allRows(pds);
  expect(rows.map((row) => row.at(-1))).toEqual(
    Array.from({ length: 130 }, (_, at) => `r${String(at).padStart(3, '0')}`),
  );
  expect(pds.asked).toEqual([100, 50, 50, 50]);
  await pds.transport.close();
});

test('a record that is over the limit by itself is a row that says so, between the others', async () => {
  const pds = await pdsWith([10, 10, 10, 11 * MEGABYTE, 10, 12 * MEGABYTE, 10]);
  const rows = await allRows(pds);
  expect(rows.map((row) => row.at(-1))).toEqual(['r000', 'r001', 'r002', 'r003', 'r004', 'r005', 'r006']);
  expect(rows.map((row) => /^This record is 1[12](?:\.\d)? MB/.test(row[1] ?? ''))).toEqual([
    false,
    false,
    false,
    true,
    false,
    true,
    false,
  ]);
  await pds.transport.close();
});

test('a record that nothing can hold is said, and what came before it stays', async () => {
  const pds = await pdsWith([10, 10, 70 * MEGABYTE]);
  await expect(allRows(pds)).rejects.toMatchObject({ failure: 'too-large' });
  expect(pds.asked.at(-1)).toBe(1);
  await pds.transport.close();
});

test('pages grow again behind what was large', async () => {
  const pds = await pdsWith([
    ...Array.from({ length: 100 }, () => 150_000),
    ...Array.from({ length: 2_000 }, () => 10),
  ]);
  expect(await allRows(pds)).toHaveLength(2_100);
  expect(pds.asked.at(-1)).toBe(100);
  await pds.transport.close();
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from '@atcute/cbor';
import { toString as cidText, create } from '@atcute/cid';
import type { Archive, ArchiveCollection } from '../../../src/archive/archive.js';
import { tidTime } from '../../../src/atproto/tid.js';
import { scratchFolder } from '../scratch-folder.js';

/** A record by its collection and key. */
export interface PlainRecord {
  readonly collection: string;
  readonly rkey: string;
  /** In DAG-CBOR already, or what becomes it. */
  readonly value: unknown;
}

/**
 * An archive of records whose bodies stand in a file in the order that `order` gives, behind their CIDs, as in a CAR, and with nothing
 * else: for what reads records and asks nothing of the tree.
 */
export async function plainArchive(
  records: readonly PlainRecord[],
  { order = (offsets) => offsets }: { order?: (rows: readonly number[]) => readonly number[] } = {},
): Promise<Archive> {
  const sorted = records.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const bodies = await Promise.all(
    sorted.map(async ({ value }) => {
      const body = value instanceof Uint8Array ? value : encode(value);
      return { body, cid: await create(0x71, body) };
    }),
  );
  const parts: Uint8Array[] = [Buffer.from('begins')];
  let at = 6;
  const offsets = sorted.map(() => 0);
  for (const row of order(sorted.map((_, index) => index))) {
    const { body, cid } = bodies[row] ?? { body: new Uint8Array(), cid: { bytes: new Uint8Array() } };
    parts.push(cid.bytes, body);
    offsets[row] = at + cid.bytes.length;
    at += cid.bytes.length + body.length;
  }
  const file = join(scratchFolder(), 'plain.car');
  writeFileSync(file, Buffer.concat(parts));
  const bytes = readFileSync(file);
  const collections: ArchiveCollection[] = [];
  for (const [row, { collection }] of sorted.entries()) {
    const last = collections.at(-1);
    if (last?.name === collection) collections[collections.length - 1] = { ...last, count: last.count + 1 };
    else collections.push({ name: collection, first: row, count: 1 });
  }
  function sizeOf(row: number): number {
    return bodies[row]?.body.length ?? 0;
  }
  function collectionOf(row: number): ArchiveCollection {
    const found = collections.find(({ first, count }) => row >= first && row < first + count);
    if (!found) throw new RangeError(`no row ${row}`);
    return found;
  }
  return {
    file,
    did: 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa',
    rev: '3jzfcijpj2z2a',
    root: 'bafyroot',
    bytes: bytes.length,
    blocks: sorted.length,
    records: sorted.length,
    collections,
    rkey: (row) => sorted[row]?.rkey ?? '',
    collectionOf,
    find: (collection, rkey) => sorted.findIndex((r) => r.collection === collection && r.rkey === rkey),
    offset: (row) => offsets[row] ?? 0,
    size: sizeOf,
    offsets: () => Float64Array.from(offsets),
    keyTime: (row) => tidTime(sorted[row]?.rkey ?? ''),
    cid(row) {
      const cid = bodies[row]?.cid;
      if (!cid) throw new RangeError(`no row ${row}`);
      return cidText(cid);
    },
    read: (row) => bytes.subarray(offsets[row] ?? 0, (offsets[row] ?? 0) + sizeOf(row)),
    problems: [],
    close() {},
  };
}

const keyOf = ({ collection, rkey }: PlainRecord): string => `${collection}/${rkey}`;

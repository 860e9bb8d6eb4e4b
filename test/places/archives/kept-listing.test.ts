import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type ArchiveNote, Archives } from '../../../src/keep/archives.js';
import { type KeptCopy, keptListing } from '../../../src/places/archives/kept-listing.js';
import { spell } from '../../../src/text/sentence.js';
import { scratchFolder } from '../../support/scratch-folder.js';

const { signal } = new AbortController();
const NOTE: ArchiveNote = {
  handle: 'alice.test',
  records: 1497,
  collections: 13,
  verdict: 'signed',
  problems: 0,
  from: 'pds.test',
};

const newArchives = () => new Archives(scratchFolder(), { copies: 2 });

async function keep(archives: Archives, did: string, note: ArchiveNote, bytes = 1000): Promise<void> {
  await archives.work(did, {}, async ({ draft, put }) => {
    const file = draft('car');
    writeFileSync(file, Buffer.alloc(bytes));
    await put(file, '3jzfcijpj2z2a', note);
  });
}

async function listed(archives: Archives | undefined) {
  const listing = keptListing({ kind: 'archives' }, { archives });
  const { rows } = await listing.load(undefined, { signal });
  const items = Array.from({ length: rows.length }, (_, at) => rows.at(at) as KeptCopy);
  return { listing, items, rows };
}

const nobody = () => undefined;

test('every copy that is kept is a row: whose, how much it holds, how large, what was found', async () => {
  const archives = newArchives();
  await keep(archives, 'did:web:alice.test', NOTE);
  await keep(archives, 'did:web:alice.test', { ...NOTE, records: 1 });
  await keep(archives, 'did:web:bob.test', { ...NOTE, handle: undefined, verdict: 'unsound', problems: 2 });
  const { listing, items, rows } = await listed(archives);
  expect(items.map((item) => listing.row(item, nobody).cells.slice(1, 6))).toEqual([
    ['did:web:bob.test', '', '1,497', '1.0 kB', '✗ 2 problems'],
    ['alice.test', '', '1', '1.0 kB', '✓ signed'],
    ['alice.test', '~1', '1,497', '1.0 kB', '✓ signed'],
  ]);
  expect(rows.summary).toBe('3.0 kB');
  expect(items.map((item) => listing.row(item, nobody).opens)).toEqual([
    { kind: 'archive', of: { repo: 'did:web:bob.test', copy: 0 } },
    { kind: 'archive', of: { repo: 'alice.test', copy: 0 } },
    { kind: 'archive', of: { repo: 'alice.test', copy: 1 } },
  ]);
  expect(JSON.parse(listing.json(items[2]!))).toMatchObject({
    address: 'archive:alice.test~1',
    did: 'did:web:alice.test',
    handle: 'alice.test',
    verdict: 'signed',
    records: 1497,
  });
});

test('a handle under which two accounts were taken home names neither', async () => {
  const archives = newArchives();
  await keep(archives, 'did:web:alice.test', NOTE);
  await keep(archives, 'did:web:other.test', NOTE);
  const { listing, items } = await listed(archives);
  expect(items.map((item) => listing.row(item, nobody).name).toSorted()).toEqual([
    'archive:did:web:alice.test',
    'archive:did:web:other.test',
  ]);
});

test('where nothing is kept it says how that comes', async () => {
  const { listing, items } = await listed(undefined);
  expect(items).toEqual([]);
  expect(spell(listing.empty ?? '', (id) => `<${id}>`)).toContain('<archive.pull>');
});

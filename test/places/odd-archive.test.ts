import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode, toCidLink } from '@atcute/cbor';
import { create } from '@atcute/cid';
import { afterAll, expect, test } from 'vitest';
import { openArchive } from '../../src/archive/open-archive.js';
import { lenses, lensFor } from '../../src/lenses/lens-for.js';
import { archiveSource } from '../../src/places/archives/archive-source.js';
import { recordJson, recordsListing } from '../../src/places/records.js';
import { type Block, blockOf, carOf, commitBlock, DID, treeOf } from '../archive/build-repo.js';

const folder = mkdtempSync(join(tmpdir(), 'atscope-odd-archive-'));
const { signal } = new AbortController();
const GOOD = { text: 'a good one', name: 'a good one', subject: DID, createdAt: '2024-01-02T03:04:05Z' };

afterAll(() => rmSync(folder, { recursive: true }));

/** Without a body there is no record, and no row of it. */
const EMPTY = 'it is empty';

/** Members that the records of known kinds have. */
const MEMBERS = [
  ...[
    'text',
    'subject',
    'createdAt',
    'reply',
    'embed',
    'facets',
    'langs',
    'labels',
    'tags',
    'name',
    'list',
    'post',
    'via',
  ],
  ...[
    'allow',
    'hiddenReplies',
    'embeddingRules',
    'detachedEmbeddingUris',
    'did',
    'purpose',
    'feeds',
    'policies',
    'status',
  ],
  ...[
    'displayName',
    'description',
    'avatar',
    'banner',
    'handle',
    'pinnedPost',
    'joinedViaStarterPack',
    'durationMinutes',
  ],
];

const odd = (value: unknown) => encode(Object.fromEntries(MEMBERS.map((member) => [member, value])));
const repeated = (byte: number, count: number, ...end: number[]) =>
  Uint8Array.from([...Array.from({ length: count }, () => byte), ...end]);

/** Bodies that no lens expects, by what is odd about them. */
const BODIES: readonly (readonly [string, Uint8Array])[] = [
  ['all members are null', odd(null)],
  ['all members are numbers', odd(7)],
  [
    'a member is an integer past 2^53',
    Uint8Array.of(0xa1, 0x61, 0x61, 0x1b, ...Array.from({ length: 8 }, () => 0xff)),
  ],
  ['all members are booleans', odd(true)],
  ['all members are empty texts', odd('')],
  ['all members are texts of many lines and controls', odd('\u001B[2J\r\n\u202E\u0000'.repeat(50))],
  ['all members are empty lists', odd([])],
  ['all members are lists of null', odd([null, [null], {}])],
  ['all members are empty objects', odd({})],
  [
    'all members are objects of odd members',
    odd({ uri: null, cid: 7, $type: [], root: [], parent: 0, images: {}, record: [] }),
  ],
  ['all members are links', odd(toCidLink(await create(0x71, Uint8Array.of(1))))],
  ['a member is a text of 50 kB', encode({ ...GOOD, text: 'x'.repeat(50_000) })],
  [
    'it has two thousand members',
    encode(Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`m${at}`, at]))),
  ],
  ['it is null', Uint8Array.of(0xf6)],
  ['it is a number', Uint8Array.of(0x07)],
  ['it is a text', Uint8Array.of(0x61, 0x78)],
  ['it is a list', Uint8Array.of(0x81, 0xf6)],
  ['it is a list 5,000 deep', repeated(0x81, 5_000, 0xf6)],
  [
    'it is an object 5,000 deep',
    Uint8Array.from([...Array.from({ length: 5_000 }, () => [0xa1, 0x61, 0x61]).flat(), 0xf6]),
  ],
  [EMPTY, Uint8Array.of()],
  ['it ends too soon', odd('text').slice(0, 40)],
  ['it goes on behind its end', Uint8Array.of(0xa0, 0xa0)],
  ['it has a key that is a number', Uint8Array.of(0xa1, 0x01, 0x02)],
  ['it has a float that is no number', Uint8Array.of(0xa1, 0x61, 0x61, 0xfb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0)],
  ['it has a tag of another kind', Uint8Array.of(0xa1, 0x61, 0x61, 0xc1, 0x01)],
  ['it has a link that is none', Uint8Array.of(0xa1, 0x61, 0x61, 0xd8, 0x2a, 0x41, 0x00)],
  ['it has a length that is not there', Uint8Array.of(0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)],
  ['it is of no fixed length', Uint8Array.of(0xbf, 0x61, 0x61, 0x01, 0xff)],
];

async function rawBlock(body: Uint8Array): Promise<Block> {
  return { cid: toCidLink(await create(0x71, body as Uint8Array<ArrayBuffer>)), body };
}

/** An archive in which an odd record stands between two others of each collection. */
async function archiveWith(body: Uint8Array) {
  const good = await blockOf(GOOD);
  const strange = await rawBlock(body);
  const entries = collections.toSorted().flatMap((collection) => [
    { key: `${collection}/3ka2222222222`, record: good },
    { key: `${collection}/3kb2222222222`, record: strange },
    { key: `${collection}/3kc2222222222`, record: good },
  ]);
  const nodes = await treeOf(entries);
  const commit = await commitBlock(nodes[0]!.cid);
  const file = join(folder, 'odd.car');
  // The odd one first: what is behind it is to be read.
  writeFileSync(file, carOf(commit.cid, [strange, good, commit, ...nodes]));
  return openArchive(file);
}

/** One for each lens, and one that nobody knows. */
const collections = [...lenses.flatMap((lens) => lens.collections.slice(0, 1)), 'com.example.odd'];
const names = (): undefined => undefined;

test.each(BODIES)('where %s, a record costs itself only, whatever its kind', async (what, body) => {
  const archive = await archiveWith(body);
  const isListed = what !== EMPTY;
  try {
    const source = archiveSource(archive);
    for (const collection of collections) {
      const address = { kind: 'collection', repo: DID, collection } as const;
      const listing = recordsListing({ address, source, did: DID });
      const { rows } = await listing.load(undefined, { signal });
      const items = Array.from({ length: rows.length }, (_, at) => rows.at(at)!);
      const shown = items.map((item) => {
        listing.dids?.(item);
        expect(() => JSON.parse(recordJson(item))).not.toThrow(SyntaxError);
        return listing.row(item, names);
      });
      expect(shown.map(({ uri }) => uri?.slice(-13))).toEqual([
        '3kc2222222222',
        ...(isListed ? ['3kb2222222222'] : []),
        '3ka2222222222',
      ]);
      const [newest, oldest] = [shown[0]!.cells, shown.at(-1)!.cells];
      expect(newest.slice(1, -1)).toEqual(oldest.slice(1, -1));
      for (const { cells } of shown) expect(cells).toHaveLength(newest.length);
      const lens = lensFor(collection);
      for (const item of items) {
        lens.head?.(item.value(), names, names);
        lens.posts?.(item.value());
      }
    }
  } finally {
    archive.close();
  }
});

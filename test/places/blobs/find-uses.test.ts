import { expect, test } from 'vitest';
import { type RawItem, rawItemFromText } from '../../../src/atproto/calls/raw-items.js';
import type { RepoSource } from '../../../src/atproto/repo-source.js';
import { type FoundUses, findUses } from '../../../src/places/blobs/find-uses.js';

const did = 'did:plc:ragtjsm2j2vknwkz3zp4oxrd';
const { signal } = new AbortController();
const blob = (cid: string, size = 10) => ({
  $type: 'blob',
  ref: { $link: cid },
  mimeType: 'image/png',
  size,
});
const record = (collection: string, rkey: string, value: unknown): RawItem =>
  rawItemFromText(JSON.stringify({ uri: `at://${did}/${collection}/${rkey}`, value }));

/** A repository whose collections have so many pages of those records. */
function repoOf(pages: Readonly<Record<string, (page: number) => readonly RawItem[] | undefined>>) {
  const asked: string[] = [];
  const repo = {
    describe: () => Promise.resolve({ collections: Object.keys(pages) }),
    list(collection: string, cursor: string | undefined) {
      const page = cursor === undefined ? 0 : Number(cursor);
      asked.push(`${collection} ${page}`);
      const rows = pages[collection]?.(page) ?? [];
      const hasMore = pages[collection]?.(page + 1) !== undefined;
      return Promise.resolve({
        items: { length: rows.length, at: (at: number) => rows[at] },
        cursor: hasMore ? String(page + 1) : undefined,
      });
    },
  };
  return { repo: repo as unknown as RepoSource, asked };
}

test('a blob is told with all records that refer to it, and what the first says that says it', async () => {
  const { repo } = repoOf({
    'a.b.c': (page) =>
      page === 0
        ? [
            record('a.b.c', '1', { deep: [{ down: blob('bafk1') }], twice: blob('bafk1') }),
            record('a.b.c', '2', { old: { cid: 'bafk2', mimeType: 'image/gif' } }),
            record('a.b.c', '3', null),
            record('a.b.c', '4', { blob: blob('bafk1', 99) }),
          ]
        : undefined,
  });
  const { uses, records, isPart } = await findUses(repo, { did }, { signal });
  expect([records, isPart]).toEqual([4, false]);
  expect([...uses.values()]).toEqual([
    {
      cid: 'bafk1',
      mimeType: 'image/png',
      size: 10,
      records: [`at://${did}/a.b.c/1`, `at://${did}/a.b.c/4`],
    },
    { cid: 'bafk2', mimeType: 'image/gif', size: undefined, records: [`at://${did}/a.b.c/2`] },
  ]);
});

test('no more is read than is told, of one collection and of all, and what has no blobs not at all', async () => {
  const endless = (collection: string) => (page: number) => [record(collection, String(page), {})];
  const names = ['a.b.c', 'd.e.f', 'g.h.i', 'j.k.l', 'm.n.o'];
  const { repo, asked } = repoOf({
    'app.bsky.feed.like': endless('app.bsky.feed.like'),
    ...Object.fromEntries(names.map((name) => [name, endless(name)])),
  });
  const parts: FoundUses[] = [];
  const found = await findUses(repo, { did }, { signal, onFound: (part) => parts.push(part) });
  expect(found).toMatchObject({ records: 60, isPart: true });
  expect(asked).toHaveLength(60);
  expect(asked.filter((one) => one.startsWith('a.b.c'))).toHaveLength(20);
  expect(asked.some((one) => one.startsWith('app.bsky.feed.like'))).toBe(false);
  expect(parts).toHaveLength(60);
});

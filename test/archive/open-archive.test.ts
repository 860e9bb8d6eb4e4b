import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type OpenArchive, openArchive } from '../../src/archive/open-archive.js';
import { recordJson } from '../../src/archive/record-json.js';
import { isSignedBy } from '../../src/atproto/identity/signature.js';
import { randomFrom } from '../support/random.js';
import {
  type Block,
  blockOf,
  buildRepo,
  carOf,
  commitBlock,
  DID,
  layerOf,
  nodeBlock,
  REV,
  signerKey,
} from './build-repo.js';

const folder = mkdtempSync(join(tmpdir(), 'atscope-archive-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
async function open(car: Uint8Array, records = true): Promise<OpenArchive> {
  const file = join(folder, `${files++}.car`);
  writeFileSync(file, car);
  const archive = await openArchive(file, { records });
  return archive;
}

async function isSigned({ commit }: OpenArchive): Promise<boolean> {
  return commit !== undefined && (await isSignedBy(signerKey, commit.signature, commit.unsigned));
}

/** The kinds of all that is wrong; of a file that cannot be opened, why. */
async function kindsOf(car: Uint8Array): Promise<readonly string[]> {
  try {
    const archive = await open(car);
    const isGood = await isSigned(archive);
    archive.close();
    const kinds = archive.problems.map(({ kind }) => kind);
    return isGood ? kinds : [...kinds, 'signature'];
  } catch (error) {
    return [(error as { kind: string }).kind];
  }
}

const post = (text: string) => ({ $type: 'app.bsky.feed.post', text });
const posts = Object.fromEntries(
  Array.from({ length: 60 }, (_, index) => [`app.bsky.feed.post/${1000 + index}`, post(`text ${index}`)]),
);
const sound = await buildRepo({
  ...posts,
  'app.bsky.actor.profile/self': { $type: 'app.bsky.actor.profile' },
});

describe('openArchive', () => {
  it('finds all records of a sound repository, and nothing wrong', async () => {
    const archive = await open(sound.car);
    expect(archive).toMatchObject({
      did: DID,
      rev: REV,
      records: 61,
      blocks: sound.blocks.length,
      problems: [],
    });
    expect(archive.collections).toEqual([
      { name: 'app.bsky.actor.profile', first: 0, count: 1 },
      { name: 'app.bsky.feed.post', first: 1, count: 60 },
    ]);
    const row = archive.find('app.bsky.feed.post', '1007');
    expect(archive.rkey(row)).toBe('1007');
    expect(archive.collectionOf(row).name).toBe('app.bsky.feed.post');
    expect(archive.cid(row)).toBe(sound.entries[8]?.record.cid.$link);
    expect(JSON.parse(recordJson(archive.read(row)))).toEqual(post('text 7'));
    expect(archive.find('app.bsky.feed.post', 'none')).toBe(-1);
    expect(archive.find('app.bsky.feed.none', '1007')).toBe(-1);
    expect(await isSigned(archive)).toBe(true);
    archive.close();
  });

  it('gives the same answer for any order of the blocks', async () => {
    const random = randomFrom(5);
    for (let round = 0; round < 10; round++) {
      const blocks = sound.blocks
        .map((block) => ({ block, at: random.below(1e9) }))
        .sort((a, b) => a.at - b.at);
      const unrelated = await blockOf({ round });
      const archive = await open(
        carOf(sound.commit.cid, [unrelated, ...blocks.map(({ block }) => block), sound.commit]),
      );
      expect(archive.problems).toEqual([]);
      expect(archive.records).toBe(61);
      sound.entries.forEach(({ key, record }, row) => {
        expect(`${archive.collectionOf(row).name}/${archive.rkey(row)}`).toBe(key);
        expect(archive.cid(row)).toBe(record.cid.$link);
      });
      archive.close();
    }
  });

  it('reads a file that is larger than what it holds of it', async () => {
    const large = await Promise.all(
      Array.from({ length: 8 }, (_, index) => blockOf({ index, text: 'x'.repeat(900_000 + index) })),
    );
    const blocks = sound.blocks.flatMap((block, index) =>
      [large[index], block].filter((one) => one !== undefined),
    );
    const archive = await open(carOf(sound.commit.cid, blocks));
    expect(archive.problems).toEqual([]);
    expect(archive.blocks).toBe(blocks.length);
    for (let row = 0; row < archive.records; row++) {
      expect(Buffer.from(archive.read(row))).toEqual(Buffer.from(sound.entries[row]!.record.body));
    }
    archive.close();
  });

  it('finds a change of any one byte', async () => {
    const small = await buildRepo({
      'app.bsky.feed.post/1': post('one'),
      'app.bsky.feed.post/2': post('two'),
    });
    for (let at = 0; at < small.car.length; at++) {
      const changed = Buffer.from(small.car);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      expect(await kindsOf(changed), `byte ${at}`).not.toEqual([]);
    }
  });

  it('ends when it is told to', async () => {
    const file = join(folder, 'aborted.car');
    writeFileSync(file, sound.car);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(openArchive(file, { signal })).rejects.toThrow('enough');
  });
});

const one = await blockOf(post('one'));
const two = await blockOf(post('two'));

async function tree(root: Block, ...more: readonly Block[]): Promise<Buffer> {
  const commit = await commitBlock(root.cid);
  return carOf(commit.cid, [commit, root, ...more]);
}

const entry = (k: string, record = one, p = 0, t: Block['cid'] | null = null) => ({ p, k, v: record.cid, t });
const leaf = (...e: Parameters<typeof nodeBlock>[0]['e'][number][]) => nodeBlock({ l: null, e });

/** Keys of the layers that their names say. */
const low: string[] = [];
const high: string[] = [];
for (let index = 1000; low.length < 6 || high.length < 3; index++) {
  const key = `app.bsky.feed.post/${index}`;
  if (layerOf(key) === 0 && low.length < 6) low.push(key);
  if (layerOf(key) === 1) high.push(key);
}
const [low0 = '', low1 = '', low2 = ''] = low;
const [high0 = ''] = high;
const afterHigh = Array.from({ length: 90 }, (_, index) => `app.bsky.feed.post/${9000 + index}`).find(
  (key) => layerOf(key) === 0,
)!;

const cases: readonly (readonly [name: string, kind: string, car: () => Promise<Buffer>])[] = [
  ['no CAR', 'car-shape', async () => Buffer.from('<html>'.repeat(20))],
  ['an empty file', 'truncated', async () => Buffer.alloc(0)],
  ['a length that does not end', 'car-shape', async () => Buffer.concat([sound.car, Buffer.alloc(9, 0xff)])],
  ['a file that is cut', 'truncated', async () => sound.car.subarray(0, -5)],
  [
    'a block that is another',
    'block-hash',
    async () => carOf(sound.commit.cid, [{ cid: one.cid, body: two.body }, ...sound.blocks]),
  ],
  ['no commit', 'no-commit', async () => carOf(sound.commit.cid, sound.blocks.slice(1))],
  ['no root of the tree', 'missing-block', async () => carOf(sound.commit.cid, [sound.commit])],
  ['no record', 'missing-block', async () => tree(await leaf(entry(low0)))],
  ['a commit that is no map', 'commit-shape', async () => carOf(one.cid, [one])],
  ['version 2', 'commit-shape', async () => withCommit({ version: 2 })],
  ['no prev', 'commit-shape', async () => withCommit({ prev: undefined })],
  ['a rev that is no TID', 'commit-shape', async () => withCommit({ rev: 'first' })],
  ['a rev in the future', 'commit-shape', async () => withCommit({ rev: '5lws4nqc22222' })],
  ['a member too many', 'commit-shape', async () => withCommit({ note: 'x' })],
  ['a node with a member too many', 'node-shape', async () => tree(await blockOf({ e: [], l: null, x: 1 }))],
  [
    'an empty node on top',
    'empty-node',
    async () => {
      const below = await leaf(entry(low0));
      return tree(await nodeBlock({ l: below.cid, e: [] }), below, one);
    },
  ],
  [
    'an empty leaf',
    'empty-node',
    async () => {
      const empty = await leaf();
      return tree(await nodeBlock({ l: empty.cid, e: [entry(high0)] }), empty, one);
    },
  ],
  ['keys out of order', 'key-order', async () => tree(await leaf(entry(low1), entry(low0)), one)],
  [
    'a key twice',
    'duplicate-key',
    async () => tree(await leaf(entry(low0), entry('', one, low0.length)), one),
  ],
  [
    'a key on another layer',
    'key-layer',
    async () => {
      const below = await leaf(entry(high0));
      return tree(await nodeBlock({ l: below.cid, e: [entry(high[1] ?? '')] }), below, one);
    },
  ],
  [
    'a subtree past its bound',
    'subtree-bounds',
    async () => {
      const below = await leaf(entry(afterHigh));
      return tree(await nodeBlock({ l: below.cid, e: [entry(high0)] }), below, one);
    },
  ],
  [
    'a subtree before its bound',
    'subtree-bounds',
    async () => {
      const below = await leaf(entry('app.bsky.feed.like/1'));
      return tree(await nodeBlock({ l: null, e: [entry(high0, one, 0, below.cid)] }), below, one);
    },
  ],
  ['a prefix that is too short', 'key-prefix', async () => tree(await leaf(entry(low0), entry(low1)), one)],
  ['a prefix that is too long', 'key-prefix', async () => tree(await leaf(entry(low2, one, 3)), one)],
  [
    'a collection in capitals',
    'record-path',
    async () => (await buildRepo({ 'App.Bsky.feed.post/1': post('x') })).car,
  ],
  [
    'a record key of two dots',
    'record-path',
    async () => (await buildRepo({ 'app.bsky.feed.post/..': post('x') })).car,
  ],
  ['two slashes', 'record-path', async () => (await buildRepo({ 'app.bsky.feed.post/a/b': post('x') })).car],
  [
    'a record of another type',
    'record-shape',
    async () => (await buildRepo({ 'app.bsky.feed.like/1': post('x') })).car,
  ],
  [
    'a record that is no map',
    'record-shape',
    async () => (await buildRepo({ 'app.bsky.feed.post/1': ['x'] })).car,
  ],
];

async function withCommit(changes: Readonly<Record<string, unknown>>): Promise<Buffer> {
  const commit = await commitBlock(sound.nodes[0]!.cid, changes);
  return carOf(commit.cid, [commit, ...sound.blocks]);
}

describe('an unsound repository', () => {
  it.each(cases)('%s: %s', async (_name, kind, car) => {
    expect(await kindsOf(await car())).toContain(kind);
  });

  it('of another account', async () => {
    const file = join(folder, 'other.car');
    writeFileSync(file, sound.car);
    const archive = await openArchive(file, { did: 'did:plc:bbbbbbbbbbbbbbbbbbbbbbbb' });
    archive.close();
    expect(archive.problems).toMatchObject([{ kind: 'wrong-account' }]);
  });

  it('keeps the rest where one record is another than it was signed', async () => {
    const changed = Buffer.from(sound.car);
    changed[changed.length - 2] = (changed[changed.length - 2] ?? 0) ^ 1;
    const archive = await open(changed);
    const { path } = archive.problems[0]!;
    expect(archive.problems).toMatchObject([{ kind: 'block-hash', path }]);
    expect(archive.records).toBe(61);
    expect(() => archive.read(archive.find('app.bsky.feed.post', path!.slice(19)))).toThrow('hash');
    archive.close();
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fromUint8Array } from '@atcute/car';
import { toCidLink } from '@atcute/cbor';
import { Secp256k1Keypair } from '@atproto/crypto';
import {
  CidSet,
  type CommitData,
  getFullRepo,
  MemoryBlockstore,
  type RecordWriteOp,
  Repo,
  WriteOpAction,
} from '@atproto/repo';
import { afterAll, describe, expect, it } from 'vitest';
import type { ArchiveProblem } from '../../src/archive/archive.js';
import { openArchive } from '../../src/archive/open-archive.js';
import { writeCar } from '../../src/archive/write-car.js';
import { isSignedBy } from '../../src/atproto/identity/signature.js';
import { isFull } from '../support/full.js';
import { randomFrom } from '../support/random.js';
import { type Block, blockOf, buildRepo, carOf, DID, treeOf } from './build-repo.js';
import { problemsOf } from './unsound/judges.js';
import type { UnsoundRepo } from './unsound/row.js';
import { oddSoundRepos, unsoundRepos } from './unsound/table.js';

const folder = mkdtempSync(join(tmpdir(), 'atscope-properties-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Random = ReturnType<typeof randomFrom>;
const POST = 'app.bsky.feed.post';

/** One byte is another, is gone, or is one more. */
const CHANGES: readonly ((car: Buffer, at: number, random: Random) => Buffer)[] = [
  (car, at, random) =>
    Buffer.concat([
      car.subarray(0, at),
      Buffer.from([(car[at]! + 1 + random.below(255)) % 256]),
      car.subarray(at + 1),
    ]),
  (car, at, random) =>
    Buffer.concat([
      car.subarray(0, at),
      Buffer.from([car[at]! ^ (1 << random.below(8))]),
      car.subarray(at + 1),
    ]),
  (car, at) => Buffer.concat([car.subarray(0, at), car.subarray(at + 1)]),
  (car, at, random) =>
    Buffer.concat([car.subarray(0, at), Buffer.from([random.below(256)]), car.subarray(at)]),
];

describe('a sound CAR with one byte changed', () => {
  it.each(isFull ? [1, 2, 3] : [1])('is never sound (seed %i)', async (seed) => {
    const random = randomFrom(seed);
    const { car } = await buildRepo(
      Object.fromEntries(
        Array.from({ length: 1 + random.below(isFull ? 5 : 1) }, () => [
          `${POST}/${random.below(1e6)}`,
          { $type: POST, n: random.below(1e9) },
        ]),
      ),
    );
    for (let at = 0; at < car.length; at++) {
      const changes = isFull ? CHANGES : [CHANGES[at % CHANGES.length]!];
      for (const change of changes) {
        const changed = change(car, at, random);
        // One more byte of a kind beside its like is the same bytes.
        if (changed.equals(car)) continue;
        expect(await problemsOf(changed, folder), `byte ${at}`).not.toEqual([]);
      }
    }
  });
});

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, at: random.next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** The blocks of a CAR whose frames can be read. */
function blocksOf(car: Uint8Array): { root: string; blocks: Block[] } {
  const read = fromUint8Array(car);
  const blocks = [...read].map(({ cid, bytes }) => ({ cid: toCidLink(cid), body: bytes }));
  return { root: read.roots[0]?.$link ?? '', blocks };
}

const textOf = (problems: readonly ArchiveProblem[]): string[] =>
  problems.map((problem) => JSON.stringify(problem)).toSorted();

/** Those of which no block has an end of its own. */
const readable = [
  ...unsoundRepos,
  ...oddSoundRepos.map((repo): UnsoundRepo => ({ ...repo, kinds: [] })),
].filter(({ kinds }) => !kinds.some((kind) => kind === 'car-shape' || kind === 'truncated'));

it.each(readable)('any order of the blocks gives the same answer: $name', async ({ car, name, ...asked }) => {
  const bytes = await car();
  const { root, blocks } = blocksOf(bytes);
  if (root === '') return;
  const answer = textOf(await problemsOf(bytes, folder, asked));
  for (let seed = 1; seed <= (isFull ? 20 : 1); seed++) {
    const order = shuffled(blocks, randomFrom(seed));
    expect(
      textOf(await problemsOf(carOf({ $link: root }, order), folder, asked)),
      `${name}, order ${seed}`,
    ).toEqual(answer);
  }
});

const KEY = await Secp256k1Keypair.create();
const COLLECTIONS = ['app.bsky.actor.profile', 'app.bsky.feed.like', POST, 'com.example.a'] as const;

/** A path that sorts and nests in all ways: short and long keys, some the beginning of others. */
function randomPath(random: Random): readonly [string, string] {
  const length = 1 + random.below(random.below(8) === 0 ? 60 : 6);
  const rkey = Array.from({ length }, () => 'ab01-_~:'[random.below(8)]).join('');
  return [random.pick(COLLECTIONS), `k${rkey}`];
}

/** Random writes over what is there, which changes with them. */
function randomWrites(records: Map<string, object>, count: number, random: Random): RecordWriteOp[] {
  const touched = new Set<string>();
  const writes: RecordWriteOp[] = [];
  for (let index = 0; index < count; index++) {
    const isNew = records.size === 0 || random.below(3) > 0;
    const [collection = '', rkey = ''] = isNew
      ? randomPath(random)
      : random.pick([...records.keys()]).split('/');
    const path = `${collection}/${rkey}`;
    if (touched.has(path)) continue;
    touched.add(path);
    // Now and then two records are the same.
    const record = { $type: collection, n: random.below(40) };
    const at = { collection, rkey } as Pick<RecordWriteOp, 'collection' | 'rkey'>;
    if (!records.has(path)) writes.push({ ...at, action: WriteOpAction.Create, record });
    else if (random.below(2) === 0) writes.push({ ...at, action: WriteOpAction.Update, record });
    else writes.push({ ...at, action: WriteOpAction.Delete });
    if (writes.at(-1)?.action === WriteOpAction.Delete) records.delete(path);
    else records.set(path, record);
  }
  return writes;
}

/** That of the library forgets a record that another key still has. */
class NothingRemoved extends MemoryBlockstore {
  override async applyCommit(commit: CommitData): Promise<void> {
    await super.applyCommit({ ...commit, removedCids: new CidSet() });
  }
}

const carOfRepo = async (repo: Repo): Promise<Buffer> => buffer(getFullRepo(repo.storage, repo.cid));

let files = 0;
function fileOf(car: Uint8Array): string {
  const file = join(folder, `repo-${files++}.car`);
  writeFileSync(file, car);
  return file;
}

async function compact(...cars: [string, ...string[]]): Promise<Buffer> {
  const to = join(folder, `compact-${files++}.car`);
  const { archive, problems } = await writeCar(cars, to, { did: DID });
  archive.close();
  expect(problems).toEqual([]);
  return readFileSync(to);
}

describe('a repository that the reference implementation built of random records', () => {
  it.each(
    Array.from({ length: isFull ? 40 : 2 }, (_, index) => index + 1),
  )('is the tree of the definition, opens with all its records, and joins with what came since (seed %i)', async (seed) => {
    const random = randomFrom(seed * 7919);
    const records = new Map<string, object>();
    let repo = await Repo.create(new NothingRemoved(), DID, KEY, []);
    repo = await repo.applyWrites(randomWrites(records, 1 + random.below(isFull ? 500 : 100), random), KEY);
    await isTheSame(repo, records);
    for (let round = 0; round < 3; round++) {
      const before = await carOfRepo(repo);
      repo = await repo.applyWrites(randomWrites(records, 1 + random.below(40), random), KEY);
      await isTheSame(repo, records);
      const after = await carOfRepo(repo);
      const had = new Set(blocksOf(before).blocks.map(({ cid }) => cid.$link));
      const { root, blocks } = blocksOf(after);
      const since = carOf(
        { $link: root },
        blocks.filter(({ cid }) => !had.has(cid.$link)),
      );
      const old = fileOf(await compact(fileOf(before)));
      const fresh = await compact(fileOf(after));
      expect((await compact(fileOf(since), old)).equals(fresh)).toBe(true);
    }
  });

  async function isTheSame(repo: Repo, records: ReadonlyMap<string, object>): Promise<void> {
    const archive = await openArchive(fileOf(await carOfRepo(repo)), { did: DID, records: true });
    archive.close();
    expect(archive.problems).toEqual([]);
    expect(archive.root).toBe(repo.cid.toString());
    const { commit } = archive;
    expect(commit && (await isSignedBy(KEY.did(), commit.signature, commit.unsigned))).toBe(true);
    const entries = await Promise.all(
      [...records]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(async ([key, value]) => ({ key, record: await blockOf(value) })),
    );
    const [root] = await treeOf(entries);
    expect(commit?.data).toBe(root?.cid.$link);
    const rows = Array.from(
      { length: archive.records },
      (_, row) => `${archive.collectionOf(row).name}/${archive.rkey(row)}`,
    );
    expect(rows).toEqual(entries.map(({ key }) => key));
  }
});

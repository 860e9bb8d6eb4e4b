import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ArchiveError } from '../../src/archive/archive-error.js';
import { writeCar } from '../../src/archive/write-car.js';
import { randomFrom } from '../support/random.js';
import { type Block, buildRepo, carOf, DID } from './build-repo.js';

const folder = mkdtempSync(join(tmpdir(), 'atscope-write-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;

function fileOf(car: Uint8Array): string {
  const file = join(folder, `${files++}.car`);
  writeFileSync(file, car);
  return file;
}

async function written(...cars: [Uint8Array, ...Uint8Array[]]): Promise<Buffer> {
  const to = join(folder, `${files++}.part`);
  const [first, ...others] = cars;
  const { archive, problems } = await writeCar([fileOf(first), ...others.map(fileOf)], to, { did: DID });
  archive.close();
  expect(problems).toEqual([]);
  return readFileSync(to);
}

/** The kinds of what is wrong, and that nothing is left where there is no commit. */
async function kindsOf(...cars: [Uint8Array, ...Uint8Array[]]): Promise<readonly string[]> {
  const to = join(folder, `${files++}.part`);
  const [first, ...others] = cars;
  try {
    const { archive, problems } = await writeCar([fileOf(first), ...others.map(fileOf)], to, { did: DID });
    archive.close();
    return problems.map(({ kind }) => kind);
  } catch (error) {
    expect(error).toBeInstanceOf(ArchiveError);
    expect(existsSync(to)).toBe(false);
    return [(error as ArchiveError).kind];
  }
}

const recordsOf = (texts: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    texts.map((text, index) => [
      `app.bsky.feed.post/${1000 + index}`,
      // Two keys in three have a CID with another.
      { $type: 'app.bsky.feed.post', text },
    ]),
  );
const texts = Array.from({ length: 300 }, (_, index) => `text ${index - (index % 3 === 1 ? 1 : 0)}`);
const before = await buildRepo(recordsOf(texts));
const after = await buildRepo({
  ...recordsOf(texts.slice(0, 290).map((text, index) => (index % 40 === 7 ? `${text}, anew` : text))),
  'app.bsky.actor.profile/self': { $type: 'app.bsky.actor.profile' },
});
const had = new Set(before.blocks.map(({ cid }) => cid.$link));
const since = after.blocks.filter(({ cid }) => !had.has(cid.$link));

/** The definition of the order, over the tree that was built. */
function preOrder({ blocks, commit, nodes, entries }: typeof before): readonly Block[] {
  const at = new Map(blocks.map((block) => [block.cid.$link, block]));
  const order = new Set<string>([commit.cid.$link]);
  // Nodes come before what is below them, and records in the order of their keys.
  for (const { cid } of nodes) order.add(cid.$link);
  for (const { record } of entries) order.add(record.cid.$link);
  return [...order].flatMap((cid) => at.get(cid) ?? []);
}

describe('writeCar', () => {
  it('writes the same bytes in whatever order the blocks come, each once, and more than once', async () => {
    const whole = await written(before.car);
    const random = randomFrom(7);
    const shuffled = before.blocks
      .map((block) => ({ block, at: random.next() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ block }) => block);
    expect(await written(carOf(before.commit.cid, shuffled))).toEqual(whole);
    expect(await written(carOf(before.commit.cid, [...shuffled, ...shuffled.toReversed()]))).toEqual(whole);
    expect(await written(carOf(before.commit.cid, [...after.blocks, ...shuffled]))).toEqual(whole);
    expect(await written(whole)).toEqual(whole);
    expect(whole.length).toBe(carOf(before.commit.cid, preOrder(before)).length);
    // The commit, the root of the tree, and the nodes to the left of it down to the first record.
    expect(whole.indexOf(before.commit.body)).toBeLessThan(whole.indexOf(before.nodes[0]?.body ?? ''));
    const places = before.entries.map(({ record }) => whole.indexOf(record.body));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    const nodes = before.nodes.map(({ body }) => whole.indexOf(body));
    expect(Math.min(...nodes)).toBe(nodes[0]);
    expect(Math.max(...nodes)).toBeGreaterThan(places[1] ?? Infinity);
  });

  it('joins what came since with what was there, as if all had come anew', async () => {
    expect(since.length).toBeLessThan(after.blocks.length / 2);
    const fresh = await written(after.car);
    const random = randomFrom(3);
    const diff = carOf(
      after.commit.cid,
      since.toSorted(() => random.next() - 0.5),
    );
    expect(await written(diff, await written(before.car))).toEqual(fresh);
  });

  it('says what is missing, wherever it is', async () => {
    const old = await written(before.car);
    for (const gap of since) {
      const diff = carOf(
        after.commit.cid,
        since.filter((block) => block !== gap),
      );
      expect(await kindsOf(diff, old)).toEqual([gap === after.commit ? 'no-commit' : 'missing-block']);
    }
  });

  it('says what is damaged, cut, or of another account', async () => {
    const last = before.car.length - 1;
    const damaged = Buffer.from(before.car);
    damaged[last] = (damaged[last] ?? 0) ^ 1;
    expect(await kindsOf(damaged)).toEqual(['block-hash']);
    expect(await kindsOf(before.car.subarray(0, last))).toEqual(['truncated', 'missing-block']);
    expect(await kindsOf(Buffer.from(`<!doctype html>${'<p>no'.repeat(40)}`))).toEqual(['car-shape']);
    const [commit = before.commit, ...others] = before.blocks;
    const body = Uint8Array.from(commit.body);
    body[body.length - 1]! ^= 1;
    expect(await kindsOf(carOf(commit.cid, [...others, { ...commit, body }]))).toEqual(['block-hash']);
    expect(await kindsOf(carOf(commit.cid, others))).toEqual(['no-commit']);
    const to = join(folder, 'other.part');
    const { archive, problems } = await writeCar([fileOf(before.car)], to, {
      did: 'did:plc:bbbbbbbbbbbbbbbbbbbbbbbb',
    });
    archive.close();
    expect(problems).toMatchObject([{ kind: 'wrong-account' }]);
  });

  it('writes what can be read where a record is damaged, and names it', async () => {
    const [lost] = before.entries;
    const body = Uint8Array.from(lost!.record.body);
    body[body.length - 1]! ^= 1;
    const car = carOf(
      before.commit.cid,
      before.blocks.map((block) => (block.cid.$link === lost?.record.cid.$link ? { ...block, body } : block)),
    );
    const to = join(folder, 'damaged-record.part');
    const { archive, problems } = await writeCar([fileOf(car)], to, { did: DID });
    // Its bytes are those of the one behind it, too.
    expect(problems.map(({ kind, path }) => ({ kind, path }))).toEqual(
      before.entries.slice(0, 2).map(({ key }) => ({ kind: 'block-hash', path: key })),
    );
    expect(archive.records).toBe(298);
    archive.close();
  });

  it('is sound whatever stands beside the tree: damaged blocks, and an end that is cut', async () => {
    const [first] = after.entries.slice(-1);
    const stray = { cid: first!.record.cid, body: Uint8Array.of(1) };
    const whole = await written(before.car);
    expect(
      await written(Buffer.concat([carOf(before.commit.cid, [...before.blocks, stray]), Buffer.of(9)])),
    ).toEqual(whole);
  });

  it('leaves nothing where it is stopped', async () => {
    const to = join(folder, 'stopped.part');
    const stop = new AbortController();
    const work = writeCar([fileOf(before.car)], to, {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('stopped')),
    });
    await expect(work).rejects.toThrow('stopped');
    expect(existsSync(to)).toBe(false);
  });
});

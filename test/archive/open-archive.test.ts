import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type OpenArchive, openArchive } from '../../src/archive/open-archive.js';
import { recordJson } from '../../src/archive/record-json.js';
import { isSignedBy } from '../../src/atproto/identity/signature.js';
import { randomFrom } from '../support/random.js';
import { blockOf, buildRepo, carOf, DID, REV, signerKey } from './build-repo.js';

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

  it('ends when it is told to', async () => {
    const file = join(folder, 'aborted.car');
    writeFileSync(file, sound.car);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(openArchive(file, { signal })).rejects.toThrow('enough');
  });
});

describe('a file that is changed', () => {
  const repo = (text: string) =>
    buildRepo({ 'app.bsky.feed.post/1': post(text), 'app.bsky.feed.post/2': post('two') });

  it('while it is opened, is not opened', async () => {
    const file = join(folder, 'changing.car');
    writeFileSync(file, (await repo('one')).car);
    const other = (await repo('six')).car;
    await expect(openArchive(file, { onProgress: () => writeFileSync(file, other) })).rejects.toMatchObject({
      kind: 'car-shape',
      message: expect.stringContaining('was changed while'),
    });
  });

  it('while it is open, is not taken for what it was, though all in it hashes as it should', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const file = join(folder, 'changed.car');
    writeFileSync(file, (await repo('one')).car);
    const archive = await openArchive(file);
    expect(JSON.parse(recordJson(archive.read(0)))).toEqual(post('one'));
    const { car } = await repo('six');
    expect(car.length).toBe(archive.bytes);
    writeFileSync(file, car);
    vi.advanceTimersByTime(60);
    expect(() => archive.read(0)).toThrow('changed since it was opened');
    expect(() => archive.cid(1)).toThrow('changed since it was opened');
    archive.close();
  });

  it('by being replaced, is read as it was', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const file = join(folder, 'replaced.car');
    writeFileSync(file, (await repo('one')).car);
    const archive = await openArchive(file);
    writeFileSync(`${file}.new`, (await repo('six')).car);
    renameSync(`${file}.new`, file);
    vi.advanceTimersByTime(60);
    expect(JSON.parse(recordJson(archive.read(0)))).toEqual(post('one'));
    archive.close();
  });
});

describe('an unsound repository', () => {
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

import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { INDEX_MIN_BYTES, openIndexed } from '../../../src/archive/index/open-indexed.js';
import { type OpenArchive, openArchive } from '../../../src/archive/open-archive.js';
import { buildRepo, carOf } from '../build-repo.js';

const folder = mkdtempSync(join(tmpdir(), 'atscope-index-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Longer than what is opened without an index; its last block is a record. */
async function repoOf(text: string) {
  const records = Array.from({ length: 40 }, (_, index) => [
    `app.bsky.feed.post/${1000 + index}`,
    { $type: 'app.bsky.feed.post', text: `${text} ${index} ${'x'.repeat(INDEX_MIN_BYTES / 36)}` },
  ]);
  return buildRepo({
    ...Object.fromEntries(records),
    'app.bsky.actor.profile/self': { $type: 'app.bsky.actor.profile' },
  });
}
const repo = await repoOf('post');
const other = await repoOf('tost');
const MTIME = new Date('2024-05-01T12:00:00Z');

let rounds = 0;
let file = '';
let index = '';
beforeEach(() => {
  const own = join(folder, String(rounds++));
  mkdirSync(own);
  file = join(own, 'a.car');
  index = join(own, 'a.index');
  put(repo.car);
});

function put(car: Uint8Array): void {
  writeFileSync(file, car);
  utimesSync(file, MTIME, MTIME);
}

/** Opens it and says all that there is to say of it, and whether the CAR itself was read. */
async function opened() {
  let isRead = false;
  const archive = await openIndexed(file, {
    index,
    onProgress() {
      isRead = true;
    },
  });
  const told = toldOf(archive);
  archive.close();
  return { told, isRead };
}

function toldOf(archive: OpenArchive) {
  const { did, rev, root, bytes, blocks, records, collections, problems, problemCount, commit } = archive;
  const rows = Array.from({ length: records }, (_, row) => {
    const path = `${archive.collectionOf(row).name}/${archive.rkey(row)}`;
    return [path, archive.offset(row), archive.size(row), archive.cid(row)];
  });
  const found = [archive.find('app.bsky.feed.post', '1007'), archive.find('app.bsky.feed.post', 'none')];
  return { did, rev, root, bytes, blocks, records, collections, problems, problemCount, commit, rows, found };
}

async function truth() {
  const archive = await openArchive(file);
  archive.close();
  return await openArchive(file).then((again) => {
    const told = toldOf(again);
    again.close();
    return told;
  });
}

/** Opens it, which reads it, and waits for the index. */
async function indexed(): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    openIndexed(file, { index, onIndexed: resolve }).then((archive) => archive.close(), reject);
  });
}

describe('openIndexed', () => {
  it('reads the second time what it wrote down the first time', async () => {
    await indexed();
    expect(await opened()).toEqual({ told: await truth(), isRead: false });
  });

  it('keeps what was wrong', async () => {
    const changed = Buffer.from(repo.car);
    changed[changed.length - 2] = changed[changed.length - 2]! ^ 1;
    put(changed);
    await indexed();
    const { told, isRead } = await opened();
    expect(isRead).toBe(false);
    expect(told.problems).toMatchObject([{ kind: 'block-hash' }]);
    expect(told).toEqual(await truth());
  });

  it('holds each body against its CID, also where the file was changed and does not look so', async () => {
    await indexed();
    const changed = Buffer.from(repo.car);
    changed[changed.length - 2] = changed[changed.length - 2]! ^ 1;
    put(changed);
    const archive = await openIndexed(file, { index });
    const rows = Array.from({ length: archive.records }, (_, row) => row);
    const bad = rows.filter((row) => {
      try {
        return archive.read(row).length !== archive.size(row);
      } catch {
        return true;
      }
    });
    archive.close();
    expect(bad).toHaveLength(1);
  });

  it.each<readonly [string, () => void]>([
    ['written later', () => utimesSync(file, MTIME, new Date(MTIME.getTime() + 1000))],
    ['longer', () => put(carOf(repo.commit.cid, [...repo.blocks, repo.commit]))],
    ['of another root, as long and of the same time', () => put(other.car)],
  ])('reads the file anew where it is %s', async (_name, change) => {
    await indexed();
    change();
    expect(await opened()).toEqual({ told: await truth(), isRead: true });
  });

  it('reads the file anew where any one byte of the index is another', async () => {
    await indexed();
    const whole = readFileSync(index);
    const told = await truth();
    const step = Math.ceil(whole.length / 200);
    for (let at = 0; at < whole.length; at += step) {
      const changed = Buffer.from(whole);
      changed[at] = changed[at]! ^ (1 << (at % 8));
      rmSync(index);
      writeFileSync(index, changed);
      await indexed();
      expect(readFileSync(index).equals(whole), `byte ${at}`).toBe(true);
    }
    expect(await opened()).toEqual({ told, isRead: false });
  });

  it.each<readonly [string, () => void]>([
    ['cut', () => truncateSync(index, statSync(index).size - 1)],
    ['longer', () => writeFileSync(index, Buffer.concat([readFileSync(index), Buffer.alloc(1)]))],
    ['empty', () => truncateSync(index, 0)],
    ['text', () => writeFileSync(index, 'hello, this is no index at all')],
  ])('makes the index anew where it is %s', async (_name, change) => {
    await indexed();
    const whole = readFileSync(index);
    change();
    await indexed();
    expect(readFileSync(index).equals(whole)).toBe(true);
    expect(await opened()).toEqual({ told: await truth(), isRead: false });
  });

  it.skipIf(process.platform === 'win32')('believes no index that others may write', async () => {
    await indexed();
    chmodSync(index, 0o666);
    expect((await opened()).isRead).toBe(true);
  });

  it('opens the file where no index can be', async () => {
    mkdirSync(index);
    expect(await opened()).toEqual({ told: await truth(), isRead: true });
    expect(await openIndexed(file, { index: undefined }).then((archive) => archive.close())).toBe(undefined);
  });

  it('writes none for a small file', async () => {
    const small = await buildRepo({ 'app.bsky.actor.profile/self': { $type: 'app.bsky.actor.profile' } });
    put(small.car);
    expect(await opened()).toEqual({ told: await truth(), isRead: true });
    expect(existsSync(index)).toBe(false);
  });

  it('ends when it is told to', async () => {
    await indexed();
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(openIndexed(file, { index, signal })).rejects.toThrow('enough');
  });
});

import { appendFile, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { RecordChange } from '../../src/keep/made-change.js';
import { ENTRIES_MAX, UndoFiles } from '../../src/keep/undo-files.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const DID = 'did:plc:alice';
const deleted = (rkey: string): RecordChange => ({
  kind: 'record',
  collection: 'app.bsky.feed.post',
  rkey,
  before: { cid: `cid-${rkey}`, json: '{}' },
  after: undefined,
  blobs: [],
});

async function journal() {
  const folder = join(await temporaryFolder(), 'undo');
  return { folder, files: new UndoFiles(folder) };
}

test('what was done is found by the next run, newest first, of its account only', async () => {
  const { folder, files } = await journal();
  const one = await files.begin({ did: DID, title: 'deleted a post', changes: [deleted('a')] });
  await one.done([deleted('a')]);
  await one.end();
  const other = await files.begin({ did: 'did:plc:bob', title: 'his', changes: [deleted('z')] });
  await other.done([deleted('z')]);
  await other.end();
  const next = new UndoFiles(folder);
  expect(await next.last(DID)).toMatchObject({ title: 'deleted a post', changes: [{ rkey: 'a' }] });
  await next.undone(one.id, [deleted('a')]);
  expect(await files.list(DID)).toEqual([]);
  expect(await files.list('did:plc:bob')).toHaveLength(1);
});

test('an entry of which nothing was made is forgotten, and of another only what was made is undone', async () => {
  const { folder, files } = await journal();
  const nothing = await files.begin({ did: DID, title: 'refused', changes: [deleted('a')] });
  await nothing.end();
  expect(await readdir(folder)).toEqual([]);
  const half = await files.begin({ did: DID, title: 'half', changes: [deleted('a'), deleted('b')] });
  await half.done([deleted('b')]);
  await half.end();
  expect((await files.last(DID))?.changes).toMatchObject([{ rkey: 'b' }]);
});

test('of a run that was killed in the middle all may have been made, and a torn line costs itself', async () => {
  const { folder, files } = await journal();
  const { id } = await files.begin({ did: DID, title: 'killed', changes: [deleted('a')] });
  await appendFile(join(folder, `${id}.ndjson`), '{"done":[{"kind":"rec');
  expect((await new UndoFiles(folder).last(DID))?.changes).toMatchObject([{ rkey: 'a' }]);
});

test('what is said of a torn file later is not torn with it', async () => {
  const { folder, files } = await journal();
  const entry = await files.begin({ did: DID, title: 'two', changes: [deleted('a'), deleted('b')] });
  await appendFile(join(folder, `${entry.id}.ndjson`), '{"done":[{"kind":"rec');
  await files.undone(entry.id, [deleted('a')]);
  expect((await files.last(DID))?.changes).toMatchObject([{ rkey: 'b' }]);
});

test.each([
  '{"add":5}',
  '{"add":[{"kind":"record"}]}',
  '{"done":[7]}',
  '[]',
  'null',
  '{"did":5}',
  '{',
])('a line that is none costs itself: %s', async (line) => {
  const { folder, files } = await journal();
  const { id } = await files.begin({ did: DID, title: 'one', changes: [deleted('a')] });
  await appendFile(join(folder, `${id}.ndjson`), `${line}\n`);
  expect((await files.last(DID))?.changes).toMatchObject([{ rkey: 'a' }]);
  await writeFile(join(folder, `${'z'.repeat(9)}-00000000.ndjson`), `${line}\n`);
  expect(await files.last(DID)).toMatchObject({ id });
});

test('an undoing is passed over by who looks for changes, and found by who takes it back', async () => {
  const { files } = await journal();
  const change = await files.begin({ did: DID, title: 'deleted', changes: [deleted('a')] });
  const undoing = await files.begin({ did: DID, title: 'deleted', isUndo: true, changes: [deleted('b')] });
  expect((await files.last(DID))?.id).toBe(change.id);
  expect((await files.last(DID, { isUndo: true }))?.id).toBe(undoing.id);
  expect(await files.list(DID)).toHaveLength(2);
});

test('two runs write side by side, and each finds what the other did', async () => {
  const { folder, files } = await journal();
  const other = new UndoFiles(folder);
  await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const here = index % 2 === 0 ? files : other;
      const entry = await here.begin({ did: DID, title: `${index}`, changes: [deleted(`r${index}`)] });
      await here.saveBlob({ cid: 'bafkreia' }, Buffer.from('abc'));
      await entry.done([deleted(`r${index}`)]);
      await entry.end();
    }),
  );
  expect((await files.list(DID)).map(({ title }) => Number(title)).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 20 }, (_, index) => index),
  );
  expect(await other.blob('bafkreia')).toEqual(Buffer.from('abc'));
});

test('of more than a thousand entries the oldest go', async () => {
  const { folder, files } = await journal();
  await files.begin({ did: DID, title: 'newest', changes: [deleted('a')] });
  const line = `${JSON.stringify({ did: DID, time: 1, title: 'old' })}\n`;
  const name = (index: number) => `${index.toString(36).padStart(9, '0')}-00000000.ndjson`;
  await Promise.all(
    Array.from({ length: ENTRIES_MAX + 5 }, (_, index) => writeFile(join(folder, name(index)), line)),
  );
  await new UndoFiles(folder).begin({ did: DID, title: 'one more', changes: [deleted('b')] });
  const names = await readdir(folder);
  expect(names).toHaveLength(ENTRIES_MAX + 1);
  expect(names).not.toContain(name(5));
  expect((await files.list(DID)).map(({ title }) => title)).toEqual(['one more', 'newest']);
});

test('of too many bytes of blobs the entries of the oldest go, and after a day the blobs that nobody names', async () => {
  const { folder } = await journal();
  const files = new UndoFiles(folder, { blobsMaxBytes: 25 });
  const blob = (cid: string) => ({ cid, type: 'image/png', bytes: 10 });
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  for (const cid of ['bafkreia', 'bafkreib', 'bafkreic']) {
    vi.setSystemTime(Date.now() + 1);
    await files.saveBlob({ cid }, Buffer.alloc(10));
    await files.begin({ did: DID, title: cid, changes: [{ ...deleted(cid), blobs: [blob(cid)] }] });
  }
  for (const cid of ['bafkreia', 'bafkreib', 'bafkreic']) {
    await utimes(join(folder, 'blobs', cid), yesterday, yesterday);
  }
  vi.setSystemTime(Date.now() + 1);
  await new UndoFiles(folder, { blobsMaxBytes: 25 }).begin({ did: DID, title: 'x', changes: [deleted('x')] });
  expect((await files.list(DID)).map(({ title }) => title)).toEqual(['x', 'bafkreic', 'bafkreib']);
  expect(await readdir(join(folder, 'blobs'))).toEqual(['bafkreib', 'bafkreic']);
});

test('what is undone while it is still being made is not forgotten by what is made then', async () => {
  const { files } = await journal();
  const entry = await files.begin({ did: DID, title: 'many', changes: [deleted('a')] });
  await entry.done([deleted('a')]);
  // Added while the undoing goes on.
  await entry.add([deleted('z')]);
  await files.undone(entry.id, [deleted('a')]);
  expect((await files.last(DID))?.changes).toMatchObject([{ rkey: 'z' }]);
  await files.undone(entry.id, [deleted('z')]);
  expect(await files.last(DID)).toBeUndefined();
  await entry.add([deleted('b'), deleted('c')]);
  expect((await files.last(DID))?.changes).toMatchObject([{ rkey: 'b' }, { rkey: 'c' }]);
  await entry.done([deleted('b')]);
  await entry.end();
  expect((await files.last(DID))?.changes).toMatchObject([{ rkey: 'b' }]);
});

test('what was tried and stays does not stand before what is older', async () => {
  const { files } = await journal();
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const older = await files.begin({ did: DID, title: 'older', changes: [deleted('a')] });
  vi.setSystemTime(Date.now() + 1);
  const newer = await files.begin({ did: DID, title: 'newer', changes: [deleted('b')] });
  await files.undone(newer.id, [], { isTried: true });
  expect((await files.last(DID))?.id).toBe(older.id);
  await files.undone(older.id, [deleted('a')]);
  expect((await files.last(DID))?.id).toBe(newer.id);
  await files.undone(newer.id, []);
  expect((await files.last(DID))?.changes).toMatchObject([{ rkey: 'b' }]);
});

test('what could not be turned back stays', async () => {
  const { files } = await journal();
  const entry = await files.begin({ did: DID, title: 'two', changes: [deleted('a'), deleted('b')] });
  await entry.done([deleted('a'), deleted('b')]);
  await entry.end();
  await files.undone(entry.id, [deleted('b')]);
  expect((await files.last(DID))?.changes).toMatchObject([{ rkey: 'a' }]);
});

test('of a batch whose answer did not come, what was made is known by its keys', async () => {
  const { files } = await journal();
  const entry = await files.begin({ did: DID, title: 'cut', changes: [deleted('a'), deleted('b')] });
  await entry.made(['app.bsky.feed.post/a', 'app.bsky.feed.post/unknown']);
  await entry.end();
  expect((await files.last(DID))?.changes).toMatchObject([{ rkey: 'a' }]);
});

test('nobody but their owner may read it, and no name leads out of the folder', async () => {
  const { folder, files } = await journal();
  const { id } = await files.begin({ did: DID, title: 'mine', changes: [] });
  expect((await stat(join(folder, `${id}.ndjson`))).mode & 0o077).toBe(0);
  await files.saveBlob({ cid: 'bafkreia' }, Buffer.from('abc'));
  expect((await stat(join(folder, 'blobs', 'bafkreia'))).mode & 0o077).toBe(0);
  expect(await files.blob('bafkreia')).toEqual(Buffer.from('abc'));
  expect(await files.blob('bafkreib')).toBeUndefined();
  await writeFile(join(folder, 'secret'), 'x');
  expect(await files.blob('../secret')).toBeUndefined();
  await expect(files.saveBlob({ cid: '../x' }, Buffer.of())).rejects.toThrow('not the CID');
  expect(await readFile(join(folder, 'secret'), 'utf8')).toBe('x');
});

test('a disk that takes nothing has nothing begun', async () => {
  const file = join(await temporaryFolder(), 'file');
  await writeFile(file, '');
  const files = new UndoFiles(join(file, 'undo'));
  await expect(files.begin({ did: DID, title: 'x', changes: [] })).rejects.toThrow('ENOTDIR');
});

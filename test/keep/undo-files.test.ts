import { appendFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RecordChange } from '../../src/keep/made-change.js';
import { UndoFiles } from '../../src/keep/undo-files.js';
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
  await next.undone(one.id, []);
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

test('what could not be turned back stays', async () => {
  const { files } = await journal();
  const entry = await files.begin({ did: DID, title: 'two', changes: [deleted('a'), deleted('b')] });
  await entry.done([deleted('a'), deleted('b')]);
  await entry.end();
  await files.undone(entry.id, [deleted('a')]);
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

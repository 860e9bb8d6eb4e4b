import { appendFile, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { thisOwner } from '../../src/keep/lock-owner.js';
import { ManyFiles, type ManyItem } from '../../src/keep/many-files.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const DID = 'did:plc:alice';
const items = ['a', 'b', 'c'].map(
  (rkey): ManyItem => ({ kind: 'delete', collection: 'x.y.z', rkey, cid: 'cid' }),
);

async function begun() {
  const folder = join(await temporaryFolder(), 'many');
  const files = new ManyFiles(folder);
  const { id } = await files.create({ did: DID, verb: 'delete 3', title: 'deleted 3', undo: 'u', items });
  return { files, id, path: join(folder, `${id}.ndjson`), again: new ManyFiles(folder) };
}

test('what is left is found by the next run, for its account only, and nobody else may read it', async () => {
  const { files, id, path, again } = await begun();
  await files.begin(id, [0, 1]);
  await files.note(id, [{ index: 0, result: 'done' }], 1);
  expect(await again.unfinished(DID)).toMatchObject([
    { items, outcomes: [{ index: 0 }], begun: [1], spent: [{ points: 1 }] },
  ]);
  expect(await again.unfinished('did:plc:bob')).toEqual([]);
  expect((await stat(path)).mode & 0o077).toBe(0);
  await files.end(id);
  expect(await again.unfinished(DID)).toEqual([]);
});

test('a torn line costs itself, lines that are none are passed over, and a torn beginning is no change', async () => {
  const { files, id, path, again } = await begun();
  await appendFile(path, '{"outcomes":[{"ind');
  await files.note(id, [{ index: 2, result: 'gone' }], 0);
  await appendFile(path, '{}\n[]\n7\n{"outcomes":7}\n');
  expect(await again.unfinished(DID)).toMatchObject([{ outcomes: [{ index: 2, result: 'gone' }] }]);
  const text = await readFile(path, 'utf8');
  await truncate(path, text.indexOf('"rkey":"b"'));
  expect(await again.unfinished(DID)).toEqual([]);
});

test('what another run is at that lives is not offered; what one has left, or died at, is', async () => {
  const { files, id, path, again } = await begun();
  const me = await thisOwner();
  await appendFile(path, `\n${JSON.stringify({ owner: { ...me, pid: process.ppid, start: undefined } })}\n`);
  expect(await again.unfinished(DID)).toEqual([]);
  await files.take(id);
  expect(await again.unfinished(DID)).toHaveLength(1);
  await appendFile(path, `\n${JSON.stringify({ owner: { ...me, start: 'long ago', pid: process.ppid } })}\n`);
  expect(await again.unfinished(DID)).toHaveLength(1);
  await files.leave(id);
  expect(await again.unfinished(DID)).toHaveLength(1);
});

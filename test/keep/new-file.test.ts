import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { writeNewFile } from '../../src/keep/new-file.js';
import { temporaryFolder } from '../support/temporary-folder.js';

test('a name that is taken gets a number, and what was there stays', async () => {
  const folder = await temporaryFolder();
  const paths = [];
  for (const text of ['one', 'two', 'three']) paths.push(await writeNewFile(folder, 'a.b.ndjson', text));

  expect(paths.map((path) => basename(path))).toEqual(['a.b.ndjson', 'a.b-2.ndjson', 'a.b-3.ndjson']);
  expect(await Promise.all(paths.map((path) => readFile(path, 'utf8')))).toEqual(['one', 'two', 'three']);
});

test('a folder of that name is not written into, either', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'x.ndjson'));

  expect(basename(await writeNewFile(folder, 'x.ndjson', ''))).toBe('x-2.ndjson');
});

test('a folder that is not there is the error of the file system', async () => {
  const folder = join(await temporaryFolder(), 'missing');

  await expect(writeNewFile(folder, 'x.ndjson', '')).rejects.toMatchObject({ code: 'ENOENT' });
});

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { saveBytes } from '../../src/keep/save-bytes.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const bytes = Buffer.from([0, 1, 2, 255]);

test('bytes get their name in the folder, with a number where it is taken', async () => {
  const folder = await temporaryFolder();
  const file = { path: undefined, name: 'bafy.png' };
  expect(await saveBytes(folder, file, bytes)).toBe(join(folder, 'bafy.png'));
  expect(await saveBytes(folder, file, bytes)).toBe(join(folder, 'bafy-2.png'));
  expect(await readFile(join(folder, 'bafy-2.png'))).toEqual(bytes);
});

test('a path that was typed is taken from the folder one is in, and what is there is left as it is', async () => {
  const folder = await temporaryFolder();
  const file = { path: 'mine.png', name: 'bafy.png' };
  expect(await saveBytes(folder, file, bytes)).toBe(join(folder, 'mine.png'));
  await writeFile(join(folder, 'mine.png'), 'mine');
  expect(await saveBytes(folder, file, bytes)).toBeUndefined();
  expect(await readFile(join(folder, 'mine.png'), 'utf8')).toBe('mine');
});

test('a path that is a folder gets the name in it', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'pictures'));
  for (const path of ['pictures', 'pictures/']) await saveBytes(folder, { path, name: 'bafy.png' }, bytes);
  expect((await readdir(join(folder, 'pictures'))).toSorted()).toEqual(['bafy-2.png', 'bafy.png']);
});

test('where there is no such folder nothing is written, and that is told', async () => {
  const folder = await temporaryFolder();
  await expect(saveBytes(folder, { path: 'no/where.png', name: 'bafy.png' }, bytes)).rejects.toThrow(
    'ENOENT',
  );
});

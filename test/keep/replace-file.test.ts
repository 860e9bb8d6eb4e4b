import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { replaceFile } from '../../src/keep/replace-file.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3_600_000);

test('what a killed run left half written goes with the first file that a later one writes', async () => {
  const folder = await temporaryFolder();
  for (const [name, hours] of [
    ['a.json.old.draft', 2],
    ['a.json.young.draft', 0.5],
    ['b.json', 2],
    ['b.json.bad', 2],
  ] as const) {
    await writeFile(join(folder, name), '{');
    await utimes(join(folder, name), hoursAgo(hours), hoursAgo(hours));
  }
  await replaceFile(join(folder, 'a.json'), '{}');

  expect((await readdir(folder)).toSorted()).toEqual([
    'a.json',
    'a.json.young.draft',
    'b.json',
    'b.json.bad',
  ]);
});

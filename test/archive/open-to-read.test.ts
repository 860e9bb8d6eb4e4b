import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { rootOf } from '../../src/archive/car-scan.js';
import { openArchive } from '../../src/archive/open-archive.js';
import { openToRead } from '../../src/archive/open-to-read.js';
import { temporaryFolder } from '../support/temporary-folder.js';

let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
});

test.each<[string, (path: string) => unknown]>([
  ['a folder', (path) => mkdir(path)],
  ['a pipe that nobody writes to', (path) => execFileSync('mkfifo', [path])],
  ['a link to a folder', (path) => symlink('.', path)],
  ['a device', (path) => symlink('/dev/zero', path)],
])('%s is refused at once', async (_, make) => {
  const path = join(folder, 'odd.car');
  await make(path);
  const refusal = { kind: 'car-shape', message: expect.stringContaining('no file') };
  expect(() => openToRead(path)).toThrow(expect.objectContaining(refusal));
  expect(() => rootOf(path)).toThrow(expect.objectContaining(refusal));
  await expect(openArchive(path)).rejects.toMatchObject(refusal);
});

test.each<[string, (path: string) => unknown, object]>([
  ['is not there', () => {}, { code: 'ENOENT' }],
  ['leads to itself', (path) => symlink(path, path), { code: 'ELOOP' }],
  ['is empty', (path) => writeFile(path, ''), { kind: 'truncated' }],
  ['is of one byte', (path) => writeFile(path, 'x'), { kind: 'truncated' }],
  ['is a text', (path) => writeFile(path, 'no CAR at all\n'.repeat(500)), { kind: 'car-shape' }],
])('what %s says so', async (_, make, why) => {
  const path = join(folder, 'odd.car');
  await make(path);
  await expect(openArchive(path)).rejects.toMatchObject(why);
});

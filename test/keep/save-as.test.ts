import { readdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { saveAs } from '../../src/keep/save-as.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const unstopped = { writesOver: false, signal: new AbortController().signal };

test('a text is written piece by piece, and its full path is given', async () => {
  const path = join(await temporaryFolder(), 'rows.ndjson');
  const lines = Array.from({ length: 20_000 }, (_, index) => `{"row":${index}}\n`);
  expect(await saveAs(path, lines, unstopped)).toBe(path);
  expect(await readFile(path, 'utf8')).toBe(lines.join(''));
});

test('what is there stays, unless it may be written over', async () => {
  const path = join(await temporaryFolder(), 'rows.csv');
  await writeFile(path, 'mine');
  expect(await saveAs(path, ['theirs'], unstopped)).toBeUndefined();
  expect(await readFile(path, 'utf8')).toBe('mine');
  expect(await saveAs(path, ['theirs'], { ...unstopped, writesOver: true })).toBe(path);
  expect(await readFile(path, 'utf8')).toBe('theirs');
});

test('stopped, it leaves what was there and nothing else', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'rows.csv');
  await writeFile(path, 'mine');
  const stopping = new AbortController();
  function* endless() {
    for (let row = 0; ; row++) {
      if (row === 50_000) stopping.abort(new Error('stopped'));
      yield `${row}\n`;
    }
  }
  await expect(saveAs(path, endless(), { writesOver: true, signal: stopping.signal })).rejects.toThrow(
    'stopped',
  );
  expect(await readFile(path, 'utf8')).toBe('mine');
  expect(await readdir(folder)).toEqual(['rows.csv']);
});

test('a folder that is not there is told', async () => {
  const path = join(await temporaryFolder(), 'nowhere', 'rows.csv');
  await expect(saveAs(path, ['row'], unstopped)).rejects.toThrow('ENOENT');
});

test('~ is the home folder', async () => {
  await expect(saveAs('~/no-such-folder-of-atscope/rows.csv', ['row'], unstopped)).rejects.toThrow(
    join(homedir(), 'no-such-folder-of-atscope'),
  );
});

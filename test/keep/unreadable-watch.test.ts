import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { readJsonFile } from '../../src/keep/json-file.js';
import { type Kept, KeptFiles } from '../../src/keep/kept-files.js';
import { isStoredMoment } from '../../src/store/watch/stored-watch.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const whole = { at: 1, followers: [['did:plc:a']], gone: [], lines: [] };
const change = { ...whole, at: 2, left: [] };
const first = JSON.stringify(whole);
const second = JSON.stringify(change);
const later: Kept = { whole: () => 'later', changes: () => undefined };

async function opened(content: string | Buffer, Files = KeptFiles) {
  const folder = await temporaryFolder();
  const file = join(folder, 'alice.ndjson');
  await writeFile(file, content);
  const told: string[] = [];
  const files = new Files(
    folder,
    {
      failed(error) {
        throw error;
      },
    },
    (text) => told.push(text),
  );
  return { folder, file, told, files };
}

describe('a watch of which a part cannot be read', () => {
  test.each([
    ['a broken line in the middle', `${first}\n{"at":\n${second}\n`, [whole], 2],
    ['a broken line at the end that was ended', `${first}\n${second}\n{"at":\n`, [whole, change], 3],
    ['a broken first line', `{"at":1,\n${second}\n`, undefined, 1],
    ['nothing but half a line', '{"at":', undefined, 1],
    ['binary rubbish', Buffer.from([0, 255, 254, 10, 128, 10]), undefined, 1],
    ['JSON that is no watch', '{"version":9}\n', undefined, 1],
    ['a later version in the middle', `${first}\n{"version":9}\n${second}\n`, [whole], 2],
    ['null in the middle', `${first}\nnull\n${second}\n`, [whole], 2],
    ['two wholes, one after the other', `${first}\n${first}\n`, [whole], 2],
    ['a web page', '<html>\n<body>\n', undefined, 1],
  ])('%s is set aside and told, and what comes before it is used', async (_, content, moments, line) => {
    const { folder, file, told, files } = await opened(content);
    expect(await files.load('alice', isStoredMoment)).toEqual(moments);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(`The watch in ${file} cannot be read from line ${line} on`);
    expect(told[0]).toContain(moments ? 'goes on from what is before that' : 'begins anew');
    expect(await readFile(`${file}.bad`)).toEqual(Buffer.from(content));
    expect(files.unread('alice')).toBe(`${file}.bad`);

    // Another run finds the same, with nothing more to tell, and what comes to be kept leaves the other alone.
    expect(await files.load('alice', isStoredMoment)).toEqual(moments);
    files.save('alice', later);
    await files.flush();
    expect(told).toHaveLength(1);
    expect(await readFile(`${file}.bad`)).toEqual(Buffer.from(content));
    expect((await readdir(folder)).sort()).toEqual(['alice.ndjson', 'alice.ndjson.bad']);
  });

  test.each([
    ['half a line at the end, where a run was killed', `${first}\n${second}\n{"at":`, [whole, change]],
    ['zeros at the end, after a power cut', `${first}\n${'\0'.repeat(9)}`, [whole]],
    ['a byte order mark', `\uFEFF${first}\n`, [whole]],
    ['lines of Windows', `${first}\r\n${second}\r\n`, [whole, change]],
    ['empty lines', `\n${first}\n\n${second}\n\n`, [whole, change]],
    ['no line end at its end', `${first}\n${second}`, [whole, change]],
  ])('%s costs nothing', async (_, content, moments) => {
    const { folder, told, files } = await opened(content);
    expect(await files.load('alice', isStoredMoment)).toEqual(moments);
    expect(told).toEqual([]);
    expect(await readdir(folder)).toEqual(['alice.ndjson']);
  });

  test('never takes the place of one that was set aside before', async () => {
    const { file, files } = await opened('one\n');
    await files.load('alice');
    await writeFile(file, 'two\n');
    await files.load('alice');
    await writeFile(file, 'three\n');
    expect(readJsonFile(file).problem).toContain('it was moved to alice.ndjson.bad-3');
    const texts = ['.bad', '.bad-2', '.bad-3'].map((end) => readFile(`${file}${end}`, 'utf8'));
    expect(await Promise.all(texts)).toEqual(['one\n', 'two\n', 'three\n']);
    expect(files.unread('alice')).toBe(`${file}.bad-3`);
  });

  test('may be a folder in its place, which is moved too', async () => {
    const { folder, told, files } = await opened('');
    await mkdir(join(folder, 'bob.ndjson'));
    expect(await files.load('bob')).toBeUndefined();
    expect(told[0]).toMatch(/cannot be read \(EISDIR.*moved to bob\.ndjson\.bad, and the watch begins anew/);
    files.save('bob', later);
    await files.flush();
    expect(await files.load('bob')).toEqual(['later']);
  });

  test('is not written over where it cannot be moved, and that is told', async () => {
    // Tests may run as a user whom no permission stops.
    vi.doMock('../../src/keep/set-aside.js', () => ({
      lastSetAside: () => undefined,
      setAside: () => {
        throw Object.assign(new Error("EACCES: permission denied, rename 'x'"), { code: 'EACCES' });
      },
    }));
    vi.resetModules();
    const refused = await import('../../src/keep/kept-files.js');
    vi.doUnmock('../../src/keep/set-aside.js');
    // Files of this lane share their modules.
    vi.resetModules();
    const { file, told, files } = await opened('rubbish\n', refused.KeptFiles);
    expect(await files.load('alice')).toBeUndefined();
    expect(told[0]).toContain('nor be moved aside (EACCES: permission denied)');
    expect(told[0]).toContain('nothing new of it is saved');
    expect(files.unread('alice')).toBe(file);
    files.save('alice', later);
    await files.flush();
    expect(await readFile(file, 'utf8')).toBe('rubbish\n');
  });
});

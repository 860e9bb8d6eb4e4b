import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { KeptFiles } from '../../src/config/kept-files.js';
import { temporaryFolder } from './temporary-folder.js';

const fail = (error: unknown): never => {
  throw error;
};

describe('what is kept between runs', () => {
  test('is what was known when it was written, and the next run finds it', async () => {
    const folder = join(await temporaryFolder(), 'not/yet');
    const files = new KeptFiles(folder, fail);
    let state = 'before';
    files.save('did:plc:alice', () => ({ state: 'of an earlier call' }));
    files.save('did:plc:alice', () => ({ state }));
    state = 'after';
    await files.flush();

    expect(await new KeptFiles(folder, fail).load('did:plc:alice')).toEqual({ state: 'after' });
  });

  test('is found in the same run, also while it waits to be written', async () => {
    const files = new KeptFiles(await temporaryFolder(), fail);
    files.save('did:plc:alice', () => 1);
    expect(await files.load('did:plc:alice')).toBe(1);
  });

  test('is nothing where there is no file, or one that was broken off', async () => {
    const folder = await temporaryFolder();
    const files = new KeptFiles(folder, fail);
    expect(await files.load('did:plc:alice')).toBeUndefined();
    files.save('did:plc:alice', () => ({ state: 1 }));
    await files.flush();
    const [name] = await readdir(folder);
    await writeFile(join(folder, name!), '{"state":');
    expect(await files.load('did:plc:alice')).toBeUndefined();
  });

  test('never shares a file with what another key keeps', async () => {
    const folder = await temporaryFolder();
    const files = new KeptFiles(folder, fail);
    const keys = [
      'did:web:a.test',
      'did:web:a.test%3A80',
      'did:web:a.test:80',
      'did_web_a.test',
      '../x',
      '.',
    ];
    for (const key of keys) files.save(key, () => key);
    await files.flush();
    expect(await Promise.all(keys.map((key) => files.load(key)))).toEqual(keys);
    expect(await readdir(folder)).toHaveLength(keys.length);
  });

  test('stays as it was, and leaves no draft, where it cannot be written anew', async () => {
    const folder = await temporaryFolder();
    const failures: unknown[] = [];
    const files = new KeptFiles(folder, (error) => failures.push(error));
    files.save('did:plc:alice', () => 1);
    await files.flush();
    const [name] = await readdir(folder);
    const text = await readFile(join(folder, name!), 'utf8');

    // A run that is killed before the draft is put in place leaves a draft, which nothing takes for what is kept.
    await writeFile(join(folder, '.draft-of-a-killed-run'), '{"half":');
    expect(await new KeptFiles(folder, fail).load('did:plc:alice')).toBe(1);

    files.save('did:plc:alice', () => {
      throw new Error('nothing to be said');
    });
    await files.flush();
    expect(failures).toHaveLength(1);
    expect(await readFile(join(folder, name!), 'utf8')).toBe(text);

    // A folder in the place of the file cannot be replaced by one.
    await mkdir(join(folder, 'bob.json'));
    files.save('bob', () => 1);
    await files.flush();
    expect(failures).toHaveLength(2);
    expect((await readdir(folder)).sort()).toEqual(['.draft-of-a-killed-run', 'bob.json', name].sort());
  });
});

import { mkdir, readdir, readFile, rename, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Kept, KeptFiles } from '../../src/keep/kept-files.js';
import { temporaryFolder } from '../support/temporary-folder.js';

function fail(error: unknown): never {
  throw error;
}

/** Kept as a whole each time. */
const always = (value: unknown): Kept => ({ whole: () => value, changes: () => undefined });

/** Something that says which of its moments it was asked for, and how. */
function counting(size = 1) {
  let moment = 0;
  const kept: Kept = {
    whole: () => ({ whole: ++moment, filling: 'x'.repeat(size) }),
    changes: () => ({ changed: ++moment }),
  };
  return kept;
}

async function onlyFile(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.'));
  expect(names).toHaveLength(1);
  return join(folder, names[0]!);
}

describe('what is kept between runs', () => {
  test('is what was known when it was written, and the next run finds it', async () => {
    const folder = join(await temporaryFolder(), 'not/yet');
    const files = new KeptFiles(folder, { failed: fail });
    let state = 'before';
    files.save('did:plc:alice', always({ state: 'of an earlier call' }));
    files.save('did:plc:alice', { whole: () => ({ state }), changes: () => undefined });
    state = 'after';
    await files.flush();

    expect(await new KeptFiles(folder, { failed: fail }).load('did:plc:alice')).toEqual([{ state: 'after' }]);
  });

  test('is found in the same run, also while it waits to be written', async () => {
    const files = new KeptFiles(await temporaryFolder(), { failed: fail });
    files.save('did:plc:alice', always(1));
    expect(await files.load('did:plc:alice')).toEqual([1]);
  });

  test('is nothing where there is no file, or one that was broken off', async () => {
    const folder = await temporaryFolder();
    const files = new KeptFiles(folder, { failed: fail });
    expect(await files.load('did:plc:alice')).toBeUndefined();
    files.save('did:plc:alice', always({ state: 1 }));
    await files.flush();
    await writeFile(await onlyFile(folder), '{"state":');
    expect(await files.load('did:plc:alice')).toBeUndefined();
  });

  test('is read by its owner alone', async () => {
    const folder = await temporaryFolder();
    const files = new KeptFiles(folder, { failed: fail });
    const kept = counting();
    for (let time = 0; time < 2; time++) {
      files.save('did:plc:alice', kept);
      await files.flush();
      expect((await stat(await onlyFile(folder))).mode & 0o777).toBe(0o600);
    }
  });

  test('never shares a file with what another key keeps', async () => {
    const folder = await temporaryFolder();
    const files = new KeptFiles(folder, { failed: fail });
    const keys = [
      'did:web:a.test',
      'did:web:a.test%3A80',
      'did:web:a.test:80',
      'did_web_a.test',
      '../x',
      '.',
    ];
    for (const key of keys) files.save(key, always(key));
    await files.flush();
    expect(await Promise.all(keys.map((key) => files.load(key)))).toEqual(keys.map((key) => [key]));
    expect(await readdir(folder)).toHaveLength(keys.length);
  });

  test('stays as it was, and leaves no draft, where it cannot be written anew', async () => {
    const folder = await temporaryFolder();
    const failures: unknown[] = [];
    const files = new KeptFiles(folder, { failed: (error) => failures.push(error) });
    files.save('did:plc:alice', always(1));
    await files.flush();
    const file = await onlyFile(folder);
    const text = await readFile(file, 'utf8');

    // A run that is killed before the draft is put in place leaves a draft, which nothing takes for what is kept.
    await writeFile(join(folder, '.draft-of-a-killed-run'), '{"half":');
    expect(await new KeptFiles(folder, { failed: fail }).load('did:plc:alice')).toEqual([1]);

    files.save('did:plc:alice', {
      whole: () => {
        throw new Error('nothing to be said');
      },
      changes: () => undefined,
    });
    await files.flush();
    expect(failures).toHaveLength(1);
    expect(await readFile(file, 'utf8')).toBe(text);

    // A folder in the place of the file cannot be replaced by one.
    await mkdir(join(folder, 'bob.ndjson'));
    files.save('bob', always(1));
    await files.flush();
    // The first one was tried again.
    expect(failures).toHaveLength(3);
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([
      '.draft-of-a-killed-run',
    ]);
  });
});

describe('what changed since', () => {
  /** Keeps it so many times. */
  async function keep(files: KeptFiles, kept: Kept, times = 1): Promise<void> {
    for (let time = 0; time < times; time++) {
      files.save('alice', kept);
      await files.flush();
    }
  }

  test('is added to the file, which is not written anew for it', async () => {
    const folder = await temporaryFolder();
    const files = new KeptFiles(folder, { failed: fail });
    const kept = counting(1_000_000);
    await keep(files, kept);
    const { ino, size } = await stat(await onlyFile(folder));
    await keep(files, kept, 2);
    const after = await stat(await onlyFile(folder));

    expect(after.ino).toBe(ino);
    expect(after.size - size).toBe('{"changed":2}\n{"changed":3}\n'.length);
    expect(await new KeptFiles(folder, { failed: fail }).load('alice')).toMatchObject([
      { whole: 1 },
      { changed: 2 },
      { changed: 3 },
    ]);
  });

  test('is put into a new file where only the whole will do', async () => {
    const folder = await temporaryFolder();
    const files = new KeptFiles(folder, { failed: fail });
    await keep(files, counting(), 2);
    await keep(files, always('all'));
    expect(await files.load('alice')).toEqual(['all']);
  });

  test('is put into a new file when it has outgrown what it is added to', async () => {
    const folder = await temporaryFolder();
    const files = new KeptFiles(folder, { failed: fail });
    let wholes = 0;
    const kept: Kept = {
      whole: () => ({ whole: ++wholes, filling: 'x'.repeat(100_000) }),
      changes: () => 'y'.repeat(30_000),
    };
    await keep(files, kept, 4);
    expect(wholes).toBe(1);
    await keep(files, kept);
    expect(wholes).toBe(2);
    expect(await files.load('alice')).toMatchObject([{ whole: 2 }]);
  });

  test('counts up to where a run was killed as it wrote, and the next run begins a new file', async () => {
    const folder = await temporaryFolder();
    const kept = counting();
    await keep(new KeptFiles(folder, { failed: fail }), kept, 3);
    const file = await onlyFile(folder);
    await truncate(file, (await stat(file)).size - 5);
    const files = new KeptFiles(folder, { failed: fail });
    expect(await files.load('alice')).toMatchObject([{ whole: 1 }, { changed: 2 }]);

    await keep(files, kept, 2);
    expect(await files.load('alice')).toMatchObject([{ whole: 4 }, { changed: 5 }]);
  });

  test('is not added to what another run has put in its place', async () => {
    const folder = await temporaryFolder();
    const one = new KeptFiles(folder, { failed: fail });
    const kept = counting();
    await keep(one, kept);
    await keep(new KeptFiles(folder, { failed: fail }), always('of another'));
    await keep(one, kept);
    expect(await one.load('alice')).toMatchObject([{ whole: 2 }]);

    // Nor to nothing.
    const file = await onlyFile(folder);
    await rename(file, join(folder, 'moved'));
    await keep(one, kept);
    expect(await one.load('alice')).toMatchObject([{ whole: 3 }]);
  });

  test('that could not be written is in the next file', async () => {
    const folder = await temporaryFolder();
    const failures: unknown[] = [];
    const files = new KeptFiles(folder, { failed: (error) => failures.push(error) });
    const kept = counting();
    await keep(files, kept);
    await keep(files, {
      whole: kept.whole,
      changes: () => {
        throw new Error('nothing to be said');
      },
    });
    expect(failures).toHaveLength(1);
    await keep(files, kept);
    expect(await files.load('alice')).toMatchObject([{ whole: 2 }]);
  });
});

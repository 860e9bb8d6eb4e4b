import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ArchiveNote, Archives } from '../../src/keep/archives.js';
import { deferred } from '../support/deferred.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const alice = 'did:plc:alice234567abcdefghijklm';
const note: ArchiveNote = {
  handle: 'alice.test',
  records: 3,
  collections: 1,
  verdict: 'signed',
  problems: 0,
  from: 'pds.test',
};

async function put(archives: Archives, did: string, rev: string, text = rev, found = note) {
  return await archives.work(did, {}, async (desk) => {
    const draft = desk.draft('car');
    await writeFile(draft, text);
    return await desk.put(draft, rev, found);
  });
}

describe('the copies of repositories that are kept', () => {
  test('are found again with what was found as they were taken home', async () => {
    const folder = join(await temporaryFolder(), 'not/yet');
    const archives = new Archives(folder, { copies: 2 });
    expect(await archives.list()).toEqual([]);
    const kept = await put(archives, alice, '3kaaaaaaaaa2a', 'bytes');
    expect(kept).toMatchObject({ did: alice, rev: '3kaaaaaaaaa2a', bytes: 5, note });
    expect(await new Archives(folder, { copies: 2 }).of(alice)).toEqual([kept]);
    expect(await archives.of('did:plc:bob')).toEqual([]);
  });

  test('are the newest and those before it, as many as are wanted', async () => {
    const archives = new Archives(await temporaryFolder(), { copies: 2 });
    // A repository that moved may begin with an older rev: what was taken home last is the newest copy.
    for (const rev of ['3ka', '3kc', '3kb']) await put(archives, alice, rev);
    expect((await archives.of(alice)).map(({ rev }) => rev)).toEqual(['3kb', '3kc']);
    const [newest] = await archives.list();
    expect(await readFile(newest!.file, 'utf8')).toBe('3kb');
  });

  test('that are not sound push out one another, and never the newest sound one', async () => {
    const archives = new Archives(await temporaryFolder(), { copies: 2 });
    const unsound: ArchiveNote = { ...note, verdict: 'unsound', problems: 1 };
    const revs = async () => (await archives.of(alice)).map(({ rev }) => rev);
    for (const rev of ['3ka', '3kb']) await put(archives, alice, rev);
    for (const rev of ['3kc', '3kd', '3ke']) await put(archives, alice, rev, rev, unsound);
    expect(await revs()).toEqual(['3ke', '3kd', '3kb']);
    await put(archives, alice, '3kf');
    expect(await revs()).toEqual(['3kf', '3ke']);
  });

  test('leave nothing of runs that were killed: of the account at once, of others after a day', async () => {
    const archives = new Archives(await temporaryFolder(), { copies: 2 });
    const { file } = await put(archives, alice, '3ka');
    const bob = await put(archives, 'did:plc:bob', '3ka');
    const beside = (copy: string, ...names: readonly string[]) =>
      names.map((name) => join(dirname(copy), name));
    const own = beside(file, 'a.part', 'b.draft.car', '00000000000001-3k.json', '00000000000001-3k.index');
    const [old = '', fresh = ''] = beside(bob.file, 'old.part', 'fresh.part');
    for (const path of [...own, old, fresh]) await writeFile(path, 'left');
    const longAgo = new Date(Date.now() - 25 * 3_600_000);
    await utimes(old, longAgo, longAgo);
    await archives.work(alice, {}, async () => {});
    expect(await readdir(dirname(file))).toHaveLength(2);
    expect((await readdir(dirname(bob.file))).filter((name) => name.endsWith('.part'))).toEqual([
      'fresh.part',
    ]);
  });

  test('have their indexes beside them, which go with them; those of other files stand together', async () => {
    const folder = await temporaryFolder();
    const archives = new Archives(join(folder, 'archives'), { copies: 1 });
    const { file } = await put(archives, alice, '3ka');
    const index = archives.indexOf(file);
    expect(dirname(index)).toBe(dirname(file));
    await writeFile(index, 'index');
    expect(await archives.of(alice)).toHaveLength(1);
    await put(archives, alice, '3kb');
    expect((await readdir(dirname(file))).filter((name) => name.includes('3ka'))).toEqual([]);
    const others = [join(folder, 'a.car'), join(folder, 'b.car'), join(archives.folder, 'a.car')];
    const indexes = others.map((other) => archives.indexOf(other));
    expect(new Set(indexes).size).toBe(3);
    expect(indexes.map(dirname)).toEqual(others.map(() => join(folder, 'indexes')));
  });

  test.each([
    'did:web:a.test',
    'did:web:a.test%3A80',
    'did:plc:con',
  ])('have names that every file system takes: %s', async (did) => {
    const archives = new Archives(await temporaryFolder(), { copies: 2 });
    await put(archives, did, '3ka');
    await put(archives, 'did:web:other.test', '3ka');
    const [kept] = await archives.of(did);
    expect(kept?.did).toBe(did);
    for (const name of await readdir(archives.folder, { recursive: true })) {
      expect(basename(name)).toMatch(/^[\w.-]+$/);
    }
    // Whose a copy is does not hang on the note beside it.
    await writeFile(kept!.file.replace(/car$/, 'json'), '{"did":');
    expect(await archives.of(did)).toEqual([{ ...kept, note: undefined }]);
  });

  test('stay as they were when a pull ends before it has put its own in place', async () => {
    const archives = new Archives(await temporaryFolder(), { copies: 1 });
    const kept = await put(archives, alice, '3ka');
    const failing = archives.work(alice, {}, async (desk) => {
      await writeFile(desk.draft('part'), 'half');
      throw new Error('cut');
    });
    await expect(failing).rejects.toThrow('cut');
    expect(await archives.of(alice)).toEqual([kept]);

    // As a process leaves them that is killed as it writes, and as it puts its own in place.
    const folder = join(archives.folder, (await readdir(archives.folder))[0]!);
    await writeFile(join(folder, 'x.part'), 'half');
    await writeFile(join(folder, 'x.draft.car'), 'half');
    await writeFile(join(folder, '99999999999999-3kz.json'), JSON.stringify({ did: alice, ...note }));
    expect(await archives.of(alice)).toEqual([kept]);
    await archives.work(alice, {}, async ({ copies }) => expect(copies).toEqual([kept]));
    expect((await readdir(folder)).filter((name) => name.startsWith('x'))).toEqual([]);
  });

  test('are worked on by one at a time: the next waits, or gives up', async () => {
    const folder = await temporaryFolder();
    const first = new Archives(folder, { copies: 2 });
    const second = new Archives(folder, { copies: 2 });
    const begun = deferred<void>();
    const go = deferred<void>();
    const order: string[] = [];
    const working = first.work(alice, {}, async () => {
      begun.resolve();
      await go.promise;
      order.push('first');
    });
    await begun.promise;
    const stop = new AbortController();
    const stopped = second.work(
      alice,
      { signal: stop.signal, onWait: () => stop.abort(new Error('no patience')) },
      async () => {
        order.push('never');
      },
    );
    await expect(stopped).rejects.toThrow();
    const waiting = second.work(alice, { onWait: () => go.resolve() }, async () => {
      order.push('second');
    });
    await Promise.all([working, waiting]);
    expect(order).toEqual(['first', 'second']);
    // Another account waits for nobody.
    await first.work(alice, {}, () => put(second, 'did:plc:bob', '3ka'));
  });

  test('go one by one, and leave nothing', async () => {
    const archives = new Archives(await temporaryFolder(), { copies: 2 });
    await put(archives, alice, '3ka');
    const [kept] = await archives.list();
    await archives.remove(kept!);
    expect(await archives.list()).toEqual([]);
    expect(
      (await readdir(archives.folder, { recursive: true })).filter((name) => /car|json/.test(name)),
    ).toEqual([]);
  });

  test('say why they cannot be listed', async () => {
    const folder = join(await temporaryFolder(), 'a');
    await writeFile(folder, '');
    await mkdir(join(await temporaryFolder(), 'b'));
    // A file in the place of the folder holds no copies; nothing can be put there.
    expect(await new Archives(folder, { copies: 2 }).list()).toEqual([]);
    await expect(put(new Archives(folder, { copies: 2 }), alice, '3ka')).rejects.toThrow(/ENOTDIR|EEXIST/);
  });
});

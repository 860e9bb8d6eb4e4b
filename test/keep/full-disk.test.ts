import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openConfig } from '../../src/keep/config.js';
import { KeptFiles } from '../../src/keep/kept-files.js';
import { Unwritten } from '../../src/keep/unwritten.js';
import { WriteBehind } from '../../src/keep/write-behind.js';
import { MAY_MOUNT, smallDisk } from '../support/small-disk.js';

const DID = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa';
const identity = {
  did: DID,
  handle: undefined,
  pds: undefined,
  signingKey: undefined,
  document: { id: DID },
  fetchedAt: 1,
};
const session = {
  did: DID,
  handle: 'anna.test',
  pds: 'https://pds.test',
  since: 1,
  state: 'active',
  access: 'password' as const,
  given: false,
  accessJwt: 'access',
  refreshJwt: 'refresh',
};

describe.skipIf(!MAY_MOUNT)('a disk that is full (where a test may mount one)', () => {
  test('names each file that is not saved, each time anew, and all are written when there is room', async () => {
    const disk = await smallDisk();
    const folder = join(disk.folder, 'atscope');
    const config = openConfig({ folder });
    const told: string[] = [];
    config.onProblem((text) => told.push(text));
    let count = 0;
    async function changeAll() {
      count += 1;
      config.recents.add({ address: `at://${count}.test`, title: undefined });
      config.identities.set(`${count}.test`, identity);
      config.watches.save(DID, { whole: () => ({ count }), changes: () => undefined });
      await config.sessions.put({ ...session, accessJwt: `access ${count}` });
      await config.sessions.setLastUsed(DID);
      await config.close();
    }
    const names = [
      /recents\.json/,
      /identities\.tsv/,
      /watches\/.*\.ndjson/,
      /the sign-in of @anna\.test/,
      /last-used/,
    ];

    await changeAll();
    expect(told).toEqual([]);

    await disk.fill();
    await changeAll();
    for (const name of names) expect(told.at(-1)).toMatch(name);
    expect(told.at(-1)).toMatch(/ENOSPC/);
    expect(told.at(-1)).not.toContain('access');
    const often = told.length;
    await changeAll();
    expect(told, 'one bout of failure is told once').toHaveLength(often);
    expect(await config.sessions.get(DID)).toMatchObject({ accessJwt: 'access 3' });

    // Nothing changes any more: the end of the run is what writes it.
    await disk.empty();
    await config.close();
    const next = openConfig({ folder });
    expect(next.recents.list().map(({ address }) => address)).toContain('at://3.test');
    expect(next.identities.get('3.test')).toBeDefined();
    expect(await next.watches.load(DID)).toEqual([{ count: 3 }]);
    expect(await next.sessions.get(DID)).toMatchObject({ accessJwt: 'access 3' });
    expect(await next.sessions.lastUsed()).toBe(DID);

    await disk.fill();
    await changeAll();
    expect(told.length, 'the next bout is told anew').toBeGreaterThan(often);
    for (const name of names) expect(told.at(-1)).toMatch(name);
  });

  test('that takes half a line of a watch has no half line in it', async () => {
    const disk = await smallDisk();
    const failures: unknown[] = [];
    const files = new KeptFiles(disk.folder, { failed: (error) => failures.push(error) });
    let count = 0;
    const kept = {
      whole: () => ({ whole: count }),
      changes: () => ({ change: count, text: 'x'.repeat(20_000) }),
    };
    async function change() {
      count += 1;
      files.save('alice', kept);
      await files.flush();
    }
    await change();
    await disk.fill(4096 * 2);
    await change();
    expect(failures).toEqual([expect.objectContaining({ code: 'ENOSPC' })]);
    const lines = (await readFile(join(disk.folder, 'alice.ndjson'), 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([{ whole: 1 }]);

    await disk.empty();
    await change();
    expect(await files.load('alice')).toEqual([{ whole: 3 }]);
    await change();
    expect(await files.load('alice')).toMatchObject([{ whole: 3 }, { change: 4 }]);
  });
});

describe('whatever the reason is', () => {
  const failure = (code: string) => Object.assign(new Error(`${code}: why, write '/x'`), { code });

  test.each([
    'ENOSPC',
    'EACCES',
    'EROFS',
    'EDQUOT',
    'EIO',
    'EPERM',
    'EISDIR',
    'ELOOP',
  ])('%s is told once a bout, anew after a success, and tried again by the end', async (code) => {
    const told: string[] = [];
    const unwritten = new Unwritten((text) => told.push(text));
    let isFailing = true;
    let written = 0;
    const behind = new WriteBehind(
      async () => {
        if (isFailing) throw failure(code);
        written += 1;
      },
      {
        failed: (error) => unwritten.failed('the file', error),
        written: () => unwritten.written('the file'),
      },
    );
    async function change() {
      behind.touch();
      await behind.flush();
    }
    await change();
    await change();
    expect(told).toEqual([expect.stringMatching(`^Not saved: the file: ${code}: why\\.`)]);
    isFailing = false;
    await behind.flush();
    expect(written).toBe(1);
    await behind.flush();
    expect(written, 'what is written is not written again').toBe(1);
    isFailing = true;
    await change();
    expect(told).toHaveLength(2);
  });

  test('another reason is told, and the newest sentence names all that is not saved', () => {
    const told: string[] = [];
    const unwritten = new Unwritten((text) => told.push(text));
    unwritten.failed('one', failure('EACCES'));
    unwritten.failed('two', failure('ENOSPC'));
    unwritten.failed('one', failure('ENOSPC'));
    unwritten.written('two');
    unwritten.failed('three', failure('EIO'));
    expect(told.map((text) => text.split('. It is')[0])).toEqual([
      'Not saved: one: EACCES: why',
      'Not saved: one: EACCES: why; two: ENOSPC: why',
      'Not saved: one: ENOSPC: why; two: ENOSPC: why',
      'Not saved: one: ENOSPC: why; three: EIO: why',
    ]);
  });
});

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isDead, type LockOwner, ownerIn, thisOwner } from '../../src/keep/lock-owner.js';
import { PrivateFolder } from '../../src/keep/private-folder.js';
import { waitForLock } from '../../src/keep/waiting-lock.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** A lock does not become stale while a test runs: what is taken over was seen to be dead. */
const NEVER_MS = 3_600_000;
const NAME = 'anna.json';

const opened = (folder: string, staleMs = NEVER_MS) => new PrivateFolder(folder, () => {}, staleMs);

async function holder(folder: string): Promise<ChildProcess> {
  const child = fork(
    fileURLToPath(new URL('../support/session/folder-lock-holder.ts', import.meta.url)),
    [JSON.stringify({ folder, name: NAME, staleMs: NEVER_MS })],
    { execArgv: ['--import', new URL('../network/source-hooks.ts', import.meta.url).href] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  return child;
}

async function killed(folder: string): Promise<void> {
  const child = await holder(folder);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await readdir(folder)).toEqual([`${NAME}.lock`]);
}

/** A lock with this owner, as it was left. */
async function left(folder: string, owner: string | undefined): Promise<string> {
  const path = join(folder, `${NAME}.lock`);
  await mkdir(path);
  if (owner !== undefined) await writeFile(join(path, 'owner'), owner);
  return path;
}

describe('the lock of a process that was killed', () => {
  test('is taken at once, however long it would stay fresh, and nothing is left of it', async () => {
    const folder = await temporaryFolder();
    await killed(folder);
    const release = await opened(folder).lock(NAME);
    expect(await readdir(folder)).toContain(`${NAME}.lock`);
    await release?.();
    expect(await readdir(folder)).toEqual([]);
  });

  test('goes to one of twenty at a time', async () => {
    const folder = await temporaryFolder();
    await killed(folder);
    let inside = 0;
    const most: number[] = [];
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const release = await opened(folder).lock(NAME);
        inside += 1;
        most.push(inside);
        await readFile(join(folder, `${NAME}.lock`, 'owner'));
        most.push(inside);
        inside -= 1;
        await release?.();
      }),
    );
    expect(most).toEqual(Array.from({ length: 40 }, () => 1));
    expect(await readdir(folder)).toEqual([]);
  });
});

test('the lock of a process that lives is not taken', async () => {
  const folder = await temporaryFolder();
  const child = await holder(folder);
  const owner = ownerIn(await readFile(join(folder, `${NAME}.lock`, 'owner'), 'utf8'))!;
  expect(owner.pid).toBe(child.pid);
  expect(await isDead(owner)).toBe(false);
});

test('the lock of a process that stands still is not taken, however old it is', async () => {
  const folder = await temporaryFolder();
  const child = await holder(folder);
  child.kill('SIGSTOP');
  const path = join(folder, `${NAME}.lock`);
  const longAgo = new Date(Date.now() - 600_000);
  await utimes(path, longAgo, longAgo);
  const before = await readFile(join(path, 'owner'), 'utf8');
  const stop = new AbortController();
  const waits = waitForLock(join(folder, NAME), { signal: stop.signal, onWait: () => stop.abort() });
  await expect(waits).rejects.toMatchObject({ name: 'AbortError' });
  expect(await readFile(join(path, 'owner'), 'utf8')).toBe(before);
});

describe('whose lock it is', () => {
  const change = async (other: Partial<LockOwner>) => ({ ...(await thisOwner()), ...other });

  test.each<[string, Partial<LockOwner>, boolean]>([
    ['this process', {}, false],
    ['a process that is not there', { pid: 2 ** 30 }, true],
    ['another process that got the number since', { start: '1' }, process.platform !== 'win32'],
    ['a process whose start is not known', { start: undefined }, false],
    ['a process of another machine', { host: 'elsewhere', pid: 2 ** 30 }, false],
    ['the first process, which is of another user or ours', { pid: 1, start: undefined }, false],
  ])('%s', async (_, other, dead) => {
    expect(await isDead(await change(other))).toBe(dead);
  });

  test.each([
    ['nothing', ''],
    ['half of it', '{"token":"a","host":'],
    ['a list', '[]'],
    ['no number', '{"token":"a","host":"b","pid":"1"}'],
    ['a group of processes', '{"token":"a","host":"b","pid":-1}'],
    ['a path in place of a token', '{"token":"../a","host":"b","pid":1}'],
  ])('an owner of %s is none', (_, text) => {
    expect(ownerIn(text)).toBeUndefined();
  });
});

test.each([
  ['of another machine', JSON.stringify({ token: 'a', host: 'elsewhere', pid: 1 })],
  ['of a version that wrote no owner', undefined],
  ['with an owner that cannot be read', '{"token":'],
])('a lock %s is taken when it is stale', async (_, owner) => {
  const folder = await temporaryFolder();
  const path = await left(folder, owner);
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(path, longAgo, longAgo);
  const release = await opened(folder, 10_000).lock(NAME);
  await release?.();
  expect(await readdir(folder)).toEqual([]);
});

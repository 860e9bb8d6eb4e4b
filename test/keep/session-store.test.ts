import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Keychain } from '../../src/keep/keychain.js';
import { openSessionStore } from '../../src/keep/session-store.js';
import type { StoredSession } from '../../src/keep/stored-session.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const anna = session('did:plc:aaaaaaaaaaaaaaaaaaaaaaaa', { handle: 'anna.test', since: 2 });
const file = 'did_3aplc_3aaaaaaaaaaaaaaaaaaaaaaaaa.json';

function session(did: string, more: Partial<StoredSession> = {}): StoredSession {
  return {
    did,
    handle: 'somebody.test',
    pds: 'https://pds.test',
    given: false,
    since: 1,
    state: 'active',
    access: 'password',
    accessJwt: `access of ${did}`,
    refreshJwt: `refresh of ${did}`,
    ...more,
  };
}

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

/** A store whose problems are noted. */
function opened(folder: string, keychain?: Keychain) {
  const problems: string[] = [];
  const store = openSessionStore(folder, {
    keychain: keychain && (async () => keychain),
    onProblem: (text) => problems.push(text),
  });
  return { store, problems };
}

describe('sign-ins', () => {
  test('are there for the next run, by the time of sign-in', async () => {
    const folder = await temporaryFolder();
    const web = session('did:web:pds.test%3A8080', { since: 1, given: true });
    const first = openSessionStore(folder);
    await first.put(anna);
    await first.put(web);
    await first.setLastUsed(anna.did);

    const second = openSessionStore(folder);
    expect((await second.list()).map(({ did }) => did)).toEqual([web.did, anna.did]);
    expect(await second.get(anna.did)).toEqual(anna);
    expect(await second.get(web.did)).toEqual(web);
    expect(await second.lastUsed()).toBe(anna.did);
    expect(await second.get('did:plc:bbbbbbbbbbbbbbbbbbbbbbbb')).toBeUndefined();
  });

  test('are replaced, and forgotten without a trace', async () => {
    const folder = await temporaryFolder();
    const store = openSessionStore(folder);
    await store.put(anna);
    await store.put({ ...anna, accessJwt: 'newer' });
    expect((await store.get(anna.did))?.accessJwt).toBe('newer');
    // As a process leaves it that is killed while it writes.
    await writeFile(join(folder, 'sessions', `${file}.7`), JSON.stringify(anna));

    await store.remove(anna.did);
    await store.remove(anna.did);
    expect(await store.list()).toEqual([]);
    expect(await readdir(join(folder, 'sessions'))).toEqual([]);
  });

  test('are nobody’s but their owner’s, whatever the umask allows', async () => {
    const folder = await temporaryFolder();
    const before = process.umask(0);
    onTestFinished(() => void process.umask(before));
    const store = openSessionStore(folder);
    await store.put(anna);
    await store.setLastUsed(anna.did);
    expect(await modeOf(join(folder, 'sessions'))).toBe('700');
    expect(await modeOf(join(folder, 'sessions', file))).toBe('600');
    expect((await readdir(join(folder, 'sessions'))).sort()).toEqual([file, 'last-used.json']);
  });

  test('that others could read are closed to them, and that is told', async () => {
    const folder = await temporaryFolder();
    const { store, problems } = opened(folder);
    await store.put(anna);
    await chmod(join(folder, 'sessions'), 0o755);
    await chmod(join(folder, 'sessions', file), 0o644);
    expect(await store.list()).toHaveLength(1);
    expect(await modeOf(join(folder, 'sessions'))).toBe('700');
    expect(await modeOf(join(folder, 'sessions', file))).toBe('600');
    expect(problems).toHaveLength(2);
    expect(problems[1]).toMatch(/\.json was open to other users of this machine; atscope has closed it/);
  });

  test.each([
    ['nothing', ''],
    ['half a file', `{"accessJwt":"s3cret`],
    ['something else', '[]'],
    ['a session without a PDS', JSON.stringify({ ...anna, pds: undefined })],
    ['a PDS that is no origin', JSON.stringify({ ...anna, pds: 'https://pds.test/elsewhere' })],
    ['the session of somebody else', JSON.stringify({ ...anna, did: 'did:plc:bbbbbbbbbbbbbbbbbbbbbbbb' })],
  ])('in a file with %s are none: it is told once, without what is in it', async (_what, content) => {
    const folder = await temporaryFolder();
    const { store, problems } = opened(folder);
    await store.put(session('did:plc:cccccccccccccccccccccccc'));
    await writeFile(join(folder, 'sessions', file), content, { mode: 0o600 });
    expect(await store.list()).toHaveLength(1);
    expect(await store.get(anna.did)).toBeUndefined();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/_3aaaaaaaaaaaaaaaaaaaaaaaaa\.json .*; sign in again\.$/);
    expect(problems[0]).not.toContain('s3cret');

    await store.put(anna);
    expect(await store.get(anna.did)).toEqual(anna);
  });

  test('are kept in memory where the disk takes nothing', async () => {
    const folder = join(await temporaryFolder(), 'a-file', 'below');
    await writeFile(join(folder, '..'), '');
    const { store, problems } = opened(folder);
    await store.locked(anna.did, () => store.put(anna));
    expect(await store.get(anna.did)).toEqual(anna);
    expect(await store.list()).toEqual([anna]);
    expect(problems).toEqual([
      expect.stringMatching(/^Not saved: the sign-in of @anna\.test \(.*\): E.*kept until atscope ends/),
    ]);
    await store.remove(anna.did);
    expect(await store.list()).toEqual([]);
  });
});

describe('the lock', () => {
  test('lets one at a time work on an account, and others on others', async () => {
    const folder = await temporaryFolder();
    const stores = [openSessionStore(folder), openSessionStore(folder), openSessionStore(folder)];
    let inside = 0;
    const most: number[] = [];
    await Promise.all(
      stores.map((store) =>
        store.locked(anna.did, async () => {
          inside++;
          await store.locked('did:plc:cccccccccccccccccccccccc', () => store.list());
          most.push(inside);
          inside--;
        }),
      ),
    );
    expect(most).toEqual([1, 1, 1]);
  });

  test('is given back when the work fails', async () => {
    const store = openSessionStore(await temporaryFolder());
    const work = store.locked(anna.did, () => Promise.reject(new Error('no')));
    await expect(work).rejects.toThrow('no');
    expect(await store.locked(anna.did, async () => 'yes')).toBe('yes');
  });

  test('of a process that was killed is taken over', async () => {
    const folder = await temporaryFolder();
    const holder = await holdLock(folder, anna.did);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const left = join(folder, 'sessions', `${file}.lock`);
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(left, longAgo, longAgo);
    expect(await openSessionStore(folder).locked(anna.did, async () => 'mine')).toBe('mine');
    expect(await readdir(join(folder, 'sessions'))).toEqual([]);
  });

  test('of a process that lives is waited for', async () => {
    const folder = await temporaryFolder();
    const holder = await holdLock(folder, anna.did);
    const store = openSessionStore(folder);
    let isMine = false;
    const mine = store.locked(anna.did, async () => {
      isMine = true;
    });
    // What another account needs meanwhile is not held up.
    await store.locked('did:plc:cccccccccccccccccccccccc', async () => {});
    expect(isMine).toBe(false);
    holder.send('let go');
    await mine;
  });
});

/** A process of its own that has the lock when this resolves. */
async function holdLock(folder: string, did: string): Promise<ChildProcess> {
  const child = fork(
    fileURLToPath(new URL('../support/session/lock-holder.ts', import.meta.url)),
    [JSON.stringify({ folder, did })],
    {
      execArgv: ['--import', new URL('../network/source-hooks.ts', import.meta.url).href],
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  return child;
}

test.each([
  ['the file, which is its owner’s', undefined],
  ['the keychain', keychainInMemory()],
])('the key of a sign-in with OAuth is in %s', async (_where, keychain) => {
  const folder = await temporaryFolder();
  const dpopKey = { kty: 'EC', crv: 'P-256', alg: 'ES256', x: 'x', y: 'y', d: 's3cret' } as const;
  const oauth = { issuer: 'https://issuer.test', clientId: 'http://localhost', scope: 'atproto', dpopKey };
  const granted = session(anna.did, { access: 'read', oauth });
  await opened(folder, keychain).store.put(granted);
  const path = join(folder, 'sessions', file);
  expect((await readFile(path, 'utf8')).includes('s3cret')).toBe(keychain === undefined);
  expect(await modeOf(path)).toBe('600');
  const { store, problems } = opened(folder, keychain);
  expect(await store.get(anna.did)).toEqual(granted);
  expect(await store.list()).toMatchObject([{ did: anna.did, access: 'read' }]);
  expect(problems).toEqual([]);
});

describe('where there is a keychain', () => {
  test('it has the tokens, and the file has the rest', async () => {
    const folder = await temporaryFolder();
    const keychain = keychainInMemory();
    const { store } = opened(folder, keychain);
    await store.put(anna);
    const written = await readFile(join(folder, 'sessions', file), 'utf8');
    expect(written).toContain('anna.test');
    expect(written).not.toMatch(/Jwt|access of|refresh of/);

    const { store: next, problems } = opened(folder, keychain);
    expect(await next.get(anna.did)).toEqual(anna);
    expect(await next.list()).toEqual([expect.objectContaining({ did: anna.did, handle: 'anna.test' })]);
    await next.remove(anna.did);
    expect(keychain.secrets).toEqual(new Map());
    expect(problems).toEqual([]);
  });

  test.each([
    ['refuses', { set: () => Promise.reject(new Error('locked')) }],
    ['forgets', { get: async () => undefined }],
    ['cuts short', { get: async () => '{"accessJwt":' }],
  ])('and it %s what it is given, the file has it all', async (_what, fault) => {
    const folder = await temporaryFolder();
    await opened(folder, { ...keychainInMemory(), ...fault }).store.put(anna);
    expect(await openSessionStore(folder).get(anna.did)).toEqual(anna);
  });

  test('and it cannot be opened later, that is an error and not the end of the sign-in', async () => {
    const folder = await temporaryFolder();
    const keychain = keychainInMemory();
    await opened(folder, keychain).store.put(anna);
    const locked = { ...keychain, get: () => Promise.reject(new Error('the keychain is locked')) };
    await expect(opened(folder, locked).store.get(anna.did)).rejects.toThrow('the keychain is locked');
    expect(await opened(folder, keychain).store.get(anna.did)).toEqual(anna);
  });

  test('and it has lost the tokens, or is gone, that is told', async () => {
    const folder = await temporaryFolder();
    await opened(folder, keychainInMemory()).store.put(anna);
    for (const keychain of [keychainInMemory(), undefined]) {
      const { store, problems } = opened(folder, keychain);
      expect(await store.get(anna.did)).toBeUndefined();
      expect(problems).toEqual(['The keychain has no sign-in of @anna.test any more; sign in again.']);
    }
  });
});

describe('a process that was killed between the keychain and the file leaves no sign-in', () => {
  const dpopKey = { kty: 'EC', crv: 'P-256', alg: 'ES256', x: 'x', y: 'y', d: 's3cret' } as const;
  const granted = (clientId: string) =>
    session(anna.did, {
      handle: anna.handle,
      access: 'read',
      oauth: { issuer: 'https://issuer.test', clientId, scope: 'atproto', dpopKey },
    });

  test.each([
    ['a password and of OAuth', anna, granted('http://localhost')],
    ['OAuth and of a password', granted('http://localhost'), anna],
    ['two clients', granted('http://localhost'), granted('http://localhost?scope=more')],
  ])('of %s', async (_what, before, after) => {
    const folder = await temporaryFolder();
    const keychain = keychainInMemory();
    await opened(folder, keychain).store.put(before);
    const kept = await readFile(join(folder, 'sessions', file), 'utf8');
    await opened(folder, keychain).store.put(after);
    expect(await opened(folder, keychain).store.get(anna.did)).toEqual(after);
    await writeFile(join(folder, 'sessions', file), kept, { mode: 0o600 });
    const { store, problems } = opened(folder, keychain);
    expect(await store.get(anna.did)).toBeUndefined();
    expect(problems).toEqual([
      'What the keychain has of @anna.test is of another sign-in than its file; sign in again.',
    ]);
  });
});

function keychainInMemory(): Keychain & { readonly secrets: Map<string, string> } {
  const secrets = new Map<string, string>();
  return {
    secrets,
    get: async (name) => secrets.get(name),
    set: async (name, secret) => void secrets.set(name, secret),
    delete: async (name) => void secrets.delete(name),
  };
}

test('who was used last may be nobody, and a file that says nothing counts as none', async () => {
  const folder = await temporaryFolder();
  const store = openSessionStore(folder);
  expect(await store.lastUsed()).toBeUndefined();
  await store.setLastUsed(anna.did);
  await store.setLastUsed(undefined);
  expect(await store.lastUsed()).toBeUndefined();
  await mkdir(join(folder, 'sessions'), { recursive: true });
  await writeFile(join(folder, 'sessions', 'last-used.json'), '{"did":7}');
  expect(await store.lastUsed()).toBeUndefined();
  expect(await store.list()).toEqual([]);
});

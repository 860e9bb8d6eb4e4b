import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Config, openConfig } from '../../src/keep/config.js';
import { fileName } from '../../src/keep/kept-files.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const DID = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa';
const SESSION_FILE = fileName(DID);
const session = {
  ...{
    did: DID,
    handle: 'anna.test',
    pds: 'https://pds.test',
    since: 1,
    state: 'active',
    access: 'password' as const,
    given: false,
  },
  ...{ accessJwt: 'access', refreshJwt: 'refresh' },
};

/** What is kept: its file, how a run reads it, and how it writes it anew. */
const files: Readonly<
  Record<string, { path: string; read(config: Config): unknown; write(config: Config): unknown }>
> = {
  'recent places': {
    path: 'recents.json',
    read: ({ recents }) => recents.list().map(({ address }) => address),
    write: ({ recents }) => recents.add({ address: 'at://new.test', title: undefined }),
  },
  'a watch': {
    path: `watches/${fileName(DID, 'ndjson')}`,
    read: ({ watches }) => watches.load(DID, (value) => typeof value === 'object' && !Array.isArray(value)),
    write: ({ watches }) => watches.save(DID, { whole: () => ({ new: true }), changes: () => undefined }),
  },
  'a sign-in': {
    path: `sessions/${SESSION_FILE}`,
    read: ({ sessions }) => sessions.get(DID),
    write: ({ sessions }) => sessions.put(session),
  },
  'a sign-in that is made anew without being looked at': {
    path: `sessions/${SESSION_FILE}`,
    read: () => undefined,
    write: ({ sessions }) => sessions.put(session),
  },
  'who was used last': {
    path: 'sessions/last-used.json',
    read: ({ sessions }) => sessions.lastUsed(),
    write: ({ sessions }) => sessions.setLastUsed(DID),
  },
};

/** Ways to be bad; undefined is a folder in the place of the file. */
const bad: Readonly<Record<string, string | Buffer | undefined>> = {
  'half JSON': '{"places": [{"did":"s3cret',
  'another type': '[7]',
  'a number': '7',
  'nothing at all': ' \n',
  binary: Buffer.from([0, 1, 2, 255, 254, 10, 0]),
  'a byte order mark and half JSON': '\uFEFF{"did":',
  'a folder': undefined,
};

describe.each(Object.entries(files))('%s', (_, { path, read, write }) => {
  test.each(
    Object.entries(bad),
  )('in a file of %s: it is set aside as it was, told, and written anew', async (_what, content) => {
    const folder = await temporaryFolder();
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    if (content === undefined) await mkdir(join(file, 'full'), { recursive: true, mode: 0o700 });
    else await writeFile(file, content, { mode: 0o600 });

    const config = openConfig({ folder });
    const told: string[] = [];
    config.onProblem((text) => told.push(text));
    expect((await read(config)) ?? []).toEqual([]);
    await write(config);
    await config.close();

    if (content === undefined) expect(await readdir(`${file}.bad`)).toEqual(['full']);
    else expect(await readFile(`${file}.bad`)).toEqual(Buffer.from(content));
    expect(told.join(' ')).toContain(`${path.split('/').at(-1)}.bad`);
    expect(told.join(' ')).not.toContain('s3cret');
    expect(told.join(' ')).not.toContain('Not saved');
    expect(await readFile(file, 'utf8')).toMatch(/new|did:plc/);
  });

  test('in a good file that begins with a byte order mark is read', async () => {
    const folder = await temporaryFolder();
    const first = openConfig({ folder });
    await write(first);
    await first.close();
    const file = join(folder, path);
    await writeFile(file, `\uFEFF${await readFile(file, 'utf8')}`, { mode: 0o600 });

    const config = openConfig({ folder });
    const told: string[] = [];
    config.onProblem((text) => told.push(text));
    await read(config);
    await write(config);
    await config.close();
    expect(told).toEqual([]);
    expect(await readdir(dirname(file))).not.toContain(`${path.split('/').at(-1)}.bad`);
  });
});

test('recent places that another hand breaks while atscope runs are set aside before they are written', async () => {
  const folder = await temporaryFolder();
  const config = openConfig({ folder });
  const told: string[] = [];
  config.onProblem((text) => told.push(text));
  await writeFile(join(folder, 'recents.json'), '{"places": [{"address": "at://mine.test",}]}');
  config.recents.add({ address: 'at://new.test', title: undefined });
  await config.close();
  expect(await readFile(join(folder, 'recents.json.bad'), 'utf8')).toContain('at://mine.test');
  expect(told).toEqual([expect.stringContaining('moved to recents.json.bad')]);
  expect(openConfig({ folder }).recents.list()).toHaveLength(1);
});

test('a sign-in that was set aside is forgotten with the others of its account', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'sessions'), { mode: 0o700 });
  await writeFile(join(folder, 'sessions', SESSION_FILE), '{"refreshJwt":"s3cret"', { mode: 0o600 });
  const { sessions } = openConfig({ folder });
  await sessions.put(session);
  await sessions.remove(DID);
  expect(await readdir(join(folder, 'sessions'))).toEqual([]);
});

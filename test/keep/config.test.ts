import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Identity } from '../../src/atproto/identity/identity.js';
import { openConfig } from '../../src/keep/config.js';
import { defaultSettings } from '../../src/keep/settings.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const identity = (did: string, extra: Partial<Identity> = {}): Identity => ({
  did,
  handle: 'alice.test',
  pds: 'https://pds.test',
  signingKey: undefined,
  document: { id: did },
  fetchedAt: 1_700_000_000_000,
  cached: false,
  ...extra,
});

/** What `onProblem` tells, joined. */
function problemsOf(config: ReturnType<typeof openConfig>): () => string {
  const told: string[] = [];
  config.onProblem((text) => told.push(text));
  return () => told.join('\n');
}

const addresses = (config: ReturnType<typeof openConfig>) =>
  config.recents.list().map(({ address }) => address);

describe('the config folder', () => {
  test('is made when there is something to keep, and not before', async () => {
    const folder = join(await temporaryFolder(), 'not/yet');
    const config = openConfig({ folder });
    await config.close();
    await expect(stat(folder)).rejects.toThrow('ENOENT');

    config.recents.add({ address: 'at://alice.test', title: undefined });
    config.identities.set('alice.test', identity('did:plc:a'));
    await config.close();
    expect((await readdir(folder)).sort()).toEqual(['identities.tsv', 'recents.json']);
  });

  test('is the one of the platform where none is chosen', async () => {
    const home = await temporaryFolder();
    vi.stubEnv('XDG_CONFIG_HOME', home);
    vi.stubEnv('APPDATA', home);
    // Where the platform keeps it is worked out when the module is loaded.
    vi.resetModules();
    const { configFolder } = await import('../../src/keep/config-folder.js');
    expect(configFolder(undefined)).toMatch(/atscope/);
    if (process.platform === 'linux') expect(configFolder(undefined)).toBe(join(home, 'atscope'));
    vi.unstubAllEnvs();
  });

  test('holds what only its owner may read', async () => {
    const folder = await temporaryFolder();
    const config = openConfig({ folder });
    config.recents.add({ address: 'at://alice.test', title: undefined });
    config.identities.set('alice.test', identity('did:plc:a'));
    await config.close();
    if (process.platform === 'win32') return;
    for (const file of await readdir(folder)) {
      expect((await stat(join(folder, file))).mode & 0o777, file).toBe(0o600);
    }
  });
});

describe('settings', () => {
  test('come from settings.json, and the command line goes before them', async () => {
    const folder = await temporaryFolder();
    await writeFile(
      join(folder, 'settings.json'),
      JSON.stringify({ appview: 'https://api.test', plc: 'https://plc.test', keys: { quit: ['Q'] } }),
    );
    const config = openConfig({ folder, plc: 'http://localhost:1' });
    expect(config.settings).toEqual({
      ...defaultSettings,
      appview: 'https://api.test',
      plc: 'http://localhost:1',
      keys: { quit: ['Q'] },
    });
    expect(problemsOf(config)()).toBe('');
  });

  test('may begin with a byte order mark, as some editors write one', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'settings.json'), `\uFEFF${JSON.stringify({ plc: 'https://plc.test' })}`);
    expect(openConfig({ folder }).settings.plc).toBe('https://plc.test');
  });

  test('that are not JSON are kept aside, told, and replaced by the defaults', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'settings.json');
    await writeFile(file, '{"appview": "https://api.test",');
    const config = openConfig({ folder });
    expect(config.settings.appview).toBe('https://public.api.bsky.app');
    expect(problemsOf(config)()).toMatch(
      /^settings\.json is not JSON: it was moved to settings\.json\.bad, and defaults are used\. /,
    );
    expect(await readFile(`${file}.bad`, 'utf8')).toBe('{"appview": "https://api.test",');
    await expect(stat(file)).rejects.toThrow('ENOENT');
    expect(problemsOf(openConfig({ folder }))()).toBe('');
  });

  test('with a bad value stay where they are, and it is told which', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'settings.json');
    await writeFile(file, '{"plc": "https://plc.test", "appview": "api"}');
    const config = openConfig({ folder });
    expect(config.settings.plc).toBe('https://plc.test');
    expect(problemsOf(config)()).toMatch(/settings\.json: appview: "api" is not the web address/);
    expect(await readdir(folder)).toEqual(['settings.json']);
  });

  test('that cannot be read are told, and left alone', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'settings.json'));
    const config = openConfig({ folder });
    expect(problemsOf(config)()).toMatch(
      /settings\.json cannot be read \(EISDIR: .*\); defaults are used\.$/,
    );
    expect(await readdir(folder)).toEqual(['settings.json']);
  });
});

describe('recent places', () => {
  test('keep whose they are; what somebody wrote by hand in its place is passed over', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'recents.json');
    await writeFile(
      file,
      JSON.stringify({ places: [{ address: 'at://bob.test', at: 1, account: { did: 7, handle: {} } }] }),
    );
    const config = openConfig({ folder });
    const account = { did: 'did:plc:a', handle: 'alice.test', name: undefined };
    config.recents.add({ address: 'at://alice.test', title: undefined, account });
    config.recents.add({ address: 'at://alice.test', title: undefined });
    await config.close();
    expect(openConfig({ folder }).recents.list()).toMatchObject([
      { address: 'at://alice.test', account },
      { address: 'at://bob.test', at: 1 },
    ]);
    expect(openConfig({ folder }).recents.list()[1]).not.toHaveProperty('account');
  });

  test('come back in the next run, latest first, each once', async () => {
    const folder = await temporaryFolder();
    const first = openConfig({ folder });
    first.recents.add({ address: 'at://alice.test', title: 'Alice' });
    first.recents.add({ address: 'at://bob.test', title: undefined });
    first.recents.add({ address: 'at://alice.test', title: undefined });
    expect(addresses(first)).toEqual(['at://alice.test', 'at://bob.test']);
    await first.close();

    const second = openConfig({ folder });
    expect(second.recents.list()).toEqual(first.recents.list());
    expect(second.recents.list()[0]).toEqual({
      address: 'at://alice.test',
      title: 'Alice',
      at: expect.any(Number),
    });
  });

  test('are the last 50', async () => {
    const folder = await temporaryFolder();
    const config = openConfig({ folder });
    for (let index = 0; index < 60; index++)
      config.recents.add({ address: `at://${index}.test`, title: undefined });
    await config.close();
    const kept = addresses(openConfig({ folder }));
    expect(kept).toHaveLength(50);
    expect(kept[0]).toBe('at://59.test');
    expect(kept.at(-1)).toBe('at://10.test');
  });

  test('of two that run at once are kept together', async () => {
    const folder = await temporaryFolder();
    const one = openConfig({ folder });
    const two = openConfig({ folder });
    one.recents.add({ address: 'at://one.test', title: undefined });
    await one.close();
    two.recents.add({ address: 'at://two.test', title: undefined });
    await two.close();
    expect(addresses(openConfig({ folder })).sort()).toEqual(['at://one.test', 'at://two.test']);
  });

  test('reach the disk while atscope runs', async () => {
    const folder = await temporaryFolder();
    openConfig({ folder }).recents.add({ address: 'at://alice.test', title: undefined });
    await vi.waitFor(() => expect(addresses(openConfig({ folder }))).toEqual(['at://alice.test']), 10_000);
  });

  test('in a broken file are kept aside, and told', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'recents.json');
    await writeFile(file, '{"places": [');
    const config = openConfig({ folder });
    expect(problemsOf(config)()).toContain('moved to recents.json.bad');
    config.recents.add({ address: 'at://alice.test', title: undefined });
    await config.close();
    expect(addresses(openConfig({ folder }))).toEqual(['at://alice.test']);
    expect(await readFile(`${file}.bad`, 'utf8')).toBe('{"places": [');
  });

  test.each([
    '[]',
    '{"places": 3}',
    '{"places": [null, 7, {"address": 1}, {"address": "at://x.test"}]}',
  ])('are none in a file of %s', async (text) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'recents.json'), text);
    const config = openConfig({ folder });
    expect(config.recents.list()).toEqual([]);
    config.recents.add({ address: 'at://alice.test', title: undefined });
    await config.close();
    expect(addresses(openConfig({ folder }))).toEqual(['at://alice.test']);
  });
});

describe('identities', () => {
  test('come back in the next run with the time that they were stored at', async () => {
    const folder = await temporaryFolder();
    const first = openConfig({ folder });
    const before = Date.now();
    first.identities.set('alice.test', identity('did:plc:a'));
    await first.close();

    const { identity: kept, storedAt } = openConfig({ folder }).identities.get('alice.test')!;
    expect(kept).toEqual(identity('did:plc:a'));
    expect(storedAt).toBeGreaterThanOrEqual(before);
    expect(storedAt).toBeLessThanOrEqual(Date.now());
  });

  test('are known of the services that were asked, and of no others', async () => {
    const folder = await temporaryFolder();
    const demo = openConfig({ folder, appview: 'http://localhost:1', plc: 'http://localhost:2' });
    demo.identities.set('alice.test', identity('did:plc:demo'));
    await demo.close();

    const real = openConfig({ folder });
    expect(real.identities.get('alice.test')).toBeUndefined();
    real.identities.set('alice.test', identity('did:plc:real'));
    await real.close();
    expect(openConfig({ folder }).identities.get('alice.test')?.identity.did).toBe('did:plc:real');
    expect(
      openConfig({ folder, appview: 'http://localhost:1', plc: 'http://localhost:2' }).identities.get(
        'alice.test',
      )?.identity.did,
    ).toBe('did:plc:demo');
  });

  test('are forgotten when they are deleted', async () => {
    const folder = await temporaryFolder();
    const first = openConfig({ folder });
    first.identities.set('alice.test', identity('did:plc:a'));
    await first.close();
    const second = openConfig({ folder });
    second.identities.delete('alice.test');
    expect(second.identities.get('alice.test')).toBeUndefined();
    await second.close();
    expect(openConfig({ folder }).identities.get('alice.test')).toBeUndefined();
  });

  test('are the 500 used last', async () => {
    const folder = await temporaryFolder();
    const config = openConfig({ folder });
    for (let index = 0; index < 500; index++)
      config.identities.set(`${index}.test`, identity(`did:plc:${index}`));
    config.identities.get('0.test');
    config.identities.set('500.test', identity('did:plc:500'));
    await config.close();
    const { identities } = openConfig({ folder });
    expect(identities.get('0.test')?.identity.did).toBe('did:plc:0');
    expect(identities.get('1.test')).toBeUndefined();
    expect(identities.get('500.test')?.identity.did).toBe('did:plc:500');
  });

  test('with a document of a size that only malice explains are not kept', async () => {
    const config = openConfig({ folder: await temporaryFolder() });
    config.identities.set(
      'mallory.test',
      identity('did:web:m', { document: { padding: 'x'.repeat(1_000_000) } }),
    );
    expect(config.identities.get('mallory.test')).toBeUndefined();
    await config.close();
  });

  test('in lines that make no sense are passed over, in silence', async () => {
    const folder = await temporaryFolder();
    const first = openConfig({ folder });
    first.identities.set('alice.test', identity('did:plc:a'));
    first.identities.set('bob.test', identity('did:plc:b'));
    first.identities.set('carol.test', identity('did:plc:c'));
    await first.close();
    const file = join(folder, 'identities.tsv');
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      `\0\0\n${text.replace('"did:plc:b"', '7').replace(/(carol\.test\t)\d+/, '$1yesterday')}half a li`,
    );

    const config = openConfig({ folder });
    expect(config.identities.get('alice.test')?.identity.did).toBe('did:plc:a');
    expect(config.identities.get('bob.test')).toBeUndefined();
    expect(config.identities.get('carol.test')).toBeUndefined();
    expect(problemsOf(config)()).toBe('');
  });

  test('of two that run at once never meet in one file', async () => {
    const folder = await temporaryFolder();
    function many(name: string) {
      const config = openConfig({ folder });
      for (let index = 0; index < 200; index++)
        config.identities.set(`${name}${index}.test`, identity('did:plc:x'));
      return config.close();
    }
    await Promise.all([many('a'), many('b')]);
    const lines = (await readFile(join(folder, 'identities.tsv'), 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(200);
    expect(new Set(lines.map((line) => line.split('\t')[1]![0])).size).toBe(1);
  });
});

describe('a folder that cannot be written', () => {
  test('is told once, by what is not saved, and everything is kept in memory', async () => {
    // Not a folder with its permissions taken away: those do not bind root.
    const folder = join(await temporaryFolder(), 'a-file', 'below');
    await writeFile(join(folder, '..'), '');
    const config = openConfig({ folder });
    const problems = problemsOf(config);
    for (const name of ['alice.test', 'bob.test']) {
      config.recents.add({ address: `at://${name}`, title: undefined });
      config.identities.set(name, identity(`did:plc:${name}`));
      await config.close();
    }
    const told = problems();
    expect(told).toMatch(/Not saved: .*recent places \(\S*recents\.json\): E[A-Z]+: /);
    expect(told).toMatch(/known identities \(\S*identities\.tsv\): E[A-Z]+: /);
    expect(told.match(/Not saved/g)).toHaveLength(2);
    expect(addresses(config)).toEqual(['at://bob.test', 'at://alice.test']);
    expect(config.identities.get('bob.test')).toBeDefined();
  });

  test('is told to whoever listens only later', async () => {
    const folder = join(await temporaryFolder(), 'a-file', 'below');
    await writeFile(join(folder, '..'), '');
    const config = openConfig({ folder });
    config.recents.add({ address: 'at://alice.test', title: undefined });
    await config.close();
    expect(problemsOf(config)()).toContain('Not saved: recent places');
  });
});

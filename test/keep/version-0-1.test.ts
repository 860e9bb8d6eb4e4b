import { chmod, cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createClient } from '../../src/atproto/client.js';
import type { EventStreams } from '../../src/atproto/streams/event-stream.js';
import { openConfig } from '../../src/keep/config.js';
import type { IdentityCache } from '../../src/keep/identity-cache.js';
import { createAppStore } from '../../src/store/create-store.js';
import { storedWatch } from '../../src/store/watch/stored-watch.js';
import { remapCommands } from '../../src/tui/commands/commands.js';
import { commandFor } from '../../src/tui/commands/commands-here.js';
import { quiet, until } from '../support/quiet-store.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const NOWHERE = 'http://127.0.0.1:1';

const STAR = 'did:plc:npdo2l64gleaqpvdkqmx67fo';
const FAN = 'did:plc:6lgjnwehwzmfaztegzzywjjd';
const LEAVER = 'did:plc:nar4hoakd2wyqkytiigqzo22';

/** A copy of the folder that 0.1 wrote, as private as it was. */
async function folderOf01(): Promise<string> {
  const folder = await temporaryFolder();
  await cp('test/fixtures/0.1', folder, { recursive: true });
  const sessions = join(folder, 'sessions');
  await chmod(sessions, 0o700);
  for (const name of await readdir(sessions)) await chmod(join(sessions, name), 0o600);
  return folder;
}

/** The folder opened by the code of today, and what it complains of. */
async function opened(folder: string) {
  const config = openConfig({ folder });
  const problems: string[] = [];
  config.onProblem((text) => problems.push(text));
  onTestFinished(() => config.close());
  return { config, problems };
}

/** Identities as if they had been resolved just now: those of the fixture have long been too old to be used. */
const asOfNow = (cache: IdentityCache): IdentityCache => ({
  delete: (key) => cache.delete(key),
  get(key) {
    const kept = cache.get(key);
    const now = Date.now();
    return kept && { identity: { ...kept.identity, fetchedAt: now }, storedAt: now };
  },
  set: () => {},
});

/** Streams that never connect, and bring nothing. */
const noStreams: EventStreams = {
  subscribe: () => ({
    status: {
      state: 'connecting',
      source: 'localhost:40241',
      kind: 'firehose',
      since: 0,
      reason: undefined,
      nextTryAt: undefined,
      behind: undefined,
      eventsPerSecond: 0,
    },
    position: () => undefined,
    reached: () => undefined,
    update() {},
    close() {},
  }),
  close() {},
};

describe('what version 0.1 wrote is opened', () => {
  test('settings, each with its value and without a complaint', async () => {
    const { config, problems } = await opened(await folderOf01());
    expect(config.settings).toMatchObject({
      appview: 'http://localhost:37159',
      plc: 'http://localhost:35427',
      proxy: 'did:web:localhost#bsky_appview',
      timeoutSeconds: 20,
      streams: ['ws://localhost:40241/xrpc/com.atproto.sync.subscribeRepos'],
      watchLimit: 1000,
      pollSeconds: 30,
    });
    expect(remapCommands(config.settings.keys).unknown).toEqual([]);
    expect(problems).toEqual([]);
  });

  test('the recent places, and a new one is added to them', async () => {
    const folder = await folderOf01();
    const { config } = await opened(folder);
    const known = [
      'at://did:plc:npdo2l64gleaqpvdkqmx67fo',
      'at://alice.test/app.bsky.feed.post',
      'at://star-mwwzvs7d.test',
    ];
    expect(config.recents.list().map(({ address }) => address)).toEqual(known);
    config.recents.add({ address: 'at://bob.test', title: 'Bob' });
    await config.close();
    const again = await opened(folder);
    expect(again.config.recents.list().map(({ address }) => address)).toEqual(['at://bob.test', ...known]);
  });

  test('and that keys have changed since is told once', async () => {
    const folder = await folderOf01();
    const first = openConfig({ folder });
    expect(first.recents.takeKeyChange()).toBe(true);
    expect(first.recents.takeKeyChange()).toBe(false);
    const places = first.recents.list();
    await first.close();
    const second = openConfig({ folder });
    expect(second.recents.takeKeyChange()).toBe(false);
    expect(second.recents.list()).toEqual(places);
    await second.close();
  });

  test('and that is told at the next start where a visit was written and it was not', async () => {
    const folder = await folderOf01();
    const first = openConfig({ folder });
    first.recents.add({ address: 'at://bob.test', title: undefined });
    await first.close();
    const second = openConfig({ folder });
    expect(second.recents.takeKeyChange()).toBe(true);
    await second.close();
  });

  test.each([
    ['settings', 'settings.json'],
    ['watches', 'watches'],
  ])('and that is told once to who has %s left and no recent places', async (_what, name) => {
    const folder = await temporaryFolder();
    await cp(join('test/fixtures/0.1', name), join(folder, name), { recursive: true });
    const first = openConfig({ folder });
    expect(first.recents.takeKeyChange()).toBe(true);
    await first.close();
    const second = openConfig({ folder });
    expect(second.recents.takeKeyChange()).toBe(false);
    await second.close();
  });

  test('and who starts for the first time is told nothing, nor later', async () => {
    const folder = await temporaryFolder();
    const first = openConfig({ folder });
    expect(first.recents.takeKeyChange()).toBe(false);
    first.recents.add({ address: 'at://bob.test', title: undefined });
    await first.close();
    const second = openConfig({ folder });
    expect(second.recents.takeKeyChange()).toBe(false);
    await second.close();
  });

  test('the identities, by handle and by DID', async () => {
    const { config } = await opened(await folderOf01());
    for (const key of ['alice.test', 'did:plc:gyitqerkfrxo6gc4luvdlwc2']) {
      expect(config.identities.get(key)).toMatchObject({
        storedAt: 1795663855765,
        identity: {
          did: 'did:plc:gyitqerkfrxo6gc4luvdlwc2',
          handle: 'alice.test',
          pds: 'http://localhost:40241',
        },
      });
    }
  });

  test('the sign-in, which is used again', async () => {
    const { config, problems } = await opened(await folderOf01());
    expect(await config.sessions.list()).toMatchObject([{ did: STAR, handle: 'star-mwwzvs7d.test' }]);
    expect(await config.sessions.get(STAR)).toMatchObject({
      pds: 'http://localhost:40241',
      accessJwt: 'access.of.star',
      refreshJwt: 'refresh.of.star',
    });
    const client = createClient({
      appview: config.settings.appview,
      plc: config.settings.plc,
      sessions: { store: config.sessions, proxy: undefined },
    });
    onTestFinished(() => client.close());
    expect(await client.sessions.restore()).toMatchObject({ did: STAR, state: 'active' });
    expect(problems).toEqual([]);
  });

  test('the watch: its followers, its history and its place in the stream', async () => {
    const { config } = await opened(await folderOf01());
    expect(storedWatch(await config.watches.load(STAR))).toMatchObject({
      at: 1795663887507,
      position: { cursor: 8045, time: 1795663887464 },
      followers: [[FAN, '3n36qdi4q6g2t']],
      gone: [],
      told: undefined,
      lines: [
        { id: 2, kind: 'unfollowed', did: LEAVER },
        { id: 1, kind: 'followed', did: FAN, handle: 'fan-mwwzvs7d.test' },
      ],
    });
  });

  test('the watch goes on in the store, with the lines that it had', async () => {
    const { config } = await opened(await folderOf01());
    const client = createClient({
      appview: NOWHERE,
      plc: NOWHERE,
      cache: asOfNow(config.identities),
    });
    const store = createAppStore({
      client,
      ...quiet,
      watch: { streams: () => noStreams, archive: config.watches, limit: 1000, pollEveryMs: 600_000 },
    });
    onTestFinished(async () => {
      store.close();
      await client.close();
    });
    store.actions.goTo({ kind: 'repo', repo: STAR });
    store.actions.toggleWatch();
    await until(store, ({ watches }) => watches.get(STAR)?.lines.length === 2);
    expect(
      store
        .getState()
        .watches.get(STAR)
        ?.lines.map(({ kind }) => kind),
    ).toEqual(['unfollowed', 'followed']);
  });
});

describe('keys', () => {
  test('every command of 0.1 is there under its id, and takes the key that a user gave it', async () => {
    const ids = Object.keys(JSON.parse(await readFile('test/fixtures/0.1/commands.json', 'utf8')));
    expect(ids.length).toBeGreaterThan(50);
    const { commands, unknown } = remapCommands(Object.fromEntries(ids.map((id) => [id, ['F9']])));
    expect(unknown).toEqual([]);
    expect(
      commands
        .filter(({ keys }) => keys.includes('F9'))
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids.sort());
  });

  test('each key of the settings of 0.1 means what it was given, also where a default of today wants it', async () => {
    const { config } = await opened(await folderOf01());
    const { keys } = config.settings;
    const { commands } = remapCommands(keys);
    const store = createAppStore({ client: createClient({ appview: NOWHERE, plc: NOWHERE }), ...quiet });
    store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
    const given = Object.entries(keys).flatMap(([id, own]) => own.map((key) => ({ id, key })));
    expect(given.length).toBeGreaterThan(3);
    for (const { id, key } of given) {
      expect(commandFor(key, { state: store.getState(), commands })?.id, key).toBe(id);
    }
  });

  test("a user's key goes before the default key of another command", () => {
    const store = createAppStore({ client: createClient({ appview: NOWHERE, plc: NOWHERE }), ...quiet });
    store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
    const meaning = (keys: Readonly<Record<string, readonly string[]>>) =>
      commandFor('j', { state: store.getState(), commands: remapCommands(keys).commands })?.id;
    expect(meaning({})).toBe('move.down');
    expect(meaning({ 'help.show': ['j'] })).toBe('help.show');
    expect(meaning({ 'move.down': ['j'] })).toBe('move.down');
  });
});

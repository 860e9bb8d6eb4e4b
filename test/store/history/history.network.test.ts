import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../../../src/atproto/client.js';
import { createAppStore } from '../../../src/store/create-store.js';
import { historyFileName } from '../../../src/store/history/history-file-name.js';
import { currentList } from '../../../src/store/lists/lists-selectors.js';
import { currentVisit } from '../../../src/store/visits/visits-selectors.js';
import type { WatchLine } from '../../../src/store/watch/watch-state.js';
import { say } from '../../../src/text/sentence.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { noWatch } from '../../support/no-watch.js';
import { quiet, until } from '../../support/quiet-store.js';
import { watchLine, watchOf } from '../../support/screen/screen-fixtures.js';

let network: SeededNetwork;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const kept = (lines: readonly WatchLine[]) => ({ at: 1, followers: [], gone: [], lines });

/** A run with what was kept of each account by an earlier one. Gives what was written into files. */
function open(archive: Readonly<Record<string, unknown>>, refusal?: Error) {
  const client = createClient(network);
  closing.push(() => client.close());
  const files: { name: string; text: string }[] = [];
  const store = createAppStore({
    client,
    ...quiet,
    effects: {
      ...quiet.effects,
      async saveNew(name, text) {
        if (refusal) throw refusal;
        files.push({ name, text });
        return `/here/${name}`;
      },
    },
    watch: { ...noWatch, archive: { load: async (did) => [archive[did]], save: () => {} } },
  });
  async function rows(): Promise<readonly (string | undefined)[]> {
    await until(store, (state) => currentList(state)?.status === 'ready');
    const list = currentList(store.getState())!;
    return Array.from({ length: list.rows.length }, (_, index) => (list.rows.at(index) as WatchLine).name);
  }
  return { store, files, rows };
}

describe('the history', () => {
  test('of an account that is not watched is what was kept of it', async () => {
    const { alice } = network.seed;
    const { store, rows } = open({ [alice.did]: kept([watchLine({ name: 'Bob', away: true })]) });
    store.actions.goTo({ kind: 'repo', repo: alice.handle });
    store.actions.openHistory();

    expect(currentVisit(store.getState()).address).toEqual({ kind: 'history', repo: alice.handle });
    expect(await rows()).toEqual(['Bob']);
  });

  test('of one that is watched is that of the watch, and it is read anew each time it is asked for', async () => {
    const { alice } = network.seed;
    const { store, rows } = open({ [alice.did]: kept([watchLine({ name: 'Old' })]) });
    const watch = (lines: readonly WatchLine[]) =>
      store.setState({
        watches: new Map([[alice.did, watchOf(lines, { did: alice.did })]]),
        live: { kind: 'watch', did: alice.did },
      });
    store.actions.goTo({ kind: 'repo', repo: alice.handle });
    watch([watchLine({ name: 'New' })]);
    store.actions.openHistory();
    expect(await rows()).toEqual(['New']);

    store.actions.back();
    watch([watchLine({ id: 2, name: 'Newer' }), watchLine({ name: 'New' })]);
    store.actions.openHistory();
    await until(store, (state) => currentList(state)?.rows.length === 2);
    expect(await rows()).toEqual(['Newer', 'New']);
  });

  test('in the live pane is that of the watch which it shows, wherever one is', async () => {
    const { alice, bob } = { alice: network.seed.alice, bob: network.seed.followers[0]! };
    const { store, rows } = open({});
    store.actions.goTo({ kind: 'repo', repo: bob.handle });
    store.setState({
      watches: new Map([
        [alice.did, watchOf([watchLine({ name: 'Bob' })], { did: alice.did, repo: alice.handle })],
      ]),
      live: { kind: 'watch', did: alice.did },
    });
    store.actions.focus('live');
    store.actions.openHistory();

    expect(currentVisit(store.getState()).address).toEqual({ kind: 'history', repo: alice.handle });
    expect(await rows()).toEqual(['Bob']);
  });

  test('is empty where nothing was kept, or nothing that can be read', async () => {
    const { alice } = network.seed;
    for (const broken of [undefined, { lines: 'all of them' }]) {
      const { store, rows } = open({ [alice.did]: broken });
      store.actions.goTo({ kind: 'history', repo: alice.handle });
      expect(await rows()).toEqual([]);
    }
  });
});

describe('exporting it', () => {
  async function ready({ store }: ReturnType<typeof open>) {
    store.actions.goTo({ kind: 'repo', repo: network.seed.alice.handle });
    await until(store, ({ accounts }) => [...accounts.values()][0]?.identity.status === 'ready');
  }

  test('writes one line of JSON for each line, and says where', async () => {
    const { did, handle } = network.seed.alice;
    const run = open({ [did]: kept([watchLine({ id: 2, name: 'Bob' }), watchLine()]) });
    await ready(run);
    run.store.actions.exportHistory();
    await until(run.store, ({ notice }) => notice !== undefined);

    const [file] = run.files;
    expect(file!.name).toMatch(new RegExp(`^atscope-history-${handle}-\\d{4}-\\d\\d-\\d\\d\\.ndjson$`));
    expect(run.store.getState().notice!.text).toBe(`Wrote 2 lines to /here/${file!.name}`);
    const objects = file!.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(objects).toMatchObject([
      { name: 'Bob', watched: did },
      { kind: 'followed', watched: did },
    ]);
  });

  test('says that there is nothing, and says why it could not be written', async () => {
    const { did } = network.seed.alice;
    const none = open({});
    await ready(none);
    none.store.actions.exportHistory();
    await until(none.store, ({ notice }) => notice !== undefined);
    expect(none.store.getState().notice!.text).toEqual(
      say`There is no history to export: {key:live.watch} watches followers.`,
    );
    expect(none.files).toEqual([]);

    const full = open({ [did]: kept([watchLine()]) }, new Error('ENOSPC: no space left on device'));
    await ready(full);
    full.store.actions.exportHistory();
    await until(full.store, ({ notice }) => notice !== undefined);
    expect(full.store.getState().notice).toMatchObject({ kind: 'error', error: { message: /ENOSPC/ } });
  });

  test('names the file so that every file system takes it', () => {
    const time = new Date(2026, 10, 24, 12).getTime();
    expect(historyFileName('alice.test', time)).toBe('atscope-history-alice.test-2026-11-24.ndjson');
    expect(historyFileName('did:web:localhost%3A1/../x', time)).toBe(
      'atscope-history-did_web_localhost_3A1_.._x-2026-11-24.ndjson',
    );
    expect(historyFileName('a'.repeat(300), time).length).toBeLessThan(255);
  });
});

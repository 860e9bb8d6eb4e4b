import { describe, expect, test } from 'vitest';
import type { AtClient } from '../../../src/atproto/client.js';
import { createMirrorBook } from '../../../src/atproto/mirrored.js';
import { createAppStore } from '../../../src/store/create-store.js';
import { currentList } from '../../../src/store/lists/lists-selectors.js';
import type { State } from '../../../src/store/state.js';
import { currentVisit } from '../../../src/store/visits/visits-selectors.js';
import { spell } from '../../../src/text/sentence.js';
import { writtenCar } from '../../support/archive/written-car.js';
import { quiet, until } from '../../support/quiet-store.js';

const client = {
  journal: { entries: () => [], subscribe: () => () => {} },
  mirrored: createMirrorBook(),
  sessions: { subscribe: () => () => {}, accounts: [], current: undefined },
} as unknown as AtClient;

const POST = 'app.bsky.feed.post';
/** So much that it is not read at once where each record has to be read. */
const file = await writtenCar(
  Object.fromEntries(
    Array.from({ length: 40 }, (_, at) => [`${POST}/3k22222222${at + 10}2`, { text: 'é '.repeat(6_000) }]),
  ),
);
const of = { file };
const allOfThem = { kind: 'archiveSearch', of, query: '~e' } as const;

const rowsOf = (state: State) => currentList(state)?.rows.length ?? 0;

function storeAt(address: Parameters<ReturnType<typeof createAppStore>['actions']['goTo']>[0]) {
  const store = createAppStore({ client, ...quiet });
  store.actions.goTo(address);
  return store;
}

describe('searching an archive', () => {
  test('shows what was found while it looks, and all of it in the end', async () => {
    const store = createAppStore({ client, ...quiet });
    const seen: string[] = [];
    store.subscribe((state) => {
      const list = currentList(state);
      if (list) seen.push(`${list.part ?? 'whole'} ${list.status}`);
    });
    store.actions.goTo(allOfThem);
    await until(store, (state) => currentList(state)?.status === 'ready');
    expect(seen).toContain('coming loading');
    expect(currentList(store.getState())).toMatchObject({ part: undefined, ended: true });
    expect(rowsOf(store.getState())).toBe(40);
  });

  test('stops on demand, keeps what it found, and goes on where one asks for the rest', async () => {
    const store = createAppStore({ client, ...quiet });
    const unsubscribe = store.subscribe((state) => {
      if (currentList(state)?.part === 'coming') store.actions.haltPart();
    });
    store.actions.goTo(allOfThem);
    await until(store, (state) => currentList(state)?.status === 'ready');
    unsubscribe();
    const stopped = currentList(store.getState());
    expect(stopped).toMatchObject({ part: 'halted', ended: true });
    expect(spell(stopped?.note ?? '', String)).toBe('stopped: pane.reload goes on looking');
    const found = rowsOf(store.getState());
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThan(40);
    store.actions.reload();
    await until(store, (state) => currentList(state)?.part === undefined);
    expect(rowsOf(store.getState())).toBe(40);
  });

  test('goes on when one comes back to it', async () => {
    const store = createAppStore({ client, ...quiet });
    const unsubscribe = store.subscribe((state) => {
      if (currentVisit(state).address?.kind === 'archiveSearch' && currentList(state)?.part) {
        store.actions.goTo({ kind: 'archive', of });
      }
    });
    store.actions.goTo(allOfThem);
    await until(store, ({ lists }) =>
      [...lists.values()].some(({ part, status }) => part && status === 'idle'),
    );
    unsubscribe();
    store.actions.back();
    await until(store, (state) => currentList(state)?.status === 'ready');
    expect(rowsOf(store.getState())).toBe(40);
  });

  test.each([
    ['before anything was found', undefined],
    ['while it looks', 'coming'],
  ] as const)('is loaded where one is back before its end was noticed, having left %s', async (_, part) => {
    const store = createAppStore({ client, ...quiet });
    const unsubscribe = store.subscribe((state) => {
      const list = currentList(state);
      if (currentVisit(state).address?.kind !== 'archiveSearch' || list?.part !== part) return;
      if (list?.status !== 'loading') return;
      unsubscribe();
      store.actions.goTo({ kind: 'archive', of });
      store.actions.back();
    });
    store.actions.goTo(allOfThem);
    await until(store, (state) => currentList(state)?.status === 'ready');
    expect(currentVisit(store.getState()).address).toEqual(allOfThem);
    expect(currentList(store.getState())).toMatchObject({ part: undefined, ended: true });
    expect(rowsOf(store.getState())).toBe(40);
  });

  test('asks for words in any place of an archive, and says in the prompt what is wrong with them', () => {
    const store = storeAt({ kind: 'archiveCollection', of, collection: POST });
    store.actions.searchArchive();
    expect(store.getState().overlay).toMatchObject({ kind: 'find', of, prompt: { text: '' } });
    store.actions.edit({ kind: 'insert', text: 'since:noon' });
    store.actions.searchTyped();
    expect(store.getState().overlay).toMatchObject({
      kind: 'find',
      reason: expect.stringMatching(/^noon is no date/),
    });
    store.actions.edit({ kind: 'delete-to-start' });
    expect(store.getState().overlay).toMatchObject({ reason: undefined });
    store.actions.edit({ kind: 'insert', text: ' harbor ' });
    store.actions.searchTyped();
    expect(store.getState().overlay).toBeUndefined();
    expect(currentVisit(store.getState()).address).toEqual({ kind: 'archiveSearch', of, query: 'harbor' });
  });

  test('offers the words of the search that one is at', () => {
    const store = storeAt(allOfThem);
    store.actions.searchArchive();
    expect(store.getState().overlay).toMatchObject({ prompt: { text: '~e' } });
  });

  test('says of an account of which nothing is kept that nothing is', async () => {
    const store = storeAt({ kind: 'followers', repo: 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa' });
    store.actions.searchArchive('harbor');
    await until(store, ({ notice }) => notice !== undefined);
    expect(currentVisit(store.getState()).address?.kind).toBe('followers');
  });
});

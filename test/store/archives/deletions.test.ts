import { existsSync, writeFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import type { AtClient } from '../../../src/atproto/client.js';
import { createMirrorBook } from '../../../src/atproto/mirrored.js';
import { Archives } from '../../../src/keep/archives.js';
import { createAppStore } from '../../../src/store/create-store.js';
import { currentList } from '../../../src/store/lists/lists-selectors.js';
import { selection } from '../../../src/store/selection.js';
import { isDeletionChosen } from '../../../src/tui/views/delete.js';
import { quiet, until } from '../../support/quiet-store.js';
import { scratchFolder } from '../../support/scratch-folder.js';

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

const NOTE = {
  handle: 'alice.test',
  records: 1,
  collections: 1,
  verdict: 'signed',
  problems: 0,
  from: 'pds.test',
} as const;

/** A store at the list of two copies. */
async function openList() {
  const archives = new Archives(scratchFolder(), { copies: 2 });
  const files: string[] = [];
  for (const rev of ['3jzfcijpj2z2a', '3jzfcijpj2z2b']) {
    await archives.work('did:web:alice.test', {}, async ({ draft, put }) => {
      const file = draft('car');
      writeFileSync(file, 'x');
      files.push((await put(file, rev, NOTE)).file);
    });
  }
  const client = {
    sessions: { current: undefined, list: async () => [], subscribe: () => () => {} },
    journal: { entries: () => [], subscribe: () => () => {} },
    mirrored: createMirrorBook(),
  } as unknown as AtClient;
  const store = createAppStore({ client, ...quiet, archives });
  opened.push(store);
  store.actions.goTo({ kind: 'archives' });
  await until(store, (state) => currentList(state)?.status === 'ready');
  return { store, files };
}

test('what is to go is shown first, with the cursor on keeping it', async () => {
  const { store, files } = await openList();
  store.actions.askDeletion();
  expect(store.getState().overlay).toMatchObject({ kind: 'delete', copies: [{ file: files[1] }] });
  expect(isDeletionChosen(store.getState())).toBe(false);
  // Whose it is can be pulled from here.
  expect(selection(store.getState()).account).toBe('did:web:alice.test');
  store.actions.closeOverlay();
  expect(files.map((file) => existsSync(file))).toEqual([true, true]);
});

test('the copy under the cursor is deleted, and is gone from the list', async () => {
  const { store, files } = await openList();
  store.actions.askDeletion();
  store.actions.deleteAsked();
  await until(store, (state) => currentList(state)?.rows.length === 1);
  expect(files.map((file) => existsSync(file))).toEqual([true, false]);
  expect(store.getState().notice?.text).toBe('Deleted 1 copy, 1 B.');
});

test('where rows are marked, those are deleted', async () => {
  const { store, files } = await openList();
  store.actions.markShown();
  store.actions.askDeletion();
  store.actions.deleteAsked();
  await until(
    store,
    (state) => currentList(state)?.rows.length === 0 && currentList(state)?.status === 'ready',
  );
  expect(files.map((file) => existsSync(file))).toEqual([false, false]);
});

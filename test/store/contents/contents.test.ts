import { afterAll, expect, test } from 'vitest';
import type { AtClient } from '../../../src/atproto/client.js';
import { createMirrorBook } from '../../../src/atproto/mirrored.js';
import { createContents } from '../../../src/store/contents/contents.js';
import { contentsRows } from '../../../src/store/contents/contents-lines.js';
import { currentLines } from '../../../src/store/contents/selected-content.js';
import type { StoreContext } from '../../../src/store/context.js';
import { createAppStore } from '../../../src/store/create-store.js';
import type { State } from '../../../src/store/state.js';
import type { Navigation } from '../../../src/store/visits/navigation.js';
import { quiet, until } from '../../support/quiet-store.js';

const offline = () => Promise.reject(new Error('The network cannot be reached.'));

const store = createAppStore({
  client: {
    resolve: offline,
    sessions: { current: undefined, list: async () => [], subscribe: () => () => {} },
    appview: { getPosts: offline, getProfiles: offline },
    journal: { entries: () => [], subscribe: () => () => {} },
    mirrored: createMirrorBook(),
  } as unknown as AtClient,
  ...quiet,
});
afterAll(() => store.close());

const linesOf = (state: State) => contentsRows(currentLines(state) ?? []);

/** What is shown beside the contents once the cursor has rested on a line. */
async function shownAt(key: string): Promise<unknown> {
  store.actions.moveTo('collections', linesOf(store.getState()).find?.(key, 0) ?? -1, (state) => ({
    rows: linesOf(state),
    height: 20,
  }));
  let rested: Promise<unknown> | undefined;
  const tasks = {
    start(_name: string, run: (signal: AbortSignal) => Promise<unknown>) {
      rested = run(new AbortController().signal);
      return rested;
    },
  };
  // Rests as long as the one of the store, which began before, and is done after it.
  const other = createContents(
    { get: store.getState, tasks } as unknown as StoreContext,
    { preview: () => {} } as unknown as Navigation,
  );
  other.rest();
  await rested;
  return store.getState().visit.preview;
}

test('what the cursor of the contents rests on is shown, but for what a third party would be asked for', async () => {
  store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
  await until(store, (state) => linesOf(state).length > 0);
  expect(await shownAt('/labels')).toMatchObject({ kind: 'labels' });
  expect(await shownAt('/links')).toBeUndefined();
  expect(await shownAt('/followers')).toMatchObject({ kind: 'followers' });
});

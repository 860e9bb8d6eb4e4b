import { inspect } from 'node:util';
import type { AppStore } from '../../src/store/app-store.js';
import type { createAppStore } from '../../src/store/create-store.js';
import type { State } from '../../src/store/state.js';
import { noWatch } from './no-watch.js';
import { waitUntil } from './wait-until.js';

/** What surrounds a store that watches nothing, remembers no place, and does nothing outside itself. */
export const quiet: Omit<Parameters<typeof createAppStore>[0], 'client'> = {
  recents: { list: () => [], add: () => {} },
  effects: {
    copy: () => Promise.resolve({ kind: 'copied' }),
    openUrl: () => Promise.resolve(),
    browser: 'here',
    saveNew: (name) => Promise.resolve(name),
    saveAs: (name) => Promise.resolve(name),
    saveBytes: ({ name }) => Promise.resolve(name),
    drawPicture: () => Promise.resolve({ reason: 'Nothing draws pictures here.' }),
    dropPicture: () => {},
    editText: () => Promise.resolve(undefined),
    edit: () => Promise.resolve(undefined),
    pipe: () => Promise.resolve(undefined),
  },
  watch: noWatch,
};

/** Resolves as soon as the state satisfies a condition. */
export function until(
  store: Pick<AppStore, 'getState' | 'subscribe'>,
  condition: (state: State) => boolean,
): Promise<void> {
  return waitUntil({
    what: `a state with ${condition}`,
    holds: () => condition(store.getState()),
    subscribe: (check) => store.subscribe(check),
    found: () =>
      inspect(store.getState(), { depth: 4, maxArrayLength: 3, maxStringLength: 80, breakLength: 140 }),
  });
}

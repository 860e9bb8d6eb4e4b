import type { AppStore } from '../../src/store/app-store.js';
import type { createAppStore } from '../../src/store/create-store.js';
import type { State } from '../../src/store/state.js';
import { noWatch } from './no-watch.js';

/** What surrounds a store that watches nothing, remembers no place, and does nothing outside itself. */
export const quiet: Omit<Parameters<typeof createAppStore>[0], 'client'> = {
  recents: { list: () => [], add: () => {} },
  effects: {
    copy: () => undefined,
    openUrl: () => Promise.resolve(),
    saveNew: (name) => Promise.resolve(name),
  },
  watch: noWatch,
};

/** Resolves as soon as the state satisfies a condition. */
export const until = (
  store: Pick<AppStore, 'getState' | 'subscribe'>,
  condition: (state: State) => boolean,
): Promise<void> =>
  new Promise((resolve) => {
    const check = () => condition(store.getState());
    if (check()) return resolve();
    const stop = store.subscribe(() => {
      if (!check()) return;
      stop();
      resolve();
    });
  });

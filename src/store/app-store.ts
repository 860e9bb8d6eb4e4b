import type { StoreApi } from 'zustand/vanilla';
import type { Actions } from './actions.js';
import type { State } from './state.js';

/** The one store: what is known, and the only ways to change it. */
export type AppStore = StoreApi<State> & {
  readonly actions: Actions;
  /** Ends what runs on by itself. */
  close(): void;
};

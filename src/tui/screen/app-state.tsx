import { createContext, type ReactNode, use } from 'react';
import { useStore } from 'zustand/react';
import type { Actions } from '../../store/actions.js';
import type { AppStore } from '../../store/app-store.js';
import type { State } from '../../store/state.js';

const StoreContext = createContext<AppStore | undefined>(undefined);

export function AppStateProvider({ store, children }: { store: AppStore; children: ReactNode }) {
  return <StoreContext value={store}>{children}</StoreContext>;
}

function useAppStore(): AppStore {
  const store = use(StoreContext);
  if (!store) throw new Error('There is no AppStateProvider above this component.');
  return store;
}

/**
 * A part of the state; the component draws again when that part changes. The selector must give back what is in the
 * state, or a primitive: a new object on each call would draw for ever.
 */
export function useAppState<T>(selector: (state: State) => T): T {
  return useStore(useAppStore(), selector);
}

export function useActions(): Actions {
  return useAppStore().actions;
}

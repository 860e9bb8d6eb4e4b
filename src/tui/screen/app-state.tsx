import { createContext, type ReactNode, use, useCallback } from 'react';
import { useStore } from 'zustand/react';
import { useShallow } from 'zustand/react/shallow';
import type { Actions } from '../../store/actions.js';
import type { AppStore } from '../../store/app-store.js';
import type { State } from '../../store/state.js';
import type { ThemeInUse } from '../../store/theme/theme-state.js';
import type { Offers } from './offers.js';
import type { View } from './view.js';

interface Provided {
  readonly store: AppStore;
  readonly offers: Offers;
}

const StoreContext = createContext<AppStore | undefined>(undefined);
const OffersContext = createContext<Offers | undefined>(undefined);

export function AppStateProvider({ store, offers, children }: Provided & { children: ReactNode }) {
  return (
    <StoreContext value={store}>
      <OffersContext value={offers}>{children}</OffersContext>
    </StoreContext>
  );
}

/** What a provider above gives. */
function provided<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('There is no AppStateProvider above this component.');
  return value;
}

const useAppStore = (): AppStore => provided(use(StoreContext));

/** What is shown of the commands. */
export const useOffers = (): Offers => provided(use(OffersContext));

/**
 * A part of the state; the component draws again when that part changes. The selector must give back what is in the
 * state, or a primitive: a new object on each call would draw for ever.
 */
export function useAppState<T>(selector: (state: State) => T): T {
  return useStore(useAppStore(), selector);
}

/** What a view sees of the state: the same object until a member of it is another one. */
export function useSeen(view: View): object {
  const offers = useOffers();
  const see = useCallback((state: State) => view.see(state, offers), [view, offers]);
  return useAppState(useShallow(see));
}

/** Has a component drawn again, with the new colours, when the theme is another one. */
export const useTheme = (): ThemeInUse => useAppState((state) => state.theme);

export function useActions(): Actions {
  return useAppStore().actions;
}

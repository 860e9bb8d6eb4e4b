import { accountAddress } from '../../places/account-address.js';
import type { StoreContext } from '../context.js';
import { atFirst } from '../cursor/list-cursor.js';
import { eventAddress, selectedEvent } from '../tail/tail-selectors.js';
import type { Navigation } from '../visits/navigation.js';
import type { Watches } from '../watch/watches.js';
import { selectedLive } from './live-selectors.js';
import type { LiveSource } from './live-state.js';

export interface LiveActions {
  /** Starts or stops watching the followers of the account. */
  toggleWatch(): void;
  /** Opens the account of the selected line, or the record of the selected event. */
  openLive(): void;
  /** Shows the next of the accounts watched, or the tail. */
  nextWatch(): void;
}

/** Moving about in the live pane. */
export function createLive(
  { get, set }: StoreContext,
  watches: Watches,
  navigation: Navigation,
): LiveActions {
  return {
    toggleWatch: () => void watches.toggle(),
    openLive() {
      const event = eventAddress(selectedEvent(get()), get().names);
      if (event) return navigation.goTo(event);
      const line = selectedLive(get());
      const account = line && accountAddress(line);
      if (account) navigation.goTo(account);
    },
    nextWatch() {
      const { watches: all, tail, live } = get();
      const sources: readonly LiveSource[] = [
        ...[...all.keys()].map((did) => ({ kind: 'watch', did }) as const),
        ...(tail ? [{ kind: 'tail' } as const] : []),
      ];
      const at = sources.findIndex((one) =>
        one.kind === 'watch' ? live?.kind === 'watch' && one.did === live.did : live?.kind === 'tail',
      );
      set({ live: sources[(at + 1) % sources.length], liveCursor: atFirst });
    },
  };
}

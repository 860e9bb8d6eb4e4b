import { accountAddress } from '../../places/account-address.js';
import { formatAddress } from '../../places/address.js';
import { clock, zoneText } from '../../text/date-time.js';
import type { StoreContext } from '../context.js';
import { atFirst } from '../cursor/list-cursor.js';
import { ready } from '../loadable.js';
import type { Records } from '../records/records.js';
import { eventAddress, selectedEvent } from '../tail/tail-selectors.js';
import type { VersionActions } from '../versions/versions.js';
import type { Navigation } from '../visits/navigation.js';
import type { Watches } from '../watch/watches.js';
import { selectedLive } from './live-selectors.js';
import type { LiveSource } from './live-state.js';

export interface LiveActions {
  /** Starts or stops watching the followers of the account. */
  toggleWatch(): void;
  /** Opens the account of the selected line; of the selected event its account, or its record beside what that is now. */
  openLive(): void;
  /** Shows the next of the accounts watched, or the tail. */
  nextWatch(): void;
}

/** Moving about in the live pane. */
export function createLive(
  { get, set }: StoreContext,
  watches: Watches,
  navigation: Navigation,
  records: Records,
  { showVersions }: Pick<VersionActions, 'showVersions'>,
): LiveActions {
  return {
    toggleWatch: () => void watches.toggle(),
    openLive() {
      const event = selectedEvent(get());
      const address = eventAddress(event, get().names);
      if (event?.kind === 'commit' && address?.kind === 'record' && event.json !== undefined) {
        const { time, json } = event;
        const name = `as it came, ${clock(time)} ${zoneText(time)}`;
        const record = ready({ uri: formatAddress(address), cid: event.cid, json });
        showVersions({
          name: `${address.collection}/${address.rkey}`,
          old: { name, record },
          new: { name: 'as it is now', address },
          opens: address,
        });
        return records.reload(address);
      }
      if (address) return navigation.goTo(address);
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

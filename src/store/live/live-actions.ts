import { accountAddress } from '../../places/account-address.js';
import type { StoreContext } from '../context.js';
import { atTop, type Step, stepTo, windowTop } from '../scroll.js';
import { eventAddress, selectedEvent, shownTail } from '../tail/tail-selectors.js';
import { tailInPane, withWaitingShown } from '../tail/tail-state.js';
import type { Navigation } from '../visits/navigation.js';
import type { Watches } from '../watch/watches.js';
import { liveRows } from './live-rows.js';
import { liveFilterText, selectedLive, shownWatch } from './live-selectors.js';

export interface LiveActions {
  /** Starts or stops watching the followers of the account. */
  toggleWatch(): void;
  moveLive(step: Step, height: number): void;
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
    moveLive(step, height) {
      // The newest are at the top: whoever goes there wants those that wait, too.
      if (step === 'first')
        set(({ tail }) => (shownTail(get()) && tail ? { tail: withWaitingShown(tail) } : {}));
      const state = get();
      const { liveScroll } = state;
      const tail = shownTail(state);
      if (tail) {
        const { length } = tail.shown;
        const selected = stepTo(liveScroll.selected, step, length);
        return set({ liveScroll: { selected, top: windowTop(liveScroll.top, selected, length, height) } });
      }
      const rows = liveRows(shownWatch(state)?.lines ?? [], liveFilterText(state));
      const position = stepTo(rows.positionOf(liveScroll.selected), step, rows.length);
      const top = windowTop(rows.positionOf(liveScroll.top), position, rows.length, height);
      // On the newest that passes the filter the cursor stays with the newest, as it does without one.
      const indexAt = (place: number): number => (place === 0 ? 0 : (rows.indexAt(place) ?? 0));
      set({ liveScroll: { selected: indexAt(position), top: indexAt(top) } });
    },
    openLive() {
      const event = eventAddress(selectedEvent(get()), get().names);
      if (event) return navigation.goTo(event);
      const line = selectedLive(get());
      const account = line && accountAddress(line);
      if (account) navigation.goTo(account);
    },
    nextWatch() {
      const { watches: all, tail, live } = get();
      const dids = [...all.keys(), ...(tail ? [tailInPane] : [])];
      const next = dids[(dids.indexOf(live ?? '') + 1) % dids.length];
      set({ live: next, liveScroll: atTop });
    },
  };
}

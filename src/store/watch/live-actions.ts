import type { Actions } from '../actions.js';
import type { StoreContext } from '../context.js';
import type { Navigation } from '../navigation.js';
import { atTop, stepTo, windowTop } from '../scroll.js';
import { lineAddress, selectedLive, shownWatch } from '../selectors.js';
import { eventAddress, selectedEvent, shownTail } from '../tail/tail-selectors.js';
import { tailInPane, withWaitingShown } from '../tail/tail-state.js';
import type { Watches } from './watches.js';

type LiveActions = Pick<Actions, 'toggleWatch' | 'moveLive' | 'openLive' | 'nextWatch'>;

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
      const { liveScroll } = get();
      const length = shownTail(get())?.shown.length ?? shownWatch(get())?.lines.length ?? 0;
      const selected = stepTo(liveScroll.selected, step, length);
      set({ liveScroll: { selected, top: windowTop(liveScroll.top, selected, length, height) } });
    },
    openLive() {
      const event = eventAddress(selectedEvent(get()), get().names);
      if (event) return navigation.goTo(event);
      const account = lineAddress(selectedLive(get()));
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

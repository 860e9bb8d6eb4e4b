import type { Actions } from '../actions.js';
import type { StoreContext } from '../context.js';
import type { Navigation } from '../navigation.js';
import { stepTo, windowTop } from '../scroll.js';
import { selectedLive, shownWatch } from '../selectors.js';
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
      const { liveScroll } = get();
      const length = shownWatch(get())?.lines.length ?? 0;
      const selected = stepTo(liveScroll.selected, step, length);
      set({ liveScroll: { selected, top: windowTop(liveScroll.top, selected, length, height) } });
    },
    openLive() {
      const line = selectedLive(get());
      const repo = line?.handle && line.handle !== 'handle.invalid' ? line.handle : line?.did;
      if (repo) navigation.goTo({ kind: 'repo', repo });
    },
    nextWatch() {
      const { watches: all, live } = get();
      const dids = [...all.keys()];
      const next = dids[(dids.indexOf(live ?? '') + 1) % dids.length];
      set({ live: next, liveScroll: { selected: 0, top: 0 } });
    },
  };
}

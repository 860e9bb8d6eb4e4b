import { Box, Text } from 'ink';
import { steadyClock } from '../../atproto/steady-clock.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import { useAppState, useOffers } from './app-state.js';
import type { Layout } from './layout.js';
import { spokenHints, spokenStatus } from './spoken-status.js';
import { StatusBar } from './status-bar.js';
import { statusOf } from './status-of.js';
import type { ScreenViews } from './view.js';
import { BoxedView, ViewFrame } from './view-frame.js';

/**
 * The screen for who hears it, from the top: what has to be said and where one is, or what is typed; then what has the keys, and nothing
 * that lies beside it; at the end the keys that help on.
 */
export function SpokenScreen({ views, layout }: { views: ScreenViews; layout: Layout }) {
  const typed = useAppState(views.typed);
  return (
    <Box flexDirection="column">
      {typed ? <StatusBar rect={layout.status} typed={typed} /> : <SpokenStatus />}
      <SpokenFocus views={views} layout={layout} />
      <SpokenHints />
    </Box>
  );
}

function SpokenFocus({ views, layout }: { views: ScreenViews; layout: Layout }) {
  const over = useAppState(views.overlay);
  const { address, focus } = useAppState(currentVisit);
  if (over?.stand === 'box') return <BoxedView view={over} layout={layout} />;
  if (over?.stand === 'area') return <ViewFrame view={over} rect={layout.area} />;
  if (address === undefined) return <ViewFrame view={views.start} rect={layout.area} />;
  return <ViewFrame view={views.panes[focus]} rect={layout[focus] ?? layout.area} />;
}

/** The text itself is what is seen of the state, so that nothing is said again that says the same. */
function SpokenStatus() {
  const offers = useOffers();
  return <Text>{useAppState((state) => spokenStatus(statusOf(state, offers, steadyClock.now())))}</Text>;
}

function SpokenHints() {
  const { hints } = useOffers();
  return <Text>{useAppState((state) => spokenHints(hints(state)))}</Text>;
}

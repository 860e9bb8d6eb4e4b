import { memo, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { accountName } from '../../store/session/account-name.js';
import type { State } from '../../store/state.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import { useAppState, useOffers, useSeen, useTheme } from './app-state.js';
import { breadcrumb } from './breadcrumb.js';
import type { Rect } from './layout.js';
import type { Offers } from './offers.js';
import { PictureBox } from './picture-box.js';
import { promptPicture } from './prompt-line.js';
import { noticeText, type StatusView, statusLine, statusPicture } from './status-line.js';
import { palette } from './style.js';
import { useNow } from './use-now.js';
import type { View } from './view.js';
import { isConnected, watchStatus } from './watch-status.js';

/** The last line of the screen: the prompt of what lies over the panes, or where one is and what has to be said. */
export const StatusBar = memo(function StatusBar({ rect, over }: { rect: Rect; over: View | undefined }) {
  return over?.prompt ? <PromptBar rect={rect} view={over} /> : <PlaceBar rect={rect} />;
});

function PromptBar({ rect, view }: { rect: Rect; view: View }) {
  useTheme();
  const typed = view.prompt?.(useSeen(view));
  const notice = useAppState((state) => state.notice && noticeText(state.notice, state.words));
  const paint = useAppState((state) => (state.notice?.kind === 'error' ? palette.bad : palette.accent));
  return typed && <PictureBox rect={rect} picture={promptPicture(typed, rect.width, notice, paint)} />;
}

function PlaceBar({ rect }: { rect: Rect }) {
  useTheme();
  const offers = useOffers();
  const counts = useAppState(
    ({ waits, watches }) => waits.length > 0 || [...watches.values()].some((watch) => !isConnected(watch)),
  );
  const now = useNow(counts);
  // The text itself, so that it is drawn again only when it says something else.
  const line = useAppState((state) => statusLine(statusOf(state, offers, now), rect.width));
  const hints = useAppState(useShallow(offers.hints));
  const picture = useMemo(() => statusPicture(line, hints), [line, hints]);
  return <PictureBox rect={rect} picture={picture} />;
}

const statusOf = (state: State, offers: Offers, now: number): StatusView => ({
  place: breadcrumb(currentVisit(state).address, state.names),
  hints: offers.hints(state),
  notice: state.notice,
  words: state.words,
  who: state.session && accountName(state.session),
  watch: watchStatus([...state.watches.values()], now),
  jobs: state.jobs,
  waits: state.waits,
  now,
});

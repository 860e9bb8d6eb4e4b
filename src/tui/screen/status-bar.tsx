import { memo, useMemo } from 'react';
import { useAppState, useOffers, useSeen, useTheme } from './app-state.js';
import type { Rect } from './layout.js';
import { noticeText } from './notice-rows.js';
import { PictureBox } from './picture-box.js';
import { statusLine, statusPicture } from './status-line.js';
import { rowsAbove, statusOf, typedPicture } from './status-of.js';
import { useNow } from './use-now.js';
import type { View } from './view.js';
import { isConnected } from './watch-status.js';

/** The last line of the screen: the prompt of what lies over the panes, or where one is and what has to be said. */
export const StatusBar = memo(function StatusBar({ rect, typed }: { rect: Rect; typed: View | undefined }) {
  return typed ? <PromptBar rect={rect} view={typed} /> : <PlaceBar rect={rect} />;
});

/** What has to be said and is longer than the last line, over the panes: the line itself holds its end. */
export const NoticeAbove = memo(function NoticeAbove({ rect, over }: { rect: Rect; over: View | undefined }) {
  useTheme();
  // The text itself, so that it is drawn again only when it says something else.
  const text = useAppState((state) => rowsAbove(state, over, rect.width).join('\n'));
  const lines = text === '' ? [] : text.split('\n');
  if (lines.length === 0 || lines.length > rect.y) return null;
  const above = { x: 0, y: rect.y - lines.length, width: rect.width, height: lines.length };
  return <PictureBox rect={above} picture={statusPicture(text)} isOver />;
});

function PromptBar({ rect, view }: { rect: Rect; view: View }) {
  useTheme();
  const seen = useSeen(view);
  const notice = useAppState((state) => state.notice && noticeText(state.notice, state.words));
  const isError = useAppState((state) => state.notice?.kind === 'error');
  const picture = typedPicture(view, seen, rect.width, { notice, isError });
  return picture && <PictureBox rect={rect} picture={picture} />;
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
  const picture = useMemo(() => statusPicture(line), [line]);
  return <PictureBox rect={rect} picture={picture} />;
}

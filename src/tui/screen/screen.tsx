import { Box, Text, useIsScreenReaderEnabled, useWindowSize } from 'ink';
import { memo, useMemo } from 'react';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import { PANES, type Pane } from '../../store/visits/visits-state.js';
import { fit } from '../../text/fit.js';
import { useAppState } from './app-state.js';
import { BelowContext } from './frame.js';
import { type Layout, layout, paneAbove, type Rect, smallest } from './layout.js';
import { placeShape } from './screen-layout.js';
import { SpokenScreen } from './spoken-screen.js';
import { NoticeAbove, StatusBar } from './status-bar.js';
import type { ScreenViews } from './view.js';
import { BoxedView, ViewFrame } from './view-frame.js';

export interface ScreenProps {
  readonly views: ScreenViews;
}

/** The whole screen: exactly as large as the terminal, whatever its size. */
export const Screen = memo(function Screen({ views }: ScreenProps) {
  const shape = useLayout();
  const over = useAppState(views.overlay);
  const typed = useAppState(views.typed);
  const start = useAppState((state) => currentVisit(state).address === undefined);
  const isSpoken = useIsScreenReaderEnabled();
  const { columns, rows, area, status } = shape;
  if (shape.mode === 'tiny') return <TooSmall columns={columns} rows={rows} />;
  if (isSpoken) return <SpokenScreen views={views} layout={shape} />;
  return (
    // No widths here: a terminal that just shrank is drawn on once before it tells its new size to React, and what is as
    // wide as it says gives way instead of wrapping. Nothing is clipped by `overflow`, which costs as much as drawing.
    <Box height={rows} flexDirection="column">
      <Box height={area.height}>
        <BelowContext value={over?.stand === 'box'}>
          {over?.stand === 'area' ? (
            <ViewFrame view={over} rect={area} />
          ) : start ? (
            <ViewFrame view={views.start} rect={area} isCovered={over !== undefined} />
          ) : (
            <Panes views={views} layout={shape} />
          )}
        </BelowContext>
      </Box>
      <StatusBar rect={status} typed={typed} />
      {over?.stand === 'box' && <BoxedView view={over} layout={shape} />}
      <NoticeAbove rect={status} over={over} />
    </Box>
  );
});

/** The layout as it is painted; the same object until something moves it. */
function useLayout(): Layout {
  const { columns, rows } = useWindowSize();
  const place = useAppState((state) => placeShape(currentVisit(state).address));
  const focus = useAppState((state) => currentVisit(state).focus);
  const side = useAppState((state) => currentVisit(state).side);
  const zoomed = useAppState((state) => state.zoomed);
  const live = useAppState((state) => state.live !== undefined);
  return useMemo(
    () => layout({ columns, rows, focus, side, zoomed, place, live }),
    [columns, rows, focus, side, zoomed, place, live],
  );
}

/** The panes that are shown, those above each other in columns. */
const Panes = memo(function Panes({ views, layout: shape }: ScreenProps & { layout: Layout }) {
  const focus = useAppState((state) => currentVisit(state).focus);
  return columnsOf(shape).map(({ width, shown }) => (
    <Box key={shown[0]?.pane} width={width} flexDirection="column">
      {shown.map(({ pane, rect }) => (
        <ViewFrame
          key={pane}
          view={views.panes[pane]}
          rect={rect}
          number={PANES.indexOf(pane) + 1}
          focused={pane === focus}
          focusedAbove={paneAbove(shape, rect) === focus}
        />
      ))}
    </Box>
  ));
});

interface Column {
  readonly width: number;
  readonly shown: readonly { readonly pane: Pane; readonly rect: Rect }[];
}

/** The panes from left to right, and from the top of each column. */
function columnsOf(shape: Layout): readonly Column[] {
  const shown = PANES.flatMap((pane) => {
    const rect = shape[pane];
    return rect ? [{ pane, rect }] : [];
  });
  const lefts = [...new Set(shown.map(({ rect }) => rect.x))].sort((a, b) => a - b);
  return lefts.map((x) => {
    const column = shown.filter(({ rect }) => rect.x === x).sort((a, b) => a.rect.y - b.rect.y);
    return { width: column[0]?.rect.width ?? 0, shown: column };
  });
}

function TooSmall({ columns, rows }: { columns: number; rows: number }) {
  const text = `atscope needs ${smallest.columns}×${smallest.rows}`;
  return (
    <Box width={columns} height={rows}>
      <Text wrap="truncate">{fit(text, columns)}</Text>
    </Box>
  );
}

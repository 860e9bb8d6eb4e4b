import { Box, Text, useWindowSize } from 'ink';
import { memo, type ReactNode, useMemo } from 'react';
import { kindOf } from '../../places/kind-of.js';
import { currentPlace } from '../../store/visits/visits-selectors.js';
import { type Pane, panes } from '../../store/visits/visits-state.js';
import { fit } from '../../text/fit.js';
import type { Command } from '../commands/command.js';
import { AccountsOverlay } from '../views/accounts-overlay.js';
import { CallsOverlay } from '../views/calls-overlay.js';
import { CollectionsPane } from '../views/collections-pane.js';
import { HelpOverlay } from '../views/help-overlay.js';
import { IdentityOverview } from '../views/identity-overview.js';
import { ListPane } from '../views/list-pane.js';
import { LivePane } from '../views/live-pane.js';
import { CopyOverlay, GotoOverlay } from '../views/menu-overlays.js';
import { ProfilePane } from '../views/profile-pane.js';
import { RecordPane } from '../views/record-pane.js';
import { SignInOverlay } from '../views/sign-in-overlay.js';
import { StartScreen } from '../views/start-screen.js';
import { useAppState } from './app-state.js';
import { PaneBoundary } from './frame.js';
import { type Layout, layout, type Rect, smallest } from './layout.js';
import { StatusBar } from './status-bar.js';

export interface ScreenProps {
  /** The table that keys are looked up in: hints, help and the `:` prompt are made from it. */
  readonly commands: readonly Command[];
}

/** The whole screen: exactly as large as the terminal, whatever its size. */
export const Screen = memo(function Screen({ commands }: ScreenProps) {
  const shape = useLayout();
  const overlay = useAppState((state) => state.overlay);
  const { columns, rows, area, status } = shape;
  if (shape.mode === 'tiny') return <TooSmall columns={columns} rows={rows} />;
  return (
    // No widths here: a terminal that just shrank is drawn on once before it tells its new size to React, and what is as
    // wide as it says gives way instead of wrapping. Nothing is clipped by `overflow`, which costs as much as drawing.
    <Box height={rows} flexDirection="column">
      <Box height={area.height}>
        {overlay?.kind === 'help' ? (
          <HelpOverlay layout={shape} top={overlay.top} commands={commands} />
        ) : overlay?.kind === 'calls' ? (
          <CallsOverlay layout={shape} selected={overlay.selected} open={overlay.open} top={overlay.top} />
        ) : (
          <Panes layout={shape} commands={commands} />
        )}
      </Box>
      <StatusBar rect={status} commands={commands} />
      {overlay?.kind === 'goto' && (
        <GotoOverlay layout={shape} selected={overlay.selected} commands={commands} />
      )}
      {overlay?.kind === 'copy' && <CopyOverlay layout={shape} />}
      {overlay?.kind === 'accounts' && <AccountsOverlay layout={shape} selected={overlay.selected} />}
      {overlay?.kind === 'sign-in' && <SignInOverlay layout={shape} overlay={overlay} />}
    </Box>
  );
});

/** The layout as it is painted; the same object until something moves it. */
function useLayout(): Layout {
  const { columns, rows } = useWindowSize();
  const kind = useAppState((state) => currentPlace(state).address?.kind ?? 'start');
  const focus = useAppState((state) => currentPlace(state).focus);
  const side = useAppState((state) => currentPlace(state).side);
  const zoomed = useAppState((state) => state.zoomed);
  const live = useAppState((state) => state.live !== undefined);
  return useMemo(
    () => layout({ columns, rows, focus, side, zoomed, place: kind, live }),
    [columns, rows, focus, side, zoomed, kind, live],
  );
}

const Panes = memo(function Panes({ layout: shape, commands }: ScreenProps & { layout: Layout }) {
  const start = useAppState((state) => currentPlace(state).address === undefined);
  const { area, profile, collections, list, record, live } = shape;
  if (start) return <StartScreen rect={area} />;
  return (
    <>
      {(profile || collections) && (
        <Box width={(profile ?? collections)?.width} flexDirection="column">
          {profile && (
            <Guarded pane="profile" rect={profile}>
              <ProfilePane rect={profile} />
            </Guarded>
          )}
          {collections && (
            <Guarded pane="collections" rect={collections}>
              <CollectionsPane rect={collections} />
            </Guarded>
          )}
        </Box>
      )}
      {list && (
        <Box width={list.width} flexDirection="column">
          <Guarded pane="list" rect={list}>
            <ListOrOverview rect={list} commands={commands} />
          </Guarded>
          {live?.x === list.x && <Live rect={live} />}
        </Box>
      )}
      {record && (
        <Box width={record.width} flexDirection="column">
          <Guarded pane="record" rect={record}>
            <RecordPane rect={record} />
          </Guarded>
          {live?.x === record.x && <Live rect={live} />}
        </Box>
      )}
      {live && !list && !record && <Live rect={live} />}
    </>
  );
});

function Live({ rect }: { rect: Rect }) {
  return (
    <Guarded pane="live" rect={rect}>
      <LivePane rect={rect} />
    </Guarded>
  );
}

/** An account by itself lists nothing: what identifies it stands in the place of the list. */
const ListOrOverview = memo(function ListOrOverview({ rect, commands }: ScreenProps & { rect: Rect }) {
  const isOverview = useAppState(
    ({ place: { address } }) => address !== undefined && kindOf(address).shows === 'overview',
  );
  return isOverview ? <IdentityOverview rect={rect} commands={commands} /> : <ListPane rect={rect} />;
});

/** A pane whose failure stays its own. What it failed on is tried again once the place looks different. */
function Guarded({ pane, rect, children }: { pane: Pane; rect: Rect; children: ReactNode }) {
  const place = useAppState(currentPlace);
  const title = { number: panes.indexOf(pane) + 1, name: paneNames[pane] };
  return (
    <PaneBoundary rect={rect} title={title} resetKey={place}>
      {children}
    </PaneBoundary>
  );
}

const paneNames: Record<Pane, string> = {
  profile: 'Profile',
  collections: 'Collections',
  list: 'List',
  record: 'Record',
  live: 'Live',
};

function TooSmall({ columns, rows }: { columns: number; rows: number }) {
  const text = `atscope needs ${smallest.columns}×${smallest.rows}`;
  return (
    <Box width={columns} height={rows}>
      <Text wrap="truncate">{fit(text, columns)}</Text>
    </Box>
  );
}

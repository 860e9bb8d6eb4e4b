import { memo } from 'react';
import { accountName } from '../../store/session/account-name.js';
import type { State } from '../../store/state.js';
import { currentPlace } from '../../store/visits/visits-selectors.js';
import type { Command } from '../commands/command.js';
import { hintsOf } from '../commands/command-views.js';
import { useAppState } from './app-state.js';
import { breadcrumb } from './breadcrumb.js';
import { Caret } from './caret.js';
import { Lines } from './frame.js';
import type { Rect } from './layout.js';
import { type PromptLine, promptLine } from './prompt-line.js';
import { type StatusView, statusLine } from './status-line.js';
import { useNow } from './use-now.js';
import { isConnected, watchStatus } from './watch-status.js';

export interface StatusBarProps {
  readonly rect: Rect;
  readonly commands: readonly Command[];
}

/** The last line of the screen: the open prompt, or where one is and what has to be said. */
export const StatusBar = memo(function StatusBar({ rect, commands }: StatusBarProps) {
  const counts = useAppState(
    ({ waits, watches }) => waits.length > 0 || [...watches.values()].some((watch) => !isConnected(watch)),
  );
  const now = useNow(counts);
  const cells = rect.width;
  const line = useAppState(
    (state) => promptOf(state, cells)?.text ?? statusLine(viewOf(state, commands, now), cells),
  );
  const caret = useAppState((state) => promptOf(state, cells)?.caret);
  return (
    <>
      <Lines rect={rect} lines={[line]} />
      {caret !== undefined && <Caret x={caret} y={rect.y} />}
    </>
  );
});

function promptOf({ overlay }: State, cells: number): PromptLine | undefined {
  if (overlay?.kind === 'filter') return promptLine(' / ', overlay.prompt, cells);
  return overlay?.kind === 'goto' ? promptLine(' : ', overlay.prompt, cells) : undefined;
}

const viewOf = (state: State, commands: readonly Command[], now: number): StatusView => ({
  place: breadcrumb(currentPlace(state).address, state.names),
  hints: hintsOf(state, commands),
  notice: state.notice,
  words: state.words,
  who: state.session && accountName(state.session),
  watch: watchStatus([...state.watches.values()], now),
  jobs: state.jobs,
  waits: state.waits,
  now,
});

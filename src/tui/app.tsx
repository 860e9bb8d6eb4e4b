import { useApp, useIsScreenReaderEnabled, useStdout } from 'ink';
import { useEffect, useMemo } from 'react';
import type { AppStore } from '../store/app-store.js';
import type { Command } from './commands/command.js';
import type { DispatchDeps } from './commands/command-context.js';
import { createDispatcher } from './commands/dispatch.js';
import { createMouseDispatcher } from './commands/mouse-dispatch.js';
import { offersOf } from './commands/offers.js';
import { AppStateProvider } from './screen/app-state.js';
import { Screen } from './screen/screen.js';
import { layoutOf } from './screen/screen-layout.js';
import type { JobControl } from './terminal/job-control.js';
import { createMouseSwitch } from './terminal/mouse-switch.js';
import { repaintNow } from './terminal/repaint.js';
import type { ScreenTerminal } from './terminal/screen-terminal.js';
import { windowSize } from './terminal/window-size.js';
import { screenViews } from './views/registry.js';

export interface AppProps {
  readonly store: AppStore;
  readonly commands: readonly Command[];
  readonly terminal: ScreenTerminal;
  /** Whether the mouse is taken from the start. */
  readonly usesMouse: boolean;
}

/** The whole program on the screen: what is typed goes to one dispatcher, what is known is drawn. */
export function App({ store, commands, terminal, usesMouse }: AppProps) {
  const { stage, modes, hold, jobControl } = terminal;
  const { exit, suspendTerminal } = useApp();
  const { stdout } = useStdout();
  const isSpoken = useIsScreenReaderEnabled();

  const offers = useMemo(() => offersOf(commands), [commands]);
  useEffect(() => {
    const deps: DispatchDeps = {
      store,
      commands,
      offers,
      layoutOf: () => layoutOf(store.getState(), windowSize(stdout)),
      quit: () => exit(),
      suspend: () => void stopJob(jobControl, store),
      repaint: repaintNow,
      mouse: createMouseSwitch(modes, { isWanted: usesMouse, isSpoken, term: process.env.TERM }),
    };
    const endings = [stage.onInput(createDispatcher(deps)), stage.onMouse(createMouseDispatcher(deps))];
    return () => {
      for (const end of endings) end();
    };
  }, [store, commands, offers, stage, modes, stdout, exit, jobControl, usesMouse, isSpoken]);
  // Whatever ends the screen gives back the modes of the terminal as well.
  useEffect(() => () => stage.close(), [stage]);
  useEffect(() => hold.drawnBy(suspendTerminal), [hold, suspendTerminal]);

  return (
    <AppStateProvider store={store} offers={offers}>
      <Screen views={screenViews} />
    </AppStateProvider>
  );
}

async function stopJob(jobControl: JobControl, { actions }: AppStore): Promise<void> {
  const reason = await jobControl.stop();
  if (reason !== undefined) actions.notify(reason);
}

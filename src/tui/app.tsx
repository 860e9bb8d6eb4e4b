import { useApp, useStdout } from 'ink';
import { useEffect, useMemo } from 'react';
import type { AppStore } from '../store/app-store.js';
import type { Command } from './commands/command.js';
import { createDispatcher } from './commands/dispatch.js';
import { offersOf } from './commands/offers.js';
import { AppStateProvider } from './screen/app-state.js';
import { Screen } from './screen/screen.js';
import { layoutOf } from './screen/screen-layout.js';
import type { InputStage } from './terminal/input/stage.js';
import { repaintNow } from './terminal/repaint.js';
import { stopUntilContinued } from './terminal/suspend.js';
import { windowSize } from './terminal/window-size.js';
import { screenViews } from './views/registry.js';

/** The whole program on the screen: what is typed goes to one dispatcher, what is known is drawn. */
export function App({
  store,
  commands,
  stage,
}: {
  store: AppStore;
  commands: readonly Command[];
  stage: InputStage;
}) {
  const { exit, suspendTerminal } = useApp();
  const { stdout } = useStdout();

  const offers = useMemo(() => offersOf(commands), [commands]);
  const dispatcher = useMemo(
    () =>
      createDispatcher({
        store,
        commands,
        offers,
        layoutOf: () => layoutOf(store.getState(), windowSize(stdout)),
        quit: () => exit(),
        suspend: () => void suspendTerminal(() => stopWithout(stage)),
        repaint: repaintNow,
      }),
    [store, commands, offers, stdout, exit, suspendTerminal, stage],
  );
  useEffect(() => stage.onInput(dispatcher), [stage, dispatcher]);
  // Whatever ends the screen gives back the modes of the terminal as well.
  useEffect(() => () => stage.close(), [stage]);

  return (
    <AppStateProvider store={store} offers={offers}>
      <Screen views={screenViews} />
    </AppStateProvider>
  );
}

async function stopWithout(stage: InputStage): Promise<void> {
  await stage.pause();
  await stopUntilContinued();
  stage.resume();
}

import { useApp, useFocusManager, useInput, usePaste, useStdout } from 'ink';
import { useEffect, useMemo } from 'react';
import type { AppStore } from '../store/app-store.js';
import type { Command } from './commands/command.js';
import { createDispatcher } from './commands/dispatch.js';
import { offersOf } from './commands/offers.js';
import { AppStateProvider } from './screen/app-state.js';
import { Screen } from './screen/screen.js';
import { layoutOf } from './screen/screen-layout.js';
import { repaintNow } from './terminal/repaint.js';
import { stopUntilContinued } from './terminal/suspend.js';
import { windowSize } from './terminal/window-size.js';
import { screenViews } from './views/registry.js';

/** The whole program on the screen: what is typed goes to one dispatcher, what is known is drawn. */
export function App({ store, commands }: { store: AppStore; commands: readonly Command[] }) {
  const { exit, suspendTerminal } = useApp();
  const { stdout } = useStdout();
  const { disableFocus } = useFocusManager();

  // Ink's own focus takes Tab and Esc for itself.
  useEffect(() => disableFocus(), [disableFocus]);

  const offers = useMemo(() => offersOf(commands), [commands]);
  const dispatcher = useMemo(
    () =>
      createDispatcher({
        store,
        commands,
        offers,
        layoutOf: () => layoutOf(store.getState(), windowSize(stdout)),
        quit: () => exit(),
        suspend: () => void suspendTerminal(stopUntilContinued),
        repaint: repaintNow,
      }),
    [store, commands, offers, stdout, exit, suspendTerminal],
  );
  useInput(dispatcher.input);
  usePaste(dispatcher.paste);

  return (
    <AppStateProvider store={store} offers={offers}>
      <Screen views={screenViews} />
    </AppStateProvider>
  );
}

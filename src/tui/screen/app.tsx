import { useApp, useFocusManager, useInput, usePaste, useStdout } from 'ink';
import { useEffect, useMemo } from 'react';
import type { AppStore } from '../../store/app-store.js';
import type { Command } from '../commands/command.js';
import { createDispatcher } from '../commands/dispatch.js';
import { stopUntilContinued } from '../terminal/suspend.js';
import { windowSize } from '../terminal/window-size.js';
import { AppStateProvider } from './app-state.js';
import { Screen } from './screen.js';
import { layoutOf } from './screen-layout.js';

/** The whole program on the screen: what is typed goes to one dispatcher, what is known is drawn. */
export function App({ store, commands }: { store: AppStore; commands: readonly Command[] }) {
  const { exit, suspendTerminal } = useApp();
  const { stdout } = useStdout();
  const { disableFocus } = useFocusManager();

  // Ink's own focus takes Tab and Esc for itself.
  useEffect(() => disableFocus(), [disableFocus]);

  const dispatcher = useMemo(
    () =>
      createDispatcher({
        store,
        commands,
        layoutOf: () => layoutOf(store.getState(), windowSize(stdout)),
        quit: () => exit(),
        suspend: () => void suspendTerminal(stopUntilContinued),
      }),
    [store, commands, stdout, exit, suspendTerminal],
  );
  useInput(dispatcher.input);
  usePaste(dispatcher.paste);

  return (
    <AppStateProvider store={store}>
      <Screen commands={commands} />
    </AppStateProvider>
  );
}

import { stripVTControlCharacters } from 'node:util';
import { onTestFinished } from 'vitest';
import type { State } from '../../../src/store/state.js';
import type { Command } from '../../../src/tui/commands/command.js';
import { defaultCommands } from '../../../src/tui/commands/commands.js';
import { offersOf } from '../../../src/tui/commands/offers.js';
import { AppStateProvider } from '../../../src/tui/screen/app-state.js';
import { Screen } from '../../../src/tui/screen/screen.js';
import { screenViews } from '../../../src/tui/views/registry.js';
import { renderScreen } from './render-screen.js';
import { storeOf } from './screen-fixtures.js';

/** The whole screen of a state, until the test is over. `rows` are its lines without styles, as they stand when it is asked. */
export async function drawScreen(
  state: State,
  columns: number,
  rows: number,
  commands: readonly Command[] = defaultCommands,
) {
  const store = storeOf(state);
  const screen = renderScreen(
    <AppStateProvider store={store} offers={offersOf(commands)}>
      <Screen views={screenViews} />
    </AppStateProvider>,
    { columns, rows },
  );
  onTestFinished(() => screen.unmount());
  await screen.flush();
  return { store, screen, rows: () => stripVTControlCharacters(screen.frame()).split('\n') };
}

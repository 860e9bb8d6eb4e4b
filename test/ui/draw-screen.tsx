import { stripVTControlCharacters } from 'node:util';
import { onTestFinished } from 'vitest';
import type { State } from '../../src/store/state.js';
import { AppStateProvider } from '../../src/ui/app-state.js';
import { defaultCommands } from '../../src/ui/keys/commands.js';
import { Screen } from '../../src/ui/screen.js';
import { renderScreen } from '../support/render-screen.js';
import { storeOf } from './screen-fixtures.js';

/** The whole screen of a state, until the test is over. `rows` are its lines without styles, as they stand when it is asked. */
export async function drawScreen(state: State, columns: number, rows: number) {
  const store = storeOf(state);
  const screen = renderScreen(
    <AppStateProvider store={store}>
      <Screen commands={defaultCommands} />
    </AppStateProvider>,
    { columns, rows },
  );
  onTestFinished(() => screen.unmount());
  await screen.flush();
  return { store, screen, rows: () => stripVTControlCharacters(screen.frame()).split('\n') };
}

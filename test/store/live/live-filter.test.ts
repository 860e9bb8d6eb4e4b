import { expect, test } from 'vitest';
import { createClient } from '../../../src/atproto/client.js';
import { createAppStore } from '../../../src/store/create-store.js';
import { liveFilterText, selectedLive } from '../../../src/store/live/live-selectors.js';
import { currentVisit } from '../../../src/store/visits/visits-selectors.js';
import type { WatchLine } from '../../../src/store/watch/watch-state.js';
import { defaultCommands } from '../../../src/tui/commands/commands.js';
import { offersOf } from '../../../src/tui/commands/offers.js';
import { runCommand } from '../../../src/tui/commands/run-command.js';
import { layoutOf } from '../../../src/tui/screen/screen-layout.js';
import { quiet } from '../../support/quiet-store.js';
import { did, watchLine, watchOf } from '../../support/screen/screen-fixtures.js';
import { liveIn } from '../../support/screen/viewports.js';

const linesOf = (...names: readonly string[]): readonly WatchLine[] =>
  names.map((name, index) => watchLine({ id: names.length - index, name, handle: `${name}.test` }));

/** A store whose live pane has the focus, with a watch of these lines. Nobody answers it, and nobody has to. */
function watching(...names: readonly string[]) {
  const store = createAppStore({
    client: createClient({ appview: 'http://127.0.0.1:1', plc: 'http://127.0.0.1:1' }),
    ...quiet,
  });
  store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
  const show = (lines: readonly WatchLine[]) =>
    store.setState({ watches: new Map([[did, watchOf(lines)]]), live: { kind: 'watch', did } });
  show(linesOf(...names));
  store.actions.focus('live');
  const run = (id: string): void =>
    runCommand(defaultCommands.find((command) => command.id === id)!, {
      state: store.getState(),
      actions: store.actions,
      layout: layoutOf(store.getState(), { columns: 100, rows: 30 }),
      commands: defaultCommands,
      offers: offersOf(defaultCommands),
      quit: () => {},
      suspend: () => {},
      repaint: () => {},
      mouse: { toggle: () => 'taken' },
    });
  return {
    store,
    show,
    run,
    type: (text: string) => store.actions.edit({ kind: 'insert', text }),
    selected: () => selectedLive(store.getState())?.name,
  };
}

test('what is typed filters the lines, and moving passes over the others', () => {
  const { run, store, type, selected } = watching('anna', 'bob', 'hannah', 'carl', 'johanna');
  run('list.filter');
  type('ann');
  expect(selected()).toBe('anna');

  run('filter.keep');
  expect(currentVisit(store.getState()).focus).toBe('live');
  store.actions.move('live', 1, liveIn(5));
  expect(selected()).toBe('hannah');
  store.actions.move('live', 'last', liveIn(5));
  expect(selected()).toBe('johanna');
  store.actions.move('live', 'first', liveIn(5));
  expect(selected()).toBe('anna');
});

test('the cursor stays on its line while one types, while lines come, and when the filter goes', () => {
  const { run, show, store, type, selected } = watching('anna', 'bob', 'hannah', 'carl');
  store.actions.move('live', 2, liveIn(5));
  run('list.filter');
  type('nn');
  expect(selected()).toBe('hannah');

  show(linesOf('dora', 'anna', 'bob', 'hannah', 'carl'));
  expect(selected()).toBe('hannah');

  run('filter.cancel');
  expect(liveFilterText(store.getState())).toBe('');
  expect(selected()).toBe('hannah');
});

test('a line that does not match gives the cursor to the next one, and gets it back', () => {
  const { run, store, type, selected } = watching('anna', 'bob', 'hannah');
  store.actions.move('live', 1, liveIn(5));
  run('list.filter');
  type('ann');
  expect(selected()).toBe('hannah');
  store.actions.edit({ kind: 'delete-to-start' });
  expect(selected()).toBe('bob');
});

test('the newest that matches stays selected as newer ones come, as without a filter', () => {
  const { run, show, store, type, selected } = watching('bob', 'anna', 'hannah');
  run('list.filter');
  type('ann');
  store.actions.move('live', 1, liveIn(5));
  store.actions.move('live', -1, liveIn(5));
  show(linesOf('johanna', 'bob', 'anna', 'hannah'));
  expect(selected()).toBe('johanna');
});

test('Esc in the pane clears the filter before it leaves the pane', () => {
  const { run, store, type } = watching('anna');
  run('list.filter');
  type('ann');
  run('filter.keep');
  const clear = defaultCommands.find(({ id }) => id === 'list.clear-filter')!;
  expect(clear.applies!(store.getState())).toBe(true);
  run('list.clear-filter');
  expect(clear.applies!(store.getState())).toBe(false);
});

test('a filter that nothing matches selects nobody, and the filter of one watch is not that of another', () => {
  const { run, store, type, selected } = watching('anna');
  run('list.filter');
  type('zzz');
  expect(selected()).toBeUndefined();
  store.actions.move('live', 1, liveIn(5));
  run('filter.keep');

  const other = 'did:plc:z72i7hdynmk6r22z27h6tvur';
  store.setState(({ watches }) => ({
    watches: new Map(watches).set(other, watchOf(linesOf('bob'), { did: other })),
    live: { kind: 'watch', did: other },
  }));
  expect(selected()).toBe('bob');
});

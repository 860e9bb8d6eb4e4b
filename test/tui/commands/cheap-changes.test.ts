import { expect, test } from 'vitest';
import { selectedWebAddress } from '../../../src/store/overlays/copy-options.js';
import { shownRecord } from '../../../src/store/records/shown-record.js';
import type { State } from '../../../src/store/state.js';
import type { Pane } from '../../../src/store/visits/visits-state.js';
import { defaultCommands } from '../../../src/tui/commands/commands.js';
import { offersOf } from '../../../src/tui/commands/offers.js';
import { refusalOf } from '../../../src/tui/commands/run-command.js';
import { list, numbered, stateOf } from '../../support/screen/screen-fixtures.js';

/** A list whose rows and JSON count how often they are made. */
function countingList() {
  const counts = { rows: 0, texts: 0 };
  const whole = list(numbered(5));
  const { listing } = whole;
  if (!listing) throw new Error('The fixture has no listing.');
  const counting = {
    ...listing,
    row(...parameters: Parameters<typeof listing.row>) {
      counts.rows += 1;
      return listing.row(...parameters);
    },
    json(item: unknown) {
      counts.texts += 1;
      return listing.json(item);
    },
  };
  return { counts, list: { ...whole, listing: counting } };
}

/** All that is asked at each change of the state, whether a key was pressed or an event came. */
function askAll(state: State): void {
  const offers = offersOf(defaultCommands);
  offers.hints(state);
  offers.help(state);
  offers.choices(state);
  for (const command of defaultCommands) {
    command.applies?.(state);
    refusalOf(command, state);
  }
  selectedWebAddress(state);
  shownRecord(state);
}

const panes: readonly Pane[] = ['list', 'record', 'collections', 'profile'];

test.each(panes)('a change of the state with the keys in %s parses no record anew', (focus) => {
  const { counts, list } = countingList();
  const first = stateOf({ visit: { focus }, list });
  askAll(first);
  const before = { ...counts };
  expect(before.rows).toBeLessThanOrEqual(1);
  expect(before.texts).toBeLessThanOrEqual(1);
  for (let change = 0; change < 20; change++) askAll({ ...first });
  expect(counts).toEqual(before);
});

test('a learnt name reads the row under the cursor once more', () => {
  const { counts, list } = countingList();
  const state = stateOf({ visit: { focus: 'list' }, list });
  askAll(state);
  askAll({ ...state, namesVersion: 1 });
  expect(counts.rows).toBe(2);
  expect(counts.texts).toBe(1);
});

test('a row that changes is read anew', () => {
  const { counts, list } = countingList();
  const state = stateOf({ visit: { focus: 'list' }, list });
  askAll(state);
  list.rows.change(0, { kind: 'deleted', time: 0 });
  askAll({ ...state });
  expect(counts).toEqual({ rows: 2, texts: 2 });
});

import { expect, test } from 'vitest';
import { defaultCommands } from '../../../src/tui/commands/commands.js';
import { offersOf } from '../../../src/tui/commands/offers.js';
import { stateOf } from '../../support/screen/screen-fixtures.js';

test.each([
  'record',
  'collections',
  'list',
] as const)('help over the %s begins with what works there alone', (focus) => {
  const help = offersOf(defaultCommands).help(stateOf({ visit: { focus } }));
  const own = defaultCommands.filter(({ scopes }) => scopes.length === 1 && scopes[0] === focus);
  const withKey = own.filter(({ keys, name }) => keys.length > 0 || name !== undefined);
  expect(
    help
      .slice(0, withKey.length)
      .map(({ title }) => title)
      .sort(),
  ).toEqual(withKey.map(({ title }) => title).sort());
});

test('help tells the commands without a key by their names', () => {
  const help = offersOf(defaultCommands).help(stateOf());
  expect(help.find(({ keys }) => keys[0] === ':login')).toMatchObject({
    title: 'sign in, in the browser or with an app password',
  });
  expect(help.every(({ keys }) => keys.length > 0)).toBe(true);
});

test('help and hints over the record give / to its search alone, and :filter by its name', () => {
  const offers = offersOf(defaultCommands);
  const state = stateOf({ visit: { focus: 'record' } });
  const slashes = offers.help(state).filter(({ keys }) => keys.includes('/'));
  expect(slashes.map(({ title }) => title)).toEqual([
    'search what is read as you type: a record, an answer, help',
  ]);
  expect(offers.help(state).find(({ title }) => title.startsWith('filter the list'))?.keys).toEqual([
    ':filter',
  ]);
  expect(offers.hints(state).filter(({ title }) => title === 'filter')).toEqual([]);
});

import { describe, expect, test } from 'vitest';
import { atFirst } from '../../../src/store/cursor/list-cursor.js';
import { promptOf } from '../../../src/store/overlays/prompt.js';
import { commandWords } from '../../../src/tui/commands/command-words.js';
import { defaultCommands, remapCommands } from '../../../src/tui/commands/commands.js';
import { commandFor } from '../../../src/tui/commands/commands-here.js';
import { argumentUsage, namedCall } from '../../../src/tui/commands/named-command.js';
import { paletteItems } from '../../../src/tui/commands/palette-items.js';
import { stateOf } from '../../support/screen/screen-fixtures.js';

const items = (text: string) =>
  paletteItems({
    state: stateOf({ state: { overlay: { kind: 'goto', prompt: promptOf(text), cursor: atFirst } } }),
    commands: defaultCommands,
  });

describe('names', () => {
  const names = defaultCommands.flatMap(({ name }) => (name === undefined ? [] : [name]));

  test('are short words, each of one command', () => {
    expect(names.filter((name) => !/^[a-z]+(-[a-z]+)?$/.test(name))).toEqual([]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('belong to every command of the panes that one does not press over and over', () => {
    const nameless = defaultCommands.filter(
      ({ name, scopes, category }) =>
        name === undefined && scopes.includes('list') && category !== 'Move' && category !== 'Typing',
    );
    expect(nameless.map(({ id }) => id)).toEqual([]);
  });

  test.each([
    ['follo', ['followers', 'follows']],
    ['LOG', ['log', 'login', 'logout']],
    ['h', ['help', 'history', 'host']],
  ])('are completed by how they begin: %s', (text, expected) => {
    const first = items(text).slice(0, expected.length);
    expect(
      first.map((item) => (item.kind === 'command' ? (item.command.name ?? '') : item.title)).toSorted(),
    ).toEqual(expected);
  });
});

test('a filter is set by its name from the record, too, whose / searches it', () => {
  const state = stateOf({
    visit: { focus: 'record' },
    state: { overlay: { kind: 'goto', prompt: promptOf('filter'), cursor: atFirst } },
  });
  expect(paletteItems({ state, commands: defaultCommands })[0]).toMatchObject({
    command: { id: 'list.filter' },
  });
  const reading = { state: { ...state, overlay: undefined }, commands: defaultCommands };
  expect(commandFor('/', reading)?.id).toBe('search.open');
});

describe('what stands behind a name', () => {
  test.each([
    ['stream app.bsky.*', 'live.stream', { collections: ['app.bsky.*'], dids: [] }],
    ['stream ', 'live.stream', { collections: [], dids: [] }],
    [' Login alice@example.com ', 'account.sign-in', 'alice@example.com'],
    ['followers @Alice.test', 'place.followers', 'alice.test'],
    ['go alice.test/followers', 'place.go-to', { kind: 'followers', repo: 'alice.test' }],
  ])('is read: “%s”', (text, id, value) => {
    const call = namedCall(text, defaultCommands);
    expect(call?.command.id).toBe(id);
    expect(call?.argument).toEqual({ ok: true, value });
  });

  test.each([
    ['stream nonsense', '“nonsense” is not a collection'],
    ['followers nobody', '“nobody” has no dot'],
    ['go nowhere', '“nowhere” has no dot'],
    ['quit now', 'Nothing is taken behind :quit.'],
  ])('gives a sentence where it cannot be read: “%s”', (text, sentence) => {
    const [item, ...others] = items(text);
    expect(others).toEqual([]);
    expect(item).toMatchObject({ kind: 'reason', title: expect.stringContaining(sentence) });
  });

  test.each(['stream', 'login', 'login '])('may be left out: “%s”', (text) => {
    expect(namedCall(text, defaultCommands)?.argument).toBeUndefined();
    expect(items(text)[0]).toMatchObject({ kind: 'command', isIncomplete: false });
  });

  test('is asked for where the name means nothing without it', () => {
    expect(items('go')[0]).toMatchObject({ kind: 'command', isIncomplete: true });
  });

  test('is told with the name', () => {
    const usages = defaultCommands
      .filter(({ args }) => args)
      .map((command) => `${command.name} ${argumentUsage(command)}`);
    expect(usages).toEqual(
      expect.arrayContaining([
        'followers [account]',
        'follows [account]',
        'go <address>',
        'stream [collections, prefixes, DIDs]',
        'login [handle, DID or e-mail address]',
      ]),
    );
  });
});

test('a command is called by the key that is bound, by its name where none is, and by its id where it has none', () => {
  const words = commandWords(
    remapCommands({ 'pane.reload': ['R', 'r'], 'live.watch': [], 'move.down': ['Down'], 'menu.close': [] })
      .commands,
  );
  expect(['pane.reload', 'live.watch', 'move.down', 'menu.close'].map(words)).toEqual([
    'R',
    ':watch',
    '↓',
    'menu.close (no key)',
  ]);
});

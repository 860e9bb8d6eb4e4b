import { describe, expect, test } from 'vitest';
import { createAppStore } from '../../../src/store/create-store.js';
import { atFirst } from '../../../src/store/cursor/list-cursor.js';
import { Matches } from '../../../src/store/lists/matches.js';
import { type Command, promptScopes, type Scope } from '../../../src/tui/commands/command.js';
import { defaultCommands, remapCommands } from '../../../src/tui/commands/commands.js';
import { commandFor } from '../../../src/tui/commands/commands-here.js';
import { createDispatcher } from '../../../src/tui/commands/dispatch.js';
import { offersOf } from '../../../src/tui/commands/offers.js';
import { layoutOf } from '../../../src/tui/screen/screen-layout.js';
import { offlineClient } from '../../support/offline-client.js';
import { quiet } from '../../support/quiet-store.js';
import { list, numbered, type Scene, stateOf } from '../../support/screen/screen-fixtures.js';
import { inputsOf } from '../../support/terminal/inputs.js';

const scopes = [...new Set(defaultCommands.flatMap((command) => command.scopes))];

const at = (scope: Scope, commands: readonly Command[]) =>
  commands.filter((command) => command.scopes.includes(scope));

describe('the command table', () => {
  test('names each command once', () => {
    const ids = defaultCommands.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(scopes)('gives a key one meaning in %s, save where a command steps aside', (scope) => {
    const owners = new Map<string, Command[]>();
    for (const command of at(scope, defaultCommands)) {
      for (const key of command.keys) owners.set(key, [...(owners.get(key) ?? []), command]);
    }
    const doubled = [...owners].filter(([, commands]) =>
      commands.slice(0, -1).some(({ applies }) => !applies),
    );
    expect(doubled.map(([key, commands]) => `${key}: ${commands.map(({ id }) => id)}`)).toEqual([]);
  });

  test.each(promptScopes)('takes no letter in %s: letters are text there, save where it says so', (scope) => {
    const letters = at(scope, defaultCommands).flatMap(({ id, keys, isLetterKey }) =>
      keys.filter((key) => [...key].length === 1 && !isLetterKey).map((key) => `${key}: ${id}`),
    );
    expect(letters).toEqual([]);
  });

  test('has every key that product and README promise', () => {
    const keys = new Set(defaultCommands.flatMap((command) => command.keys));
    for (const key of 'jkgGhlnps/fFLxyorz:?q[]1234'.split('')) expect(keys, key).toContain(key);
    for (const key of [
      'Tab',
      'Shift-Tab',
      'Ctrl-d',
      'Ctrl-u',
      'PgDn',
      'PgUp',
      'Home',
      'End',
      'Enter',
      'Esc',
      'Backspace',
    ]) {
      expect(keys, key).toContain(key);
    }
  });
});

describe('Esc', () => {
  const job = { id: 'a', title: 'loading all', unit: 'rows', done: 0, stop: () => {} };
  const filter = { text: 'x', matches: new Matches(), scanned: 0 };
  const filtered = { list: list(numbered(3), { filter }) };

  test.each<[what: string, scene: Scene, id: string]>([
    [
      'closes what lies on top',
      { state: { overlay: { kind: 'menu', view: 'help', cursor: atFirst }, jobs: [job] } },
      'menu.close',
    ],
    [
      'shows all calls again before it closes them',
      { state: { overlay: { kind: 'menu', view: 'calls', cursor: atFirst, search: { text: 'x', at: 0 } } } },
      'calls.clear-filter',
    ],
    ['else stops what goes on in the background', { ...filtered, state: { jobs: [job] } }, 'job.stop'],
    ['else clears a filter', filtered, 'list.clear-filter'],
    ['else goes a step out', {}, 'place.out'],
  ])('%s', (_, scene, id) => {
    expect(commandFor('Esc', { state: stateOf(scene), commands: defaultCommands })?.id).toBe(id);
  });
});

/** A store that nothing answers: what keys do to it needs no network. */
function typing(keys: Readonly<Record<string, readonly string[]>> = {}) {
  const client = offlineClient();
  const store = createAppStore({
    client,
    ...quiet,
  });
  const said: string[] = [];
  const { commands } = remapCommands(keys);
  const dispatcher = createDispatcher({
    store,
    commands,
    offers: offersOf(commands),
    layoutOf: () => layoutOf(store.getState(), { columns: 120, rows: 40 }),
    quit: () => said.push('quit'),
    suspend: () => said.push('suspend'),
    repaint: () => said.push('repaint'),
    mouse: { toggle: () => 'taken' },
  });
  function type(sent: string): void {
    for (const input of inputsOf(sent)) dispatcher(input);
  }
  return {
    store,
    said,
    commands,
    type,
    alt: (letter: string) => type(`\x1b${letter === 'Enter' ? '\r' : letter}`),
  };
}

describe('a burst of text', () => {
  test('opens a prompt, fills it and runs it, and the rest are keys again', () => {
    const { store, type, said } = typing();
    store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
    type(':bob.test/app.bsky.feed.post\r?');
    expect(store.getState().visit.address).toEqual({
      kind: 'collection',
      repo: 'bob.test',
      collection: 'app.bsky.feed.post',
    });
    expect(store.getState().overlay).toMatchObject({ kind: 'menu', view: 'help' });
    type('\x03');
    expect(said).toEqual(['quit']);
  });

  test('q is a letter in a prompt, and quits outside', () => {
    const { store, type, said } = typing();
    type('qqq');
    expect(store.getState().start.prompt.text).toBe('qqq');
    store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
    type('q');
    expect(said).toEqual(['quit']);
  });

  test('loses no character of 200 and Enter', () => {
    const { store, type } = typing();
    store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
    const text = '日a👍'.repeat(66);
    type(`:${text}`);
    expect(store.getState().overlay).toMatchObject({ kind: 'goto', prompt: { text } });
  });
});

describe('Alt and a letter, or Esc and a letter in one chunk (microsoft/edit#207)', () => {
  const letters = [...'qlxzydbf:/?[]12', 'Enter'].map((letter) => [letter] as const);

  test.each(letters)('is no command and not Esc: %s', (letter) => {
    const { store, said, alt } = typing();
    store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
    const before = store.getState();
    alt(letter);
    expect(said).toEqual([]);
    expect(store.getState().visit).toBe(before.visit);
    expect(store.getState().overlay).toBe(before.overlay);
  });

  test.each(letters)('leaves a prompt and what is typed in it: %s', (letter) => {
    const { store, said, type, alt } = typing();
    store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
    type(':secret');
    alt(letter);
    expect(said).toEqual([]);
    expect(store.getState().overlay?.kind).toBe('goto');
  });

  test('moves and deletes by words in a prompt', () => {
    const { store, type, alt } = typing();
    const prompt = () => store.getState().start.prompt;
    type('alice.test/app.bsky');
    alt('b');
    expect(prompt().caret).toBe('alice.test/app.'.length);
    alt('b');
    alt('b');
    expect(prompt().caret).toBe('alice.'.length);
    alt('f');
    expect(prompt().caret).toBe('alice.test'.length);
    alt('d');
    expect(prompt().text).toBe('alice.test.bsky');
  });

  test('runs what a user has bound to it', () => {
    const { store, said, alt } = typing({ quit: ['Alt-q'] });
    store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
    alt('q');
    expect(said).toEqual(['quit']);
  });
});

test('Ctrl-l draws anew from everywhere', () => {
  const { store, said, type } = typing();
  type('\x0c');
  store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
  type('\x0c');
  type(':\x0c');
  store.actions.closeOverlay();
  type('?\x0c');
  expect(said).toEqual(['repaint', 'repaint', 'repaint', 'repaint']);
});

describe('remapping', () => {
  test('gives a command other keys in place of its own', () => {
    const { commands, store } = typing({ 'help.show': ['Z'], quit: [] });
    store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
    const state = store.getState();
    expect(commandFor('Z', { state, commands })?.id).toBe('help.show');
    expect(commandFor('?', { state, commands })).toBeUndefined();
    expect(commandFor('q', { state, commands })).toBeUndefined();
  });

  test('tells which names are not known', () => {
    expect(remapCommands({ 'no.such': ['a'] }).unknown).toEqual(['no.such']);
  });
});

test('a key that is not possible here says why, and the next key takes the sentence away', () => {
  const { store, type } = typing();
  store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
  type('L');
  expect(store.getState().notice?.text).toMatch(/^Only a post has likes/);
  type('3');
  expect(store.getState().notice).toBeUndefined();
});

describe('a paste', () => {
  const paste = (text: string) => `\x1b[200~${text}\x1b[201~`;

  test('goes to a new prompt where none is open, and its keys are text', () => {
    const { store, type, said } = typing();
    store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
    type(paste('qq\x03\x1b[Aq\r'));
    expect(said).toEqual([]);
    expect(store.getState().overlay).toMatchObject({ kind: 'goto', prompt: { text: 'qq[Aq' } });
  });

  test.each([
    ['of a megabyte', paste('q'.repeat(1_000_000))],
    ['of a megabyte of blank lines and more', paste(`a${'\n'.repeat(1_000_000)}b`)],
    ['of a megabyte that is typed', `:${'q'.repeat(1_000_000)}`],
  ])('%s is cut at what a prompt holds, and that is said', (_, sent) => {
    const { store, type } = typing();
    store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
    type(sent);
    const { overlay, notice } = store.getState();
    expect(overlay?.kind === 'goto' && overlay.prompt.text.length).toBeLessThanOrEqual(8192);
    expect(notice).toMatchObject({ text: 'Cut: a prompt holds 8,192 characters.', kind: 'error' });
    type('\x7f');
    expect(store.getState().notice).toBeUndefined();
  });

  test('that fits is not said to be cut', () => {
    const { store, type } = typing();
    type(paste('q'.repeat(8192)));
    expect(store.getState().notice).toBeUndefined();
  });
});

describe('Shift with a key that is no text', () => {
  test.each([
    ['an arrow', '\x1b[1;2C', 2],
    ['Home', '\x1b[1;2H', 0],
    ['End (rxvt)', '\x1b[8$', 5],
  ])('%s does what it does without, where nothing is bound to it', (_, sent, caret) => {
    const { store, type } = typing();
    type('alice\x1b[D\x1b[D\x1b[D\x1b[D');
    type(sent);
    expect(store.getState().start.prompt.caret).toBe(caret);
  });

  test('is no Tab where nothing is bound to Shift-Tab', () => {
    const { store, type } = typing({ 'pane.previous': [] });
    store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
    const { focus } = store.getState().visit;
    type('\x1b[Z');
    expect(store.getState().visit.focus).toBe(focus);
    type('\t');
    expect(store.getState().visit.focus).not.toBe(focus);
  });

  test('does what a user has bound to it', () => {
    const { said, type } = typing({ 'screen.redraw': ['Shift-Up'] });
    type('\x1b[1;2A');
    expect(said).toEqual(['repaint']);
  });
});

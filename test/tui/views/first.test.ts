import { expect, test } from 'vitest';
import { atFirst } from '../../../src/store/cursor/list-cursor.js';
import { commandWords } from '../../../src/tui/commands/command-words.js';
import { defaultCommands, remapCommands } from '../../../src/tui/commands/commands.js';
import { FIRST_KEYS, firstView } from '../../../src/tui/views/first.js';

const picture = (keys: Readonly<Record<string, readonly string[]>>, width = 100) =>
  firstView
    .picture({ words: commandWords(remapCommands(keys).commands), cursor: atFirst }, { width, height: 30 })
    .lines.join('\n');

test('the first page has ten keys, of commands that there are', () => {
  expect(FIRST_KEYS).toHaveLength(10);
  const ids = new Set(defaultCommands.map(({ id }) => id));
  expect(FIRST_KEYS.filter(([id]) => !ids.has(id))).toEqual([]);
  for (const key of ['Enter', 'Esc', 'u', 'j', 'Tab', ':', '/', 'f', 'y', '?']) {
    expect(picture({})).toContain(key);
  }
});

test('the first page names the keys as they are bound', () => {
  expect(picture({ 'help.show': ['F12'] })).toContain('F12');
  expect(picture({ 'place.up': ['F11'] })).toContain('F11');
});

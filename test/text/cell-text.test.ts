import { expect, test } from 'vitest';
import { CELL_MAX_CHARACTERS, cellText, joinCells } from '../../src/text/cell-text.js';

test.each([
  ['one line stays as it is', 'a  b\u00a0c', 'a  b\u00a0c'],
  ['line breaks of every kind become a mark', 'a\nb\r\nc\u2028d', 'a ⏎ b ⏎ c ⏎ d'],
  ['empty lines count as one break', 'a \n\n\n b', 'a ⏎ b'],
  ['breaks at the ends vanish', '\n\na\n', 'a'],
  ['tabs become a space', 'a\t\tb', 'a b'],
  ['escapes are left to the painter', 'a\u001b[31mb\u202e', 'a\u001b[31mb\u202e'],
  ['what is no string is no text', 42, ''],
  ['nothing is no text', undefined, ''],
])('%s', (_, text, cell) => {
  expect(cellText(text)).toBe(cell);
});

test('a long text is cut, with an ellipsis that counts', () => {
  expect(cellText('abcdef', 4)).toBe('abc…');
  expect(cellText('abcd', 4)).toBe('abcd');
});

test('a cut never leaves half a surrogate pair', () => {
  expect(cellText('ab😀cd', 4)).toBe('ab…');
});

test('folding cannot make a cell longer than the longest', () => {
  expect(cellText('a\n'.repeat(5_000)).length).toBe(CELL_MAX_CHARACTERS);
});

test('a text of nothing but spaces before a break is folded in linear time', () => {
  expect(cellText(`a${' '.repeat(100_000)}`, 100_001)).toHaveLength(100_001);
  expect(cellText(`a${' '.repeat(100_000)}\nb`, 200_000)).toBe('a ⏎ b');
});

test('parts that say nothing leave no separator behind', () => {
  expect(joinCells(['a', '', undefined, 'b'])).toBe('a · b');
});

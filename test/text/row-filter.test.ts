import { expect, test } from 'vitest';
import { readRowFilter, withInvalidWord } from '../../src/text/row-filter.js';

test.each([
  ['', [], false],
  [' :invalid ', [], true],
  [':INVALID Tomato', ['tomato'], true],
  ['tomato :inval', ['tomato', ':inval'], false],
  [':invalids', [':invalids'], false],
])('of records “%s” asks for terms, and for records that are not valid', (text, terms, isInvalid) => {
  expect(readRowFilter(text, true)).toEqual({ terms, isInvalid });
});

test('where rows are no records, it is a term like any other', () => {
  expect(readRowFilter('a :invalid', false)).toEqual({ terms: ['a', ':invalid'], isInvalid: false });
});

test('it is put behind what is asked for, once', () => {
  expect(withInvalidWord('')).toBe(':invalid');
  expect(withInvalidWord(' red ')).toBe('red :invalid');
  expect(withInvalidWord(':invalid red')).toBe(':invalid red');
});

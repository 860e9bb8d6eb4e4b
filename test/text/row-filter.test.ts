import { expect, test } from 'vitest';
import { INVALID_WORD, MARKED_WORD, readRowFilter, withWord } from '../../src/text/row-filter.js';

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
  expect(withWord('', INVALID_WORD)).toBe(':invalid');
  expect(withWord(' red ', INVALID_WORD)).toBe('red :invalid');
  expect(withWord(':invalid red', INVALID_WORD)).toBe(':invalid red');
  expect(withWord(':invalid red', MARKED_WORD)).toBe(':invalid red :marked');
});

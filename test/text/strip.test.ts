import { expect, test } from 'vitest';
import { narrowStrip, stripOf } from '../../src/text/strip.js';

test('a strip has a bar for each count against the most of them, and nothing for none', () => {
  expect(stripOf([0, 1, 4, 9, 16, 25])).toBe(' ▂▃▅▇▇');
  expect(stripOf([0, 0])).toBe('  ');
  expect(stripOf([])).toBe('');
});

test('one of a thousand leaves one to be seen', () => {
  expect(stripOf([1, 1000])).toBe('▁▇');
});

test('in fewer cells each has the highest of the bars that it stands for', () => {
  expect(narrowStrip('▁▂ ▇  ', 3)).toBe('▂▇ ');
  expect(narrowStrip('▁▂▃▅▇', 2)).toBe('▂▇');
  expect(narrowStrip('▁▂▃', 5)).toBe('▁▂▃');
  expect(narrowStrip('▁▂▃', 0)).toBe('');
});

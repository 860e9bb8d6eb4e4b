import { describe, expect, test } from 'vitest';
import { stepTo, windowTop } from '../../src/store/scroll.js';

describe('a step', () => {
  test.each([
    [0, 1, 10, 1],
    [9, 1, 10, 9],
    [0, -5, 10, 0],
    [3, 'first', 10, 0],
    [3, 'last', 10, 9],
    [0, 1, 0, 0],
    [0, 'last', 0, 0],
  ] as const)('from %i by %s of %i lines comes to %i', (from, step, length, expected) => {
    expect(stepTo(from, step, length)).toBe(expected);
  });
});

describe('the window', () => {
  test.each([
    {
      name: 'stays while the cursor moves inside',
      top: 5,
      position: 14,
      length: 100,
      height: 10,
      expected: 5,
    },
    { name: 'follows the cursor down', top: 5, position: 15, length: 100, height: 10, expected: 6 },
    { name: 'follows the cursor up', top: 5, position: 4, length: 100, height: 10, expected: 4 },
    { name: 'shows no lines behind the end', top: 99, position: 99, length: 100, height: 10, expected: 90 },
    { name: 'starts at the start of a short list', top: 7, position: 2, length: 3, height: 10, expected: 0 },
    { name: 'has a line even without height', top: 0, position: 3, length: 10, height: 0, expected: 3 },
    { name: 'is total for nothing', top: 3, position: 0, length: 0, height: 10, expected: 0 },
  ])('$name', ({ top, position, length, height, expected }) => {
    expect(windowTop(top, position, length, height)).toBe(expected);
  });
});

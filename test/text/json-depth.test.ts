import { expect, test } from 'vitest';
import { isDeeperThan } from '../../src/text/json-depth.js';

const nested = (levels: number): unknown =>
  JSON.parse(`${'{"a":['.repeat(levels / 2)}${']}'.repeat(levels / 2)}`);

test.each<[string, unknown, number, boolean]>([
  ['a text', 'a', 0, false],
  ['null', null, 0, false],
  ['an empty list', [], 0, true],
  ['an empty list', [], 1, false],
  ['the deepest of several members', { a: 1, b: [[{}]], c: [] }, 3, true],
  ['the deepest of several members', { a: 1, b: [[{}]], c: [] }, 4, false],
  ['so many levels', nested(100), 100, false],
  ['two more', nested(102), 100, true],
  ['more than any stack has', nested(200_000), 100, true],
])('JSON (%s) is measured by its deepest value, whatever that is', (_, value, levels, isDeep) => {
  expect(isDeeperThan(value, levels)).toBe(isDeep);
});

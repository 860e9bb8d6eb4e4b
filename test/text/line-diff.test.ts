import { describe, expect, test } from 'vitest';
import { type DiffPair, diffLines } from '../../src/text/line-diff.js';
import { randomFrom } from '../support/random.js';

/** The lines of either side that a difference goes over, in its order. */
const sides = (pairs: readonly DiffPair[]) => ({
  before: pairs.flatMap((pair) => (pair.kind === 'added' ? [] : [pair.old])),
  after: pairs.flatMap((pair) => (pair.kind === 'removed' ? [] : [pair.new])),
});

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const edits = (pairs: readonly DiffPair[]): number => pairs.filter(({ kind }) => kind !== 'same').length;

/** The length of the longest common subsequence, by the table that everybody knows. */
function commonLength(before: readonly string[], after: readonly string[]): number {
  let row = after.map(() => 0);
  for (const line of before) {
    const next: number[] = [];
    for (const [at, other] of after.entries()) {
      const diagonal = at === 0 ? 0 : row[at - 1]!;
      next.push(line === other ? diagonal + 1 : Math.max(row[at]!, next[at - 1] ?? 0));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

describe('diffLines', () => {
  test('says what is the same, what is removed, what is added', () => {
    expect(diffLines(['a', 'b', 'c'], ['a', 'x', 'c', 'd'])).toEqual([
      { kind: 'same', old: 0, new: 0 },
      { kind: 'removed', old: 1 },
      { kind: 'added', new: 1 },
      { kind: 'same', old: 2, new: 2 },
      { kind: 'added', new: 3 },
    ]);
    expect(diffLines([], [])).toEqual([]);
    expect(diffLines([], ['a'])).toEqual([{ kind: 'added', new: 0 }]);
  });

  test('goes over every line of both once, pairs only equal ones, and takes the fewest edits', () => {
    const random = randomFrom(11);
    const lines = () => upTo(random.below(12)).map(() => random.pick(['a', 'b', 'c']));
    for (let round = 0; round < 500; round++) {
      const [before, after] = [lines(), lines()];
      const pairs = diffLines(before, after);
      expect(sides(pairs)).toEqual({ before: upTo(before.length), after: upTo(after.length) });
      for (const pair of pairs) if (pair.kind === 'same') expect(before[pair.old]).toBe(after[pair.new]);
      expect(edits(pairs)).toBe(before.length + after.length - 2 * commonLength(before, after));
    }
  });

  test('gives up matching what differs in more than so many lines, and still goes over all of it', () => {
    const before = ['head', ...upTo(50).map((n) => `old ${n}`), 'common', 'foot'];
    const after = ['head', 'common', ...upTo(50).map((n) => `new ${n}`), 'foot'];
    expect(edits(diffLines(before, after))).toBe(100);
    const bounded = diffLines(before, after, 20);
    expect(edits(bounded)).toBe(102);
    expect(sides(bounded)).toEqual({ before: upTo(before.length), after: upTo(after.length) });
  });
});

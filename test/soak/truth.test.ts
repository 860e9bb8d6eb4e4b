import { expect, test } from 'vitest';
import { compare, type Deed, isTrue, toldBy } from './truth.js';

const came = (did: string, time = 0): Deed => ({ kind: 'followed', did, time });
const went = (did: string, time = 0): Deed => ({ kind: 'unfollowed', did, time });
const so = (deeds: Deed[], ...followers: string[]) => ({ deeds, followers: new Set(followers) });

test.each<[string, Deed[], Deed[], string[]]>([
  ['all is told', [came('a'), went('a'), came('b')], [came('a'), went('a'), came('b')], []],
  ['of different followers the order is free', [came('a'), came('b')], [came('b'), came('a')], []],
  ['times are not compared', [came('a', 1)], [came('a', 2)], []],
  ['one is missing', [came('a'), went('a')], [], ['a']],
  ['one is told twice', [came('a')], [came('a'), came('a')], ['a']],
  ['the order is another', [came('a'), went('a')], [went('a'), came('a')], ['a']],
  ['what is told of one does not make up for another', [came('a')], [came('b')], ['a', 'b']],
])('%s', (_, truth, told, differing) => {
  const comparison = compare('w.test', so(truth, 'x'), so(told, 'x'));
  expect(comparison.differences.map(({ did }) => did)).toEqual(differing);
  expect(isTrue(comparison)).toBe(differing.length === 0);
});

test('who follows has to be known, too', () => {
  const comparison = compare('w.test', so([], 'a', 'b'), so([], 'b', 'c'));
  expect(comparison).toMatchObject({ missed: ['a'], invented: ['c'], differences: [] });
  expect(isTrue(comparison)).toBe(false);
});

test('a history is read from its oldest line on, what is missing in it apart from who came and went', () => {
  const lines = [
    { kind: 'unfollowed', did: 'a', time: '1970-01-01T00:00:00.002Z' },
    { kind: 'gap', time: 2, reason: 'the host begins anew' },
    { kind: 'followed', did: 'a', time: 1 },
  ];
  expect(toldBy(lines, ['b'])).toEqual({
    ...so([came('a', 1), went('a', 2)], 'b'),
    gaps: [{ time: 2, reason: 'the host begins anew' }],
  });
});

import { expect, test } from 'vitest';
import { faultsOf, lastPage, type Outcome, usageOf } from './report.js';
import type { Sample } from './session.js';
import { compare } from './truth.js';

/** A sample each second. */
const samples = (count: number, of: (index: number) => Omit<Sample, 'at'>): Sample[] =>
  Array.from({ length: count }, (_, index) => ({ at: index * 1_000, ...of(index) }));

const outcome: Outcome = {
  seed: 7,
  minutes: 1,
  comparisons: [],
  usages: [],
  counts: {},
  redraws: [],
  mistakes: [],
};
const told = { deeds: [], followers: new Set<string>() };

test('memory is told without the seconds in which the program starts, its slope in an hour', () => {
  const usage = usageOf(
    samples(120, (index) => ({ rssMb: index < 15 ? 999 : 100 + index / 60, handles: 20 })),
  );
  expect(usage?.startMb).toBeCloseTo(100.5, 0);
  expect(usage?.slopeMb).toBeCloseTo(60, 5);
  expect(usage).toMatchObject({ startHandles: 20, medianHandles: 20, endHandles: 20 });
  expect(usageOf(samples(16, () => ({ rssMb: 1, handles: 1 })))).toBeUndefined();
});

test('the truth that differs, handles that grow and what went wrong are faults', () => {
  const growing = usageOf(samples(200, (index) => ({ rssMb: 100, handles: 20 + index })))!;
  const steady = usageOf(samples(200, (index) => ({ rssMb: 100 + index, handles: 20 + (index % 5) })))!;
  const other = compare('w1.test', { ...told, followers: new Set(['a']) }, told);

  expect(faultsOf({ ...outcome, comparisons: [compare('w0.test', told, told)], usages: [steady] })).toEqual(
    [],
  );
  expect(faultsOf({ ...outcome, comparisons: [other] })).toEqual(['the truth differs for w1.test']);
  expect(faultsOf({ ...outcome, usages: [growing] })).toEqual(['file handles grow']);
  expect(faultsOf({ ...outcome, mistakes: ['it fell'] })).toEqual(['it fell']);
});

test('the last page says of whom another thing is told, and what and when', () => {
  const deed = { kind: 'followed', did: 'did:plc:a', time: 1_000 } as const;
  const page = lastPage({ ...outcome, comparisons: [compare('w0.test', { ...told, deeds: [deed] }, told)] });
  expect(page).toContain('w0.test   +1 −0        +0 −0');
  expect(page).toContain('w0.test, did:plc:a\n    is so: +00:00:01.000\n    told:  nothing\n');
  expect(page).toContain('WRONG: the truth differs for w0.test');
});

test('the last page says what was told to be missing, once for all accounts', () => {
  const gaps = [{ time: 2_000, reason: 'the host has begun to count anew' }];
  const both = ['w0.test', 'w1.test'].map((handle) => compare(handle, told, { ...told, gaps }));
  expect(lastPage({ ...outcome, comparisons: both })).toContain(
    'gap until 00:00:02.000, in 2 accounts: the host has begun to count anew\n',
  );
});

import { expect, test } from 'vitest';
import { formatTable } from './table.js';

test('the table says for each figure what was measured, what was asked, and what it is compared to', () => {
  const table = formatTable([
    {
      title: 'launch → first frame',
      value: 4.12345,
      unit: '×',
      target: 5,
      comparedTo: 'node -e 0: 30.0 ms',
      runs: 31,
      details: { median: '123.7 ms' },
    },
    { title: 'idle', value: 3, unit: 'frames', target: 0, comparedTo: 'none', runs: 3, details: {} },
    {
      title: 'speed',
      value: 0.7,
      unit: '×',
      target: 0.5,
      atLeast: true,
      comparedTo: 'parse',
      runs: 3,
      details: {},
    },
  ]);

  expect(table.split('\n')).toEqual([
    'figure                measured  target      \u0020         compared to         runs',
    '────────────────────  ────────  ──────────  ────────  ──────────────────  ────',
    'launch → first frame  4.12 ×    ≤ 5 ×       ✓ met     node -e 0: 30.0 ms  31',
    '    median: 123.7 ms',
    'idle                  3 frames  ≤ 0 frames  ✗ missed  none                3',
    'speed                 0.7 ×     ≥ 0.5 ×     ✓ met     parse               3',
  ]);
});

import { expect, test } from 'vitest';
import { wrapParts } from '../../src/text/wrap-parts.js';

test.each([
  [40, ['Alice @alice.test · 2025-01-08 11:13 UTC']],
  [39, ['Alice @alice.test', '2025-01-08 11:13 UTC']],
  [20, ['Alice @alice.test', '2025-01-08 11:13 UTC']],
])('in %i cells rows break between parts', (cells, rows) => {
  expect(wrapParts('Alice @alice.test · 2025-01-08 11:13 UTC', cells)).toEqual(rows);
});

test('several parts share a row', () => {
  expect(wrapParts('130 followers · 60 follows · 250 posts', 28)).toEqual([
    '130 followers · 60 follows',
    '250 posts',
  ]);
});

test('where that takes more rows than a text takes, it is wrapped as one', () => {
  expect(wrapParts('1.2M followers · 412 follows · 98.8K posts', 24)).toEqual([
    '1.2M followers · 412 ',
    'follows · 98.8K posts',
  ]);
});

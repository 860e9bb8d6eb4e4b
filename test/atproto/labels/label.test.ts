import { expect, test } from 'vitest';
import { isInForce, labelsOf, readLabel } from '../../../src/atproto/labels/label.js';

const label = { src: 'did:plc:a', uri: 'did:plc:b', val: 'spam', cts: '2026-01-02T03:04:05Z' };

test('a label is read member by member', () => {
  expect(readLabel({ ...label, ver: 1, neg: 'yes', exp: 5, cid: '' })).toEqual({
    ...label,
    neg: false,
    cid: undefined,
    exp: undefined,
  });
  expect(readLabel({ ...label, val: undefined })).toBeUndefined();
  expect(readLabel('spam')).toBeUndefined();
});

test('an odd label of a view does not take the others with it', () => {
  expect(labelsOf({ labels: [3, label, { val: 'x' }] })).toHaveLength(1);
  expect(labelsOf({ labels: 'spam' })).toEqual([]);
});

test.each([
  [{}, true],
  [{ neg: true }, false],
  [{ exp: '2026-01-01T00:00:00Z' }, false],
  [{ exp: '2026-03-01T00:00:00Z' }, true],
  [{ exp: 'tomorrow' }, true],
])('what %o says of a label counts: %s', (members, counts) => {
  const read = readLabel({ ...label, ...members });
  expect(read && isInForce(read, Date.parse('2026-02-01T00:00:00Z'))).toBe(counts);
});

import { expect, test } from 'vitest';
import { type Hit, hitAt, rowHits } from '../../../src/tui/screen/picture.js';

const window = { top: 20, end: 25, position: 22, length: 100 };
const help: Hit = { x: 4, y: 0, width: 6, height: 1, target: { kind: 'command', id: 'help.show' } };

test.each([
  ['a row', 0, 3, { kind: 'row', position: 20 }],
  ['a row further down', 79, 7, { kind: 'row', position: 24 }],
  ['nothing above the rows', 5, 2, undefined],
  ['nothing below them', 5, 8, undefined],
  ['nothing beside them', 80, 3, undefined],
  ['a command', 9, 0, { kind: 'command', id: 'help.show' }],
  ['nothing beside a command', 10, 0, undefined],
] as const)('a click hits %s', (_, x, y, target) => {
  const hits = [help, ...rowHits(window, { y: 3, width: 80 })];
  expect(hitAt(hits, x, y)).toEqual(target);
});

test('where no row is in sight there is none to hit', () => {
  expect(rowHits({ ...window, end: 20 }, { y: 1, width: 80 })).toEqual([]);
});

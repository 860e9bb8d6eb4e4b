import { describe, expect, test } from 'vitest';
import { boxFor } from '../../../src/tui/pictures/picture-box.js';

const ROOM = { maxColumns: 40, maxRows: 10 };

describe('the box of a picture', () => {
  test.each([
    ['a square', { width: 500, height: 500 }, { columns: 20, rows: 10, width: 20, height: 20 }],
    ['a wide one', { width: 2000, height: 500 }, { columns: 40, rows: 5, width: 40, height: 10 }],
    ['a tall one', { width: 500, height: 2000 }, { columns: 5, rows: 10, width: 5, height: 20 }],
    ['a thread', { width: 16_000, height: 1 }, { columns: 40, rows: 1, width: 40, height: 2 }],
    ['a hair', { width: 1, height: 16_000 }, { columns: 1, rows: 10, width: 1, height: 20 }],
    ['one of no size', { width: 0, height: 0 }, { columns: 20, rows: 10, width: 20, height: 20 }],
  ])('of half blocks: %s', (_, picture, box) => {
    expect(boxFor(picture, ROOM, undefined)).toEqual(box);
  });

  test('has whole cells of a terminal that takes pixels', () => {
    expect(boxFor({ width: 500, height: 500 }, ROOM, { width: 9, height: 18 })).toEqual({
      ...{ columns: 20, rows: 10, width: 180, height: 180 },
    });
    expect(boxFor({ width: 500, height: 500 }, ROOM, { width: 10, height: 17 })).toEqual({
      ...{ columns: 17, rows: 10, width: 170, height: 170 },
    });
  });

  test('is never larger than its room, nor without a cell', () => {
    for (const width of [1, 3, 100, 16_384]) {
      for (const height of [1, 2, 77, 16_384]) {
        for (const maxColumns of [1, 2, 79]) {
          for (const maxRows of [1, 5, 40]) {
            for (const cell of [undefined, { width: 7, height: 15 }]) {
              const { columns, rows } = boxFor({ width, height }, { maxColumns, maxRows }, cell);
              expect(columns).toBeGreaterThanOrEqual(1);
              expect(columns).toBeLessThanOrEqual(maxColumns);
              expect(rows).toBeGreaterThanOrEqual(1);
              expect(rows).toBeLessThanOrEqual(maxRows);
            }
          }
        }
      }
    }
  });
});

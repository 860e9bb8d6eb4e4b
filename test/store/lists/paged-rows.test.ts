import { describe, expect, test } from 'vitest';
import { PagedRows } from '../../../src/store/lists/paged-rows.js';

function filled(...sizes: number[]) {
  const rows = new PagedRows<string>();
  for (const [page, size] of sizes.entries()) {
    rows.append(
      Array.from({ length: size }, (_, row) => `${page}:${row}`),
      page === 0 ? undefined : `cursor ${page}`,
    );
  }
  return rows;
}

describe('paged rows', () => {
  test('find every row behind pages of any length', () => {
    const rows = filled(3, 1, 100, 7);
    const all = Array.from({ length: rows.length }, (_, index) => rows.at(index));
    expect(rows.length).toBe(111);
    expect(all.slice(0, 6)).toEqual(['0:0', '0:1', '0:2', '1:0', '2:0', '2:1']);
    expect(all.at(-1)).toBe('3:6');
    // Backwards too, since neighbours are found without a search.
    for (let index = rows.length - 1; index >= 0; index--) expect(rows.at(index)).toBe(all[index]);
  });

  test('have nothing outside', () => {
    const rows = filled(2);
    for (const index of [-1, 2, Number.NaN]) expect(rows.at(index)).toBeUndefined();
    expect(new PagedRows().at(0)).toBeUndefined();
    expect(rows.pageOf(2)).toBeUndefined();
  });

  test('tell the page of a row and the cursor that it was asked for with', () => {
    const rows = filled(100, 100, 40);
    expect(rows.pageOf(0)).toEqual({ number: 1, start: 0, length: 100, cursor: undefined });
    expect(rows.pageOf(199)).toEqual({ number: 2, start: 100, length: 100, cursor: 'cursor 1' });
    expect(rows.page(3)).toEqual({ number: 3, start: 200, length: 40, cursor: 'cursor 2' });
    expect(rows.page(4)).toBeUndefined();
  });

  test('keep no empty page', () => {
    const rows = filled(0, 5, 0, 0);
    expect(rows.pageCount).toBe(1);
    expect(rows.at(4)).toBe('1:4');
  });

  test('copy nothing when a page arrives', () => {
    let touched = 0;
    const page = { length: 2, at: () => void touched++ };
    const rows = new PagedRows<unknown>();
    for (let number = 0; number < 1000; number++) rows.append(page, String(number));
    expect(touched).toBe(0);
  });

  describe('with rows that no page brought', () => {
    const change = { kind: 'new', time: 1 } as const;
    function around() {
      const rows = filled(2, 2);
      rows.putAbove('above 1', change);
      rows.putBelow('below 1', change);
      rows.putAbove('above 2', change);
      rows.putBelow('below 2', change);
      return rows;
    }

    test('stand in their order', () => {
      const rows = around();
      const all = Array.from({ length: rows.length }, (_, index) => rows.at(index));
      expect(all).toEqual(['above 2', 'above 1', '0:0', '0:1', '1:0', '1:1', 'below 1', 'below 2']);
      expect(rows.at(8)).toBeUndefined();
      expect([rows.above, rows.below]).toEqual([2, 2]);
    });

    test('know their pages as before', () => {
      const rows = around();
      expect([1, 6].map((index) => rows.pageOf(index))).toEqual([undefined, undefined]);
      expect(rows.pageOf(3)).toEqual({ number: 1, start: 2, length: 2, cursor: undefined });
      expect(rows.page(2)).toMatchObject({ start: 4 });
    });

    test('keep what became of a row at the row', () => {
      const rows = filled(2, 2);
      rows.change(1, { kind: 'changed', time: 1 }, 'now');
      rows.change(3, { kind: 'deleted', time: 2 });
      rows.putAbove('above', change);
      expect([0, 1, 2, 3, 4].map((index) => rows.changeOf(index)?.kind)).toEqual([
        'new',
        undefined,
        'changed',
        undefined,
        'deleted',
      ]);
      expect([rows.at(2), rows.at(4)]).toEqual(['now', '1:1']);
    });

    test('tell by their version that rows changed which were there', () => {
      const rows = filled(2);
      const versions = [rows.version];
      rows.append(['more'], 'cursor');
      rows.putBelow('below', change);
      versions.push(rows.version);
      rows.putAbove('above', change);
      versions.push(rows.version);
      rows.change(1, change);
      versions.push(rows.version);
      expect(versions).toEqual([0, 0, 1, 2]);
    });
  });
});

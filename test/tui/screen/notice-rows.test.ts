import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { noticeRows } from '../../../src/tui/screen/notice-rows.js';
import { rowsAboveStatus, statusLine } from '../../../src/tui/screen/status-line.js';
import { defaultWords, hostile } from '../../support/screen/screen-fixtures.js';

const why = 'The account could not be read, because 127.0.0.1:37099 did not answer within thirty seconds. ';
const advice = 'Look at the address, or press r to try again.';

describe('what is said in few cells', () => {
  test('is one row where it fits', () => {
    expect(noticeRows('Copied the DID.', 78)).toEqual(['Copied the DID.']);
  });

  test.each([38, 58, 78, 98, 118])('keeps what one can do whole in %i cells', (cells) => {
    const rows = noticeRows(why.repeat(3) + advice, cells);
    expect(rows.length).toBeLessThanOrEqual(3);
    expect(rows.join('')).toMatch(/^The account could not be read/);
    expect(rows.join('').endsWith(advice)).toBe(true);
  });

  test('in one row, too, where the last sentence has room in it', () => {
    const [row, ...more] = noticeRows(why + advice, 78, 1);
    expect(more).toEqual([]);
    expect(row).toMatch(/^The account could not be.*… Look at the address, or press r to try again\.$/);
  });

  test.each([1, 3])('keeps the end of a sentence that is the only one, in %i rows', (most) => {
    const rows = noticeRows(
      `The file ${'/home/alice'.repeat(30)} cannot be written: free some space first`,
      60,
      most,
    );
    expect(rows.join('')).toMatch(/^The file \/home.*… .*free some space first$/);
    expect(rows.length).toBeLessThanOrEqual(most);
  });

  test('is never wider than the cells, nor in more rows, whatever it says', () => {
    const texts = [
      hostile.join(' '),
      `${hostile.join('. ')}.`,
      'x'.repeat(1_000_000),
      '日本語'.repeat(5_000),
      '',
    ];
    for (const text of texts) {
      for (const cells of [0, 1, 2, 3, 10, 38, 79]) {
        const rows = noticeRows(text, cells);
        expect(rows.length).toBeLessThanOrEqual(3);
        for (const row of rows) expect(stringWidth(row)).toBeLessThanOrEqual(cells);
      }
    }
  });
});

test('the rows above the last line and the line are the notice, each as wide as the screen', () => {
  const view = {
    ...{ place: [], hints: [], words: defaultWords, waits: [], now: 0 },
    notice: { kind: 'error', text: why + advice } as const,
  };
  for (const cells of [40, 60, 100]) {
    const rows = [...rowsAboveStatus(view, cells), statusLine(view, cells)].map(stripVTControlCharacters);
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) expect(stringWidth(row)).toBe(cells);
    expect(
      rows
        .map((row) => row.trim())
        .join(' ')
        .endsWith(advice),
    ).toBe(true);
  }
  expect(rowsAboveStatus({ ...view, notice: { kind: 'info', text: 'Copied the DID.' } }, 40)).toEqual([]);
});

import { describe, expect, test } from 'vitest';
import { type Layout, type LayoutInput, layout, type Rect } from '../../../src/tui/screen/layout.js';

const at = (columns: number, rows: number, change: Partial<LayoutInput> = {}): Layout =>
  layout({
    columns,
    rows,
    focus: 'list',
    side: 'list',
    zoomed: false,
    place: 'account',
    live: false,
    ...change,
  });

const shown = (found: Layout): string[] =>
  (['profile', 'collections', 'list', 'record'] as const).filter((pane) => found[pane]);

const rectsOf = ({ profile, collections, list, record, status }: Layout): Rect[] =>
  [profile, collections, list, record, status].filter((rect) => rect !== undefined);

describe('which panes are shown', () => {
  test.each([
    ['all from 120 columns on', at(120, 40), 'wide', ['profile', 'collections', 'list', 'record']],
    ['the left column and the list below that', at(119, 40), 'medium', ['profile', 'collections', 'list']],
    [
      'the side that was looked at last',
      at(100, 30, { focus: 'profile', side: 'record' }),
      'medium',
      ['profile', 'collections', 'record'],
    ],
    [
      'the one with the focus whatever the side',
      at(100, 30, { focus: 'record' }),
      'medium',
      ['profile', 'collections', 'record'],
    ],
    ['one at a time under 80 columns', at(79, 30, { focus: 'profile' }), 'narrow', ['profile']],
    ['the focused one when zoomed', at(200, 50, { focus: 'record', zoomed: true }), 'wide', ['record']],
    [
      'no profile where there is no account',
      at(120, 40, { place: 'no-account' }),
      'wide',
      ['list', 'record'],
    ],
    ['the list alone there, below 120 columns', at(100, 40, { place: 'no-account' }), 'medium', ['list']],
    ['none on the start screen', at(200, 50, { place: 'start' }), 'wide', []],
    ['none where the screen is too narrow', at(39, 40), 'tiny', []],
    ['none where it is too low', at(200, 9), 'tiny', []],
    ['one on the smallest screen that is drawn on', at(40, 10), 'narrow', ['list']],
  ] as const)('%s', (_, found, mode, panes) => {
    expect(found.mode).toBe(mode);
    expect(shown(found)).toEqual(panes);
  });
});

test('every cell of every screen belongs to one pane', () => {
  for (let columns = 40; columns <= 320; columns += 7) {
    for (const rows of [10, 19, 20, 33, 80]) {
      for (const focus of ['profile', 'list', 'record'] as const) {
        const found = at(columns, rows, { focus });
        const cells = rectsOf(found).reduce((sum, { width, height }) => sum + width * height, 0);
        expect(cells, `${columns}×${rows} ${focus}`).toBe(columns * rows);
        for (const { x, y, width, height } of rectsOf(found)) {
          expect(x >= 0 && y >= 0 && x + width <= columns && y + height <= rows).toBe(true);
        }
      }
    }
  }
});

test('any size gives a layout, even none', () => {
  for (const [columns, rows] of [
    [1, 1],
    [0, 0],
    [-3, 7],
    [1_000, 1],
    [1, 1_000],
  ] as const) {
    expect(at(columns, rows).mode).toBe('tiny');
  }
});

test('under 20 rows the profile keeps its name and handle', () => {
  expect(at(120, 19).profile?.height).toBe(3);
  expect(at(120, 20).profile!.height).toBeGreaterThan(3);
});

describe('the pane that is read gets the room', () => {
  function widths(columns: number, change: Partial<LayoutInput>): unknown {
    const { list, record } = at(columns, 40, change);
    return [list?.width, record?.width];
  }

  test.each([
    [200, [96, 64]],
    [160, [77, 51]],
    [120, [55, 37]],
  ])('60 : 40 for the one of list and record that has the keys at %i columns', (columns, [more, less]) => {
    expect(widths(columns, { focus: 'list' })).toEqual([more, less]);
    expect(widths(columns, { focus: 'record' })).toEqual([less, more]);
  });

  test('for the list where the keys go elsewhere, whichever was read last', () => {
    for (const focus of ['profile', 'collections', 'live'] as const) {
      expect(widths(160, { focus, side: 'record', live: true })).toEqual([77, 51]);
    }
  });

  test('the live pane stands under the list and is as wide', () => {
    const { list, live } = at(160, 40, { focus: 'record', live: true });
    expect([live?.x, live?.width]).toEqual([list?.x, list?.width]);
  });
});

import { PANES, type Pane } from '../../store/visits/visits-state.js';

/** A part of the screen, in cells; its border is inside. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Its top border is the bottom border of the pane above. */
  readonly joinedAbove?: true;
  /** The pane below draws the border between them: this one has none at its bottom. */
  readonly joinedBelow?: true;
}

export interface LayoutInput {
  readonly columns: number;
  readonly rows: number;
  readonly focus: Pane;
  /** Which of list and record is shown where only one of them fits. */
  readonly side: 'list' | 'record';
  readonly zoomed: boolean;
  /** Whether there is a place, and whether it is about an account: else it has neither a profile nor collections. */
  readonly place: 'start' | 'account' | 'no-account';
  /** Something is watched, so that there is a live pane. */
  readonly live: boolean;
}

/** Where everything stands. A pane without a Rect is not shown. */
export interface Layout {
  readonly mode: 'wide' | 'medium' | 'narrow' | 'tiny';
  readonly columns: number;
  readonly rows: number;
  readonly profile?: Rect;
  readonly collections?: Rect;
  readonly list?: Rect;
  readonly record?: Rect;
  readonly live?: Rect;
  /** All of the screen above the status bar: what overlays may take. */
  readonly area: Rect;
  readonly status: Rect;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The smallest screen that is drawn on. */
export const smallest = { columns: 40, rows: 10 } as const;

const WIDE_COLUMNS_MIN = 120;
const MEDIUM_COLUMNS_MIN = 80;
/** What the one of list and record that is read has of their room; the list where neither has the keys. */
const LARGER_PART = 0.6;
/** Fewer rows than this leave no room for more of a profile than its name and handle. */
const TALL_ROWS_MIN = 20;

/** Works out which panes are shown, and where. Total: any size gives a layout that fits it. */
export function layout(input: LayoutInput): Layout {
  const columns = Math.max(1, Math.floor(input.columns));
  const rows = Math.max(1, Math.floor(input.rows));
  const mode = modeOf(columns, rows);
  const height = mode === 'tiny' ? 0 : rows - 1;
  const area: Rect = { x: 0, y: 0, width: columns, height };
  const status: Rect = { x: 0, y: height, width: columns, height: 1 };
  const base = { mode, columns, rows, area, status };
  if (mode === 'tiny' || input.place === 'start') return base;
  if (mode === 'narrow' || input.zoomed) return { ...base, [input.focus]: area };

  const left = input.place === 'account' ? leftWidth(columns) : 0;
  const rest = columns - left;
  const column = left === 0 ? {} : leftColumn(left, height, rows);
  if (mode === 'medium') {
    const shown = input.focus === 'list' || input.focus === 'record' ? input.focus : input.side;
    const right = { x: left, y: 0, width: rest, height };
    return { ...base, ...column, ...withLive(shown, right, input.live) };
  }
  const list = Math.round(rest * (input.focus === 'record' ? 1 - LARGER_PART : LARGER_PART));
  return {
    ...base,
    ...column,
    ...withLive('list', { x: left, y: 0, width: list, height }, input.live),
    record: { x: left + list, y: 0, width: rest - list, height },
  };
}

/** A pane, and below it the live pane where there is one and room for both. */
function withLive(
  pane: 'list' | 'record',
  rect: Rect,
  live: boolean,
): Pick<Layout, 'list' | 'record' | 'live'> {
  if (!live || rect.height < 14) return { [pane]: rect };
  const height = Math.max(6, Math.round(rect.height * 0.3));
  return {
    [pane]: { ...rect, height: rect.height - height, joinedBelow: true },
    live: { ...rect, y: rect.y + rect.height - height, height, joinedAbove: true },
  };
}

/** The pane of which a rect has the bottom border for its top one. */
export const paneAbove = (shape: Layout, rect: Rect): Pane | undefined =>
  rect.joinedAbove &&
  PANES.find((pane) => shape[pane]?.x === rect.x && shape[pane].y + shape[pane].height === rect.y);

/** What is within the border of a pane; 0 × 0 where it is not shown. */
export function innerSize(rect: Rect | undefined): Size {
  if (!rect) return { width: 0, height: 0 };
  return {
    width: Math.max(0, rect.width - 2),
    height: Math.max(0, rect.height - (rect.joinedBelow ? 1 : 2)),
  };
}

/** Cells between a border and the text of a pane. */
export const PADDING_CELLS = 1;

function modeOf(columns: number, rows: number): Layout['mode'] {
  if (columns < smallest.columns || rows < smallest.rows) return 'tiny';
  if (columns >= WIDE_COLUMNS_MIN) return 'wide';
  return columns >= MEDIUM_COLUMNS_MIN ? 'medium' : 'narrow';
}

/** Names and the title of a profile that scrolls fit, and beside it the text of a post has 40 cells of 120 and 54 of 100. */
const leftWidth = (columns: number): number => Math.min(40, Math.max(28, Math.round(columns * 0.2)));

function leftColumn(width: number, height: number, rows: number): Pick<Layout, 'profile' | 'collections'> {
  // Name, handle and the border above them; else about a third, as long as the collections stay usable.
  const top = rows < TALL_ROWS_MIN ? 3 : Math.min(15, Math.max(8, Math.round(height * 0.32)));
  return {
    profile: { x: 0, y: 0, width, height: top, joinedBelow: true },
    collections: { x: 0, y: top, width, height: height - top, joinedAbove: true },
  };
}

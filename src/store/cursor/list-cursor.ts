import type { CursorRows, Viewport } from './cursor-rows.js';

/** Where one is in a list, a document or a menu. It is on a row, and not at a place: rows put in above it move nothing. */
export interface ListCursor {
  /** Key of the row. Undefined: whichever row stands there, and the newest one where rows follow. */
  readonly key: string | undefined;
  /** Index of the row when the cursor came to it. */
  readonly index: number;
  /** Index of the first row that was drawn then. */
  readonly top: number;
}

/** On the first row, whichever that is, with nothing scrolled. */
export const atFirst: ListCursor = { key: undefined, index: 0, top: 0 };

/** Where rows follow: it stays on the newest one. */
export const isOnNewest = ({ key }: ListCursor): boolean => key === undefined;

/** A step of a cursor: so many rows, a line where lines take several, to an end, or by a part of what is drawn. */
export type Step =
  | number
  | { readonly lines: 1 | -1 }
  | 'first'
  | 'last'
  | { readonly screens: 1 | -1 | 0.5 | -0.5 };

/** What of a list is drawn. Positions count the rows that are shown. */
export interface CursorWindow {
  /** Position of the first row drawn. */
  readonly top: number;
  /** Position behind the last row drawn. */
  readonly end: number;
  /** Position of the cursor; of the first line where a text is read. */
  readonly position: number;
  /** How many rows there are to move through. */
  readonly length: number;
}

/** The cursor after a step. Costs the same in any list; where there are no rows the cursor stays as it is. */
export function move(cursor: ListCursor, step: Step, viewport: Viewport): ListCursor {
  const { height } = viewport;
  const { length, isText } = viewport.rows;
  if (length === 0) return cursor;
  const { position } = windowOf(cursor, viewport);
  const wanted = steppedTo(position, step, viewport);
  if (isText) {
    const top = Math.max(0, Math.min(wanted, length - height));
    return { key: undefined, index: top, top };
  }
  const target = settled(clamped(wanted, length), wanted < position ? -1 : 1, viewport.rows);
  const end = typeof step === 'object' && 'lines' in step ? viewport.rows.lineAt?.(target).end : undefined;
  // All of a line is in sight, as far as there is room.
  return moveTo(end === undefined ? cursor : moveTo(cursor, end - 1, viewport), target, viewport);
}

/** The cursor on the row at a position. The window moves as little as it must; with `asTop` it begins with that row. */
export function moveTo(
  cursor: ListCursor,
  position: number,
  viewport: Viewport,
  { asTop = false }: { asTop?: boolean } = {},
): ListCursor {
  const { rows, height } = viewport;
  const { follows, length } = rows;
  const index = rows.indexAt(position);
  const before = asTop ? position : windowOf(cursor, viewport).top;
  const top = rows.indexAt(windowTop(before, position, length, height));
  const isNewest = (follows === 'first' && position === 0) || (follows === 'last' && position === length - 1);
  return isNewest
    ? { key: undefined, index: follows === 'first' ? 0 : index, top: follows === 'first' ? 0 : top }
    : { key: rows.keyAt(index), index, top };
}

/** Position to which a step leads from another one; may lie before the first or behind the last row. */
export function steppedTo(position: number, step: Step, { rows, height }: Viewport): number {
  if (step === 'first') return 0;
  if (step === 'last') return rows.length - 1;
  if (typeof step === 'number') return position + step;
  if ('lines' in step) {
    const line = rows.lineAt?.(position);
    if (!line) return position + step.lines;
    if (step.lines > 0) return line.end < rows.length ? line.end : position;
    return line.start > 0 ? (rows.lineAt?.(line.start - 1).start ?? 0) : 0;
  }
  // Of a whole screen a line stays in sight.
  const lines = Math.abs(step.screens) === 1 ? height - 1 : height >> 1;
  return position + Math.sign(step.screens) * Math.max(1, lines);
}

/** Position of the row that a cursor is on, or of the one that is nearest to where it was; 0 where there are no rows. */
export function positionOf(cursor: ListCursor, rows: CursorRows): number {
  const { length, follows } = rows;
  if (cursor.key === undefined && follows) return follows === 'first' ? 0 : Math.max(0, length - 1);
  return settled(clamped(rows.positionOf(indexOf(cursor, rows)), length), 1, rows);
}

/** The rows that are drawn: those drawn before as long as the cursor is among them, so that moving within them scrolls nothing. */
export function windowOf(cursor: ListCursor, viewport: Viewport): CursorWindow {
  const { rows, height } = viewport;
  const { length, isText, isHeading } = rows;
  if (isText) {
    const top = Math.max(0, Math.min(cursor.top, length - height));
    return { top, end: Math.min(length, top + height), position: top, length };
  }
  const position = positionOf(cursor, rows);
  // What moved the row moved those above it in the window, too.
  const shift = indexOf(cursor, rows) - cursor.index;
  let top = windowTop(rows.positionOf(cursor.top + shift), position, length, height);
  // With the first row below a heading the heading is in sight.
  if (top === position && height > 1 && isHeading?.(top - 1)) top -= 1;
  return { top, end: Math.min(length, top + height), position, length };
}

/** The first row to draw so that the one at `position` is in sight: the one before as long as it serves. */
function windowTop(top: number, position: number, length: number, height: number): number {
  const shown = Math.max(1, height);
  const nearest = position < top ? position : position >= top + shown ? position - shown + 1 : top;
  return Math.max(0, Math.min(nearest, length - shown));
}

/** Index of the row that a cursor is on; that of old where the row is gone. */
function indexOf({ key, index }: ListCursor, rows: CursorRows): number {
  if (key === undefined || !rows.find || rows.keyAt(index) === key) return index;
  return rows.find(key, index) ?? index;
}

const clamped = (position: number, length: number): number => Math.max(0, Math.min(position, length - 1));

/** The nearest row that is no heading, in a direction if there is one. */
function settled(position: number, direction: 1 | -1, { length, isHeading }: CursorRows): number {
  if (!isHeading) return position;
  for (const by of [direction, -direction]) {
    for (let at = position; at >= 0 && at < length; at += by) if (!isHeading(at)) return at;
  }
  return position;
}

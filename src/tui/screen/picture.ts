import type { Address } from '../../places/address.js';
import type { CursorWindow } from '../../store/cursor/list-cursor.js';

/** What a click hits: a row of the view's list, told by its position; a command; a place; where the caret of a prompt is to stand. */
export type HitTarget =
  | { readonly kind: 'row'; readonly position: number }
  | { readonly kind: 'command'; readonly id: string }
  | { readonly kind: 'place'; readonly address: Address }
  | { readonly kind: 'caret'; readonly caret: number };

/** What is typed in a prompt; the cells of its line are counted from where its hit begins. */
export interface TypedText {
  readonly kind: 'typed';
  caretAt(cell: number): number;
}

/** A part of a picture that a click hits, in cells from its upper left corner. Rows that lie below each other are one hit. */
export interface Hit {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** What its first line stands for. */
  readonly target: HitTarget | TypedText;
}

/** What a screen reader hears in place of the lines. */
export interface Spoken {
  readonly role?: 'list' | 'menu' | 'table' | 'textbox' | undefined;
  readonly title: string;
  /** In the order in which they are read; colours and blank lines are left out. */
  readonly lines: readonly string[];
}

/** What a screen reader hears of rows: the one under the cursor first, if there is one, and which of them it is. */
export const withSelected = (
  { position, length }: Pick<CursorWindow, 'position' | 'length'>,
  selected: string,
  rows: readonly string[],
): readonly string[] =>
  length === 0 || selected === '' ? rows : [`selected, ${position + 1} of ${length}: ${selected}`, ...rows];

/** How a view looks in so many cells. */
export interface Picture {
  /** Painted and clean; exactly as many and as wide as asked for. */
  readonly lines: readonly string[];
  /** Where the terminal's own cursor stands within the lines. */
  readonly caret?: { readonly x: number; readonly y: number } | undefined;
  /** Worked out when somebody clicks. */
  hits(): readonly Hit[];
  /** Worked out when somebody listens. */
  spoken(): Spoken;
}

/** The rows in sight, as what a click hits: they stand from the line `y` on. */
export function rowHits({ top, end }: CursorWindow, at: Pick<Hit, 'y' | 'width'>): readonly Hit[] {
  if (end <= top || at.width <= 0) return [];
  return [{ x: 0, ...at, height: end - top, target: { kind: 'row', position: top } }];
}

/** What a click on a cell of a picture hits; undefined where there is nothing to hit. */
export function hitAt(hits: readonly Hit[], x: number, y: number): HitTarget | undefined {
  const hit = hits.find((one) => x >= one.x && x < one.x + one.width && y >= one.y && y < one.y + one.height);
  if (hit?.target.kind === 'row') return { kind: 'row', position: hit.target.position + (y - hit.y) };
  if (hit?.target.kind === 'typed') return { kind: 'caret', caret: hit.target.caretAt(x - hit.x) };
  return hit?.target;
}

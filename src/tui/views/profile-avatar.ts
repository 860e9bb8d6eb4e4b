import type { Account } from '../../store/accounts/accounts-state.js';
import { avatarOf } from '../../store/accounts/avatar.js';
import { pictureKey, type WantedPicture } from '../../store/pictures/pictures-state.js';
import { PADDING_CELLS, type Size } from '../screen/layout.js';
import type { PicturesSeen } from './picture-rows.js';

const MAX = { columns: 8, rows: 4 };
/** A pane that is smaller needs its room for words. */
const PANE_MIN = { width: 26, height: 10 };

/** The picture of an account that there is room for in its pane; undefined where it has none, or none is drawn. */
export function wantedAvatar(
  account: Account | undefined,
  seen: PicturesSeen | undefined,
  { width, height }: Size,
): WantedPicture | undefined {
  if (!account || !seen?.drawing || width < PANE_MIN.width || height < PANE_MIN.height) return undefined;
  const picture = avatarOf(account);
  return picture && { picture, use: 'avatar', maxColumns: MAX.columns, maxRows: MAX.rows };
}

/** Cells of a line that a picture and the space behind it take. */
export const AVATAR_CELLS = MAX.columns + 1;

/**
 * Puts the picture of an account before its lines: the first two, its name and its handle, made for what is left of the width, stand
 * beside it. Undefined as long as it is not there.
 */
export function withAvatar(
  wanted: WantedPicture,
  seen: PicturesSeen,
  {
    beside,
    lines,
    width,
  }: { readonly beside: readonly string[]; readonly lines: readonly string[]; readonly width: number },
): readonly string[] | undefined {
  const entry = seen.drawing && seen.pictures.get(pictureKey(wanted, seen.drawing));
  if (entry?.status !== 'drawn') return undefined;
  const { columns, lines: rows } = entry.drawn;
  const margin = ' '.repeat(PADDING_CELLS);
  const rest = ' '.repeat(Math.max(0, width - PADDING_CELLS - AVATAR_CELLS));
  const gap = ' '.repeat(Math.max(0, AVATAR_CELLS - columns - PADDING_CELLS));
  const above = Array.from({ length: Math.max(rows.length, 2) }, (_, at) => {
    const row = rows[at] ?? ' '.repeat(columns);
    return `${margin}${row}${gap}${beside[at] ?? rest + margin}`;
  });
  return [...above, ...lines.slice(2)];
}

/** Lines that it adds to those of the text. */
export const addedLines = (all: readonly string[], lines: readonly string[]): number =>
  all.length - lines.length;

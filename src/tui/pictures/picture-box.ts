/** The room of a picture on the screen, in cells, and the pixels that it is to have. */
export interface PictureBox {
  readonly columns: number;
  readonly rows: number;
  readonly width: number;
  readonly height: number;
}

/** Half blocks are two pixels, and cells about twice as high as wide. */
export const BLOCK_CELL = { width: 1, height: 2 };

/**
 * The largest box for a picture of that shape within so many cells, in its own proportions, at least one cell. `cell` is the size of a
 * cell in pixels where the terminal takes pixels; undefined for blocks.
 */
export function boxFor(
  picture: { readonly width: number; readonly height: number },
  { maxColumns, maxRows }: { readonly maxColumns: number; readonly maxRows: number },
  cell: { readonly width: number; readonly height: number } | undefined,
): PictureBox {
  const { width: across, height: down } = cell ?? BLOCK_CELL;
  const ratio = picture.width > 0 && picture.height > 0 ? picture.width / picture.height : 1;
  const height = Math.min(maxRows * down, (maxColumns * across) / ratio);
  const columns = clamp(Math.round((height * ratio) / across), maxColumns);
  const rows = clamp(Math.round(height / down), maxRows);
  return { columns, rows, width: columns * across, height: rows * down };
}

const clamp = (cells: number, most: number): number => Math.max(1, Math.min(most, cells));

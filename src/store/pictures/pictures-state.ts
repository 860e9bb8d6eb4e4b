import type { PictureSetting } from '../../keep/picture-setting.js';
import type { PictureRef } from '../../lenses/head.js';
import type { PictureFacts } from '../../places/blobs/picture-header/header.js';
import type { Pixels } from './pixels.js';

/** What a terminal can show of a picture, as far as it has said. */
export interface PictureTerminal {
  /** It has the colours that half blocks need. */
  readonly hasColours: boolean;
  /** It is known to draw pictures by kitty's placeholders, in cells of so many pixels; undefined: it is not. */
  readonly kitty: { readonly width: number; readonly height: number } | undefined;
}

/** As long as nothing is known of it. */
export const NO_PICTURES: PictureTerminal = { hasColours: false, kitty: undefined };

/** How pictures are drawn; the same object until it is another way. `cell`: of so many pixels, where the terminal takes pixels. */
export type PictureDrawing =
  | { readonly way: 'kitty'; readonly cell: { readonly width: number; readonly height: number } }
  | { readonly way: 'blocks'; readonly cell: undefined };

/** A picture in sight, and the room that there is for it. */
export interface WantedPicture {
  readonly picture: PictureRef;
  /** What it is for: how large the CDN has to have it. */
  readonly use: 'avatar' | 'part' | 'whole';
  readonly maxColumns: number;
  readonly maxRows: number;
}

/** A picture as it can be drawn. */
export interface DrawnPicture {
  readonly facts: PictureFacts;
  readonly pixels: Pixels;
  /** The cells that it takes. */
  readonly columns: number;
  readonly rows: number;
  /** Its lines, painted. */
  readonly lines: readonly string[];
}

export type PictureEntry =
  | { readonly status: 'loading' }
  | { readonly status: 'drawn'; readonly drawn: DrawnPicture }
  /** Why it is not shown, as a sentence. */
  | {
      readonly status: 'failed';
      readonly reason: string;
      /** It could not be had: another time it may be. What is no picture stays none. */
      readonly mayPass?: true | undefined;
    };

export interface PicturesState {
  readonly pictureSetting: PictureSetting;
  readonly pictureTerminal: PictureTerminal;
  /** Undefined where none is drawn. */
  readonly pictureDrawing: PictureDrawing | undefined;
  /** URIs of the records whose pictures are shown although a label hides them. */
  readonly uncovered: ReadonlySet<string>;
  /** By {@link pictureKey}. */
  readonly pictures: ReadonlyMap<string, PictureEntry>;
}

/** What a wanted picture is kept by: another room, or another way of drawing, makes another one of it. */
export function pictureKey({ picture, maxColumns, maxRows }: WantedPicture, drawing: PictureDrawing): string {
  const { way, cell } = drawing;
  const pixels = cell === undefined ? '' : ` ${cell.width}×${cell.height}`;
  return `${picture.did} ${picture.cid}${picture.poster ?? ''} ${maxColumns}×${maxRows} ${way}${pixels}`;
}

const BLOCKS: PictureDrawing = { way: 'blocks', cell: undefined };
/** Of a terminal that is told to be one, and says nothing. */
const USUAL_CELL = { width: 8, height: 16 };

/** How pictures are drawn in a terminal as the user wants it. */
export function drawingOf(
  setting: PictureSetting,
  { hasColours, kitty }: PictureTerminal,
): PictureDrawing | undefined {
  if (setting === 'off' || !hasColours) return undefined;
  if (setting === 'kitty') return { way: 'kitty', cell: kitty ?? USUAL_CELL };
  if (setting === 'auto' && kitty !== undefined) return { way: 'kitty', cell: kitty };
  return BLOCKS;
}

import type { Effects } from '../../store/context.js';
import type { DrawnPicture } from '../../store/pictures/pictures-state.js';
import type { PictureDecoder } from '../../store/pictures/pixels.js';
import type { PictureDepth } from '../screen/themes.js';
import type { TerminalHold } from '../terminal/terminal-hold.js';
import { blockLines } from './block-lines.js';
import { createKittyPictures, type KittyPictures } from './kitty-pictures.js';
import { BLOCK_CELL, boxFor } from './picture-box.js';
import { createPictureDecoder } from './picture-decoder.js';

export interface PictureEffectsOptions {
  readonly depth: PictureDepth;
  readonly hold: Pick<TerminalHold, 'stdout' | 'onChange'>;
  /** The terminal around tmux draws them. */
  readonly wrapForTmux: boolean;
  /** Colours that texts have, by their index: no picture is numbered so. */
  readonly usedColours: ReadonlySet<number>;
  readonly decoder?: PictureDecoder | undefined;
}

/** Draws pictures, by blocks or by kitty's protocol. It is loaded with the first of them. */
export function pictureEffects({
  depth,
  hold,
  wrapForTmux,
  usedColours,
  decoder = createPictureDecoder(),
}: PictureEffectsOptions): Pick<Effects, 'drawPicture' | 'dropPicture'> & { close(): void } {
  let kitty: KittyPictures | undefined;

  return {
    async drawPicture(file, { maxColumns, maxRows, drawing }, signal) {
      const { cell } = drawing;
      const { width: across, height: down } = cell ?? BLOCK_CELL;
      const request = {
        bytes: file,
        maxWidth: maxColumns * across,
        maxHeight: maxRows * down,
        isPacked: cell !== undefined,
      };
      const decoded = await decoder.decode(request, signal);
      if (!decoded.ok) return { reason: decoded.reason };
      const { facts, pixels } = decoded;
      const box = boxFor(pixels, { maxColumns, maxRows }, cell);
      // What is smaller than its room stays as small as it is.
      const columns = Math.min(box.columns, Math.ceil(pixels.width / across));
      const rows = Math.min(box.rows, Math.ceil(pixels.height / down));
      const placed = { facts, pixels, columns, rows };
      if (cell === undefined) return { ...placed, lines: blockLines(pixels, { columns, rows, depth }) };
      kitty ??= createKittyPictures({ depth, hold, wrapForTmux, usedColours });
      return kitty.place(placed);
    },
    dropPicture: (drawn: DrawnPicture) => kitty?.drop(drawn),
    close() {
      decoder.close();
      kitty?.close();
    },
  };
}

import { deflateSync } from 'node:zlib';
import type { Pixels } from '../../store/pictures/pixels.js';
import type { PictureDepth } from '../screen/themes.js';
import { throughTmux } from '../terminal/through-tmux.js';
import { CELL_MARKS } from './cell-marks.js';

/**
 * Pictures of kitty's graphics protocol, by its placeholders (sw.kovidgoyal.net/kitty/graphics-protocol, "Unicode placeholders"): a
 * picture is sent once, under a number, and stands wherever cells are drawn that name it. Where the cells go, it goes.
 */
const PLACEHOLDER = '\u{10eeee}';
/** Of base64, a message. */
const CHUNK_CHARACTERS = 4_096;

/** A picture is drawn in no more cells across or down. */
export const KITTY_CELLS_MAX = CELL_MARKS.length;

interface Sent {
  readonly id: number;
  readonly pixels: Pixels;
  readonly columns: number;
  readonly rows: number;
  /** The terminal around tmux is meant. */
  readonly wrapForTmux: boolean;
}

/** Sends a picture to the terminal, to be drawn in so many cells. It answers nothing. */
export function kittyTransmit({ id, pixels, columns, rows, wrapForTmux }: Sent): string {
  const data = Buffer.from(pixels.packed ?? deflateSync(pixels.rgba)).toString('base64');
  const head = `a=T,U=1,q=2,f=32,o=z,s=${pixels.width},v=${pixels.height},i=${id},c=${columns},r=${rows}`;
  let text = '';
  for (let at = 0; at < data.length || at === 0; at += CHUNK_CHARACTERS) {
    const more = at + CHUNK_CHARACTERS < data.length ? 1 : 0;
    const keys = at === 0 ? `${head},m=${more}` : `q=2,m=${more}`;
    text += message(`${keys};${data.slice(at, at + CHUNK_CHARACTERS)}`, wrapForTmux);
  }
  return text;
}

/** Has the terminal forget a picture, wherever it stands. */
export const kittyDelete = (id: number, wrapForTmux: boolean): string =>
  message(`a=d,d=I,q=2,i=${id}`, wrapForTmux);

/** The cells that a picture is drawn in, as lines. Each names its row and its column: Ink writes lines anew from their middle. */
export function placeholderLines({
  id,
  columns,
  rows,
  depth,
}: {
  readonly id: number;
  readonly columns: number;
  readonly rows: number;
  readonly depth: PictureDepth;
}): readonly string[] {
  const colour = depth === 'all' ? `2;${id >> 16};${(id >> 8) & 255};${id & 255}` : `5;${id}`;
  return Array.from({ length: rows }, (_, row) => {
    const cells = Array.from(
      { length: columns },
      (_none, column) => `${PLACEHOLDER}${CELL_MARKS[row] ?? ''}${CELL_MARKS[column] ?? ''}`,
    );
    return `\x1b[38;${colour}m${cells.join('')}\x1b[39m`;
  });
}

function message(text: string, wrapForTmux: boolean): string {
  const sequence = `\x1b_G${text}\x1b\\`;
  return wrapForTmux ? throughTmux(sequence) : sequence;
}

/**
 * The numbers of pictures, which are the colours of their cells. Of 24 bits they begin where no text has its colour, of 256 colours
 * they are those that no theme uses (`themes.ts`): a text in the colour of a picture could show it otherwise.
 */
export function pictureIds(
  depth: PictureDepth,
  used: ReadonlySet<number>,
): { take(): number; free(id: number): void } {
  const [first, last] = depth === 'all' ? [0x010000, 0x01ffff] : [16, 255];
  const taken = new Set<number>();
  let next = first;
  return {
    take() {
      for (let tries = first; tries <= last; tries++) {
        const id = next;
        next = next === last ? first : next + 1;
        if (taken.has(id) || used.has(id)) continue;
        taken.add(id);
        return id;
      }
      throw new Error('All numbers of pictures are taken.');
    },
    free: (id) => void taken.delete(id),
  };
}
